"""Installs the front end's npm packages and builds it, by whatever Node there is.

The system's Node is used where it is new enough; else Node comes from a Python wheel,
which is installed only then.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from thurrock_care.runner.environment import install
from thurrock_care.runner.places import ROOT

_OLDEST_NODE = 20


def main() -> None:
    """`npm ci`, then `node frontend/build.mjs`. Ends with a sentence when one fails."""
    path = os.environ["PATH"]
    if not _is_new_enough(shutil.which("node")) or not shutil.which("npm"):
        path = f"{_node_from_wheel()}{os.pathsep}{path}"
    print("Installing the front end's packages ...", flush=True)
    _run(path, "npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts")
    _run(path, "node", "frontend/build.mjs")


def _is_new_enough(node: str | None) -> bool:
    if node is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = said.removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= _OLDEST_NODE


def _node_from_wheel() -> Path:
    """The folder with `node` and `npm` of the wheel in our environment."""
    folder = Path(sys.prefix) / "bin"
    if not (folder / "npm").exists():
        print(f"No Node {_OLDEST_NODE} or later on this system: taking one from PyPI.", flush=True)
        install(ROOT / "requirements" / "node.txt")
    return folder


def _run(path: str, *command: str) -> None:
    program = shutil.which(command[0], path=path)
    result = subprocess.run([program or command[0], *command[1:]], cwd=ROOT, env={**os.environ, "PATH": path})
    if result.returncode != 0:
        sys.exit(
            f"The front end could not be built: `{' '.join(command)}` failed for the reason above; "
            "mend that and run the same command again."
        )


def _npm_settings() -> dict[str, str]:
    """npm keeps its cache in the home folder; an account may have none that it can write to."""
    has_home = os.access(Path.home(), os.W_OK)
    return {} if has_home else {"npm_config_cache": str(ROOT / "build" / ".npm")}


if __name__ == "__main__":
    main()
