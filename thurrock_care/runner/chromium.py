"""Finds the Chromium that the browser tests drive, and installs it where that is allowed.

python -m thurrock_care.runner.chromium      installs it if missing, prints its path
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PACKAGES = ("chromium", "fonts-liberation")


def chromium() -> Path:
    """The program. Raises LookupError, with the way on, when there is none."""
    if named := os.environ.get("CHROMIUM"):
        if os.access(named, os.X_OK):
            return Path(named)
        raise LookupError(f"CHROMIUM names {named}, which cannot be run; correct or unset it.")
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    raise LookupError(
        "THE BROWSER TESTS NEED CHROMIUM: install the package `chromium` "
        f"(sudo apt-get install {' '.join(_PACKAGES)}), or name the program in CHROMIUM."
    )


def install() -> None:
    """Install Debian's packages. Raises CalledProcessError when apt-get fails."""
    print(f"Installing {' and '.join(_PACKAGES)} for the browser tests ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *_PACKAGES]):
        subprocess.run(["apt-get", "-qq", *command], env=environment, check=True)


def main() -> None:
    """Make sure that there is a Chromium, or end with one loud line."""
    may_install = os.geteuid() == 0 and shutil.which("apt-get") and "CHROMIUM" not in os.environ
    try:
        if may_install and not any(shutil.which(name) for name in _NAMES):
            install()
        print(f"Chromium: {chromium()}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"THE BROWSER TESTS NEED CHROMIUM, and `{' '.join(error.cmd)}` failed: see above.")
    except LookupError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
