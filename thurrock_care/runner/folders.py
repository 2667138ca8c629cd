"""Folders and locks of our own, also in places that everybody may write to."""

import fcntl
import os
import stat
from pathlib import Path
from typing import IO

from thurrock_care.runner.demotion import Account
from thurrock_care.runner.refusals import Refusal


def own_folder(path: Path, account: Account | None, mode: int = 0o700) -> Path:
    """Make sure that `path` is a real folder of `account` (None: ours) with exactly `mode`.

    Folders above it that are missing are made for everybody to enter. Refuses a folder of
    somebody else, or a link, which in /tmp could be a trap.
    """
    uid, gid = (account.uid, account.gid) if account else (os.geteuid(), os.getegid())
    try:
        for folder in reversed((path, *path.parents)):
            if not folder.exists():
                folder.mkdir()
                folder.chmod(0o755)  # whatever our umask is
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (uid, os.geteuid()):
            raise PermissionError
        if status.st_uid != uid:
            os.chown(path, uid, gid)
        path.chmod(mode)
    except (PermissionError, FileExistsError) as error:
        raise Refusal(
            f"The folder {path} belongs to another user; start as that user, or delete it and start again."
        ) from error
    return path


def take_lock(path: Path) -> IO[bytes] | None:
    """Hold a lock until the file returned is closed, at the latest by our end, however it comes.

    Returns None when another process holds it.
    """
    try:
        file = path.open("ab")
    except PermissionError as error:
        raise Refusal(
            f"The file {path} belongs to another user; start as that user, or use a checkout of your own."
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
