"""What the launcher says when it cannot go on: one sentence, with the way on in it."""

import errno
import shutil
from pathlib import Path

_NO_SPACE = "No space left on device"
_CAUSES = ("FATAL", "PANIC", "ERROR", "rror:", "# ")
_LAST_BYTES = 4_000


class Refusal(Exception):
    """The launcher stops; the message is a sentence for the person at the keyboard."""


def refuse_if_full(folder: Path, megabytes: int) -> None:
    """Refuse when fewer than `megabytes` are free where `folder` is (or will be)."""
    standing = next(step for step in (folder, *folder.parents) if step.exists())
    free = shutil.disk_usage(standing).free // 1_000_000
    if free < megabytes:
        raise full_disk(f"{free} MB are free at {standing} and {megabytes} MB are needed")


def full_disk(what_happened: str) -> Refusal:
    return Refusal(f"The disk is full: {what_happened}; free some space and start again, nothing is lost.")


def is_full(error: OSError) -> bool:
    """Whether an error of the operating system means that the disk, or our share, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def reason(name: str, log: Path, began: int = 0) -> Refusal:
    """The refusal for a program that ended, from what it logged since byte `began`."""
    said = last_words(log, began)
    if _NO_SPACE in said:
        return full_disk(f"{name} stopped")
    cause = next((line for line in reversed(said.splitlines()) if _is_cause(line)), "")
    return Refusal(f"{name} ended ({cause.strip() or 'without a word'}); see {log}.")


def last_words(log: Path, began: int = 0) -> str:
    """The end of a log, from byte `began` at the earliest; nothing where there is no log yet."""
    if not log.exists():
        return ""
    return log.read_bytes()[began:][-_LAST_BYTES:].decode(errors="replace")


def _is_cause(line: str) -> bool:
    return any(word in line for word in _CAUSES)
