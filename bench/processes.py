"""CPU time and memory of processes, from /proc."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PARENT, USER, SYSTEM, DEAD_USER, DEAD_SYSTEM = 1, 11, 12, 13, 14  # places in /proc/PID/stat after the name


@dataclass(frozen=True)
class Family:
    """A process and its children, such as gunicorn with its workers or PostgreSQL with its backends."""

    head: int

    def cpu_seconds(self) -> float:
        """All that the family has used so far, of children that have ended too."""
        ticks = sum(sum(map(int, stat[USER : SYSTEM + 1])) for stat in self._stats())
        own = _stat(self.head)
        ticks += sum(map(int, own[DEAD_USER : DEAD_SYSTEM + 1])) if own else 0
        return ticks / TICKS_A_SECOND

    def memory_mb(self) -> float:
        """Memory in use by the children, shared pages counted for each."""
        return sum(_resident(pid) for pid in self.children()) * PAGE / 1024**2

    def children(self) -> list[int]:
        """Processes whose parent is the head."""
        return [pid for pid, stat in _everybody() if int(stat[PARENT]) == self.head]

    def _stats(self) -> list[list[str]]:
        return [stat for pid, stat in _everybody() if pid == self.head or int(stat[PARENT]) == self.head]


def parent_of(pid: int) -> int:
    """The process that started `pid`."""
    stat = _stat(pid)
    if stat is None:
        raise ProcessLookupError(pid)
    return int(stat[PARENT])


def _everybody() -> Iterator[tuple[int, list[str]]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            stat = _stat(int(entry.name))
            if stat:
                yield int(entry.name), stat


def _stat(pid: int) -> list[str] | None:
    """The fields after the name, which may hold spaces; None when the process has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
