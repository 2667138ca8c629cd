"""One readable log out of many: follows the files that the processes write.

Every process writes its own file, so a terminal that is paused, closed or slow holds up
nobody, and the files are whole even when the supervisor is killed.
"""

import select
import shutil
import sys
from pathlib import Path
from typing import TextIO

_COLOURS = (36, 33, 35, 32, 34, 31)
_LIMIT_BYTES = 20_000_000
_LONGEST_LINE = 2_000  # fits into what a pipe takes without waiting


class _Follower:
    """Reads what is appended to one file, in whole lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = path.stat().st_size if path.exists() else 0
        self._rest = b""

    def lines(self) -> list[str]:
        if not self._path.exists():
            return []
        with self._path.open("r+b") as file:
            file.seek(self._position)
            *lines, self._rest = (self._rest + file.read()).split(b"\n")
            self._position = file.tell()
            if self._position > _LIMIT_BYTES:
                # Its writer appends, and goes on at the start. What is written between these
                # two lines is lost to the file.
                shutil.copyfile(self._path, self._path.with_name(f"{self._path.name}.1"))
                file.truncate(0)
                self._position = 0
        return [line.decode(errors="replace") for line in lines]


class Journal:
    """Prints the lines of all followed files, each behind the name of its process."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._followers: dict[str, _Follower] = {}
        self._unseen = 0

    def follow(self, name: str, path: Path) -> None:
        """Show what is appended to a log from now on."""
        self._followers.setdefault(name, _Follower(path))

    def say(self, text: str) -> None:
        """Print a line of the supervisor's own."""
        self._out.write(f"{text}\n")
        self._out.flush()

    def show(self) -> None:
        """Print what has been appended since the last call."""
        for place, (name, follower) in enumerate(self._followers.items()):
            for line in follower.lines():
                self._print(place, name, line[:_LONGEST_LINE])

    def _print(self, place: int, name: str, line: str) -> None:
        if not self._takes_output():
            self._unseen += 1
            return
        if self._unseen:
            self.say(f"... {self._unseen} lines are only in the files of the log")
            self._unseen = 0
        label = f"{name:8}"
        if self._out.isatty():
            label = f"\x1b[{_COLOURS[place % len(_COLOURS)]}m{label}\x1b[0m"
        self.say(f"{label} {line}")

    def _takes_output(self) -> bool:
        """Whether a line can be written without waiting for the reader of our output."""
        try:
            return bool(select.select([], [self._out], [], 0)[1])
        except (OSError, ValueError):
            return True  # not a thing that can be waited for, such as a test's buffer
