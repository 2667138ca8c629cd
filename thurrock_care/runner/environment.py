"""Makes `.venv` from hashed, locked requirements: `python3 environment.py requirements/run.txt`.

Runs by the system's own Python before anything is installed, so it has the standard
library alone. uv installs in seconds; where it cannot (it reads no pip.conf, so a mirror
that is only set there is unknown to it) plain pip installs the same file.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
# Stands while packages are being installed. Found at a start, it tells of one cut short.
UNFINISHED = FOLDER / ".unfinished"
_MEGABYTES = 1_200


def main(requirements: str) -> None:
    """Make the environment where it is missing or broken, then install `requirements`."""
    if UNFINISHED.exists() or not _works():
        _build()
    UNFINISHED.touch()
    install(ROOT / requirements)
    UNFINISHED.unlink()


def install(requirements: Path) -> None:
    """Install a hashed file into `.venv`. Ends with a sentence when neither uv nor pip can."""
    print(f"Installing {requirements.relative_to(ROOT)} ...", flush=True)
    if _install_with_uv(requirements):
        return
    print("uv could not install (see above); trying pip, which takes minutes ...", flush=True)
    if not _pip("--no-deps", "--require-hashes", "-r", str(requirements)):
        sys.exit(
            f"The packages of {requirements.relative_to(ROOT)} could not be installed (see above); "
            "check the network and the disk, then run the same command again."
        )


def _works() -> bool:
    """Whether `.venv` has a Python that runs and has pip; not so when its base was removed."""
    if not PYTHON.exists():
        return False
    command = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(command, capture_output=True).returncode == 0


def _build() -> None:
    """Make an empty environment in the place of what is there."""
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < _MEGABYTES:
        sys.exit(
            f"The disk is full: {free} MB are free at {ROOT} and {_MEGABYTES} MB are needed; "
            "free some space and run the same command again."
        )
    print(f"Making .venv with Python {sys.version.split()[0]} ...", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        venv.create(FOLDER, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit(
            "This Python cannot make an environment: install the system's package `python3-venv` "
            "and run the same command again."
        )
    except OSError as error:
        sys.exit(f"The environment could not be made: {error}. Mend that and run the same command again.")


def _install_with_uv(requirements: Path) -> bool:
    uv = FOLDER / "bin" / "uv"
    if not uv.exists() and not _pip("--require-hashes", "-r", str(ROOT / "requirements/setup.txt")):
        return False
    command = [str(uv), "pip", "install", "--quiet", "--require-hashes", "--compile-bytecode"]
    # Never a Python of uv's own: it would be downloaded from a place nobody here has chosen.
    settings = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    if not os.access(Path.home(), os.W_OK):
        settings["UV_NO_CACHE"] = "1"
    command += ["--python", str(PYTHON), "-r", str(requirements)]
    return subprocess.run(command, env=settings).returncode == 0


def _pip(*arguments: str) -> bool:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return subprocess.run([*pip, *arguments]).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1])
