"""Runs a command that dies when its parent dies, however the parent dies.

    python tether.py SIGNAL PARENT UID:GID /path/of/command [ARGUMENT...]

The kernel sends SIGNAL to the command when the thread that started it ends, SIGKILL of
its process included. UID:GID (or `-`) is the account to change to first: the kernel
forgets the signal at a change of account, so the order matters. The account may be
unable to enter the folder of this Python, so nothing is imported after the change.
Runs as a file of its own, on the standard library alone, to start in a few milliseconds.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def tethered(command: list[str], *, dies_by: signal.Signals, account: tuple[int, int] | None = None) -> list[str]:
    """The command line that runs `command` (its first word an absolute path) tethered to us."""
    who = f"{account[0]}:{account[1]}" if account else "-"
    own = [sys.executable, "-I", "-S", str(Path(__file__).resolve())]
    return [*own, dies_by.name, str(os.getpid()), who, *command]


def die_with_parent(number: signal.Signals, parent: int) -> None:
    """Ask the kernel for a signal when our parent, process id `parent`, ends.

    Ends this process at once where the parent is gone already.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:
        sys.exit(1)


def change_account(uid: int, gid: int) -> None:
    """Give up root for good, supplementary groups included."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main(arguments: list[str]) -> None:
    """Change account, tie ourselves to the parent, become the command."""
    name, parent, account, *command = arguments
    if account != "-":
        uid, gid = account.split(":")
        change_account(int(uid), int(gid))
    die_with_parent(signal.Signals[name], int(parent))
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
