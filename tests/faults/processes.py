"""Looks for processes that should be gone."""

import time
from pathlib import Path


def work_under(*folders: Path) -> list[str]:
    """The command lines of the processes whose working folder is in one of `folders`."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and _is_under((process / "cwd").resolve(strict=True), folders):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # gone meanwhile, or ended and not yet waited for
    return found


def wait_until_none_work_under(*folders: Path, seconds: float = 20) -> None:
    """Return when no process is left; fails with their command lines after `seconds`."""
    deadline = time.monotonic() + seconds
    while left := work_under(*folders):
        assert time.monotonic() < deadline, f"still there: {left}"
        time.sleep(0.1)


def _is_under(folder: Path, folders: tuple[Path, ...]) -> bool:
    return any(folder.is_relative_to(one) for one in folders)
