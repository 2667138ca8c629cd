"""Waits for, then ends, server processes that an earlier run left in a data folder."""

import os
import signal
import time
from pathlib import Path


def clear_leftovers(data: Path, program: str, patience: float = 10) -> None:
    """Return when no process named `program` works in the folder `data` any more.

    A server whose supervisor was killed needs a moment to shut down; one that is still
    there after `patience` seconds is killed. Call it only while holding the lock that
    says that no supervisor owns the folder.
    """
    deadline = time.monotonic() + patience
    while _processes_in(data, program) and time.monotonic() < deadline:
        time.sleep(0.1)
    for process in _processes_in(data, program):
        os.kill(process, signal.SIGKILL)
    while _processes_in(data, program):
        time.sleep(0.1)


def _processes_in(data: Path, program: str) -> list[int]:
    """Both servers make their data folder their working folder."""
    processes = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    return [process for process in processes if _works_in(process, data, program)]


def _works_in(process: int, data: Path, program: str) -> bool:
    try:
        folder = Path(f"/proc/{process}/cwd").readlink()
        name = Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return False  # gone meanwhile, or not ours to look into
    return folder == data.resolve() and name == program
