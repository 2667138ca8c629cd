"""Which account a server runs under when the launcher is root, and what it can reach.

PostgreSQL refuses to run as root, and Redis has no need to.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """An unprivileged account of this machine."""

    uid: int
    gid: int


def server_account(owner: int = 0) -> Account | None:
    """The account to run servers under; None when we are an ordinary user already.

    `owner`, the user id that the data of an earlier run belong to, wins; then `postgres`;
    then `nobody`, which every system has. Raises LookupError where there is neither.
    """
    if os.geteuid() != 0:
        return None
    if owner:
        return Account(owner, _group_of(owner))
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise LookupError("this system has neither a user `postgres` nor a user `nobody`")


def can_enter(folder: Path, account: Account | None) -> bool:
    """Whether an account can pass through `folder` and every folder above it.

    Folders that are not there yet do not count. None stands for ourselves: always.
    """
    if account is None:
        return True
    chain = (folder.resolve(), *folder.resolve().parents)
    return all(allows(step, account, stat.S_IXOTH) for step in chain if step.exists())


def allows(path: Path, account: Account, bits: int) -> bool:
    """Whether the mode of `path` grants `bits`, written as those for others, to `account`."""
    status = path.stat()
    if status.st_uid == account.uid:
        bits <<= 6
    elif status.st_gid == account.gid:
        bits <<= 3
    return status.st_mode & bits == bits


def _group_of(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid
