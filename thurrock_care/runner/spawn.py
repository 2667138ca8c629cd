"""Starts a program as a child that cannot outlive us and that writes its own log."""

import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from thurrock_care.runner.demotion import Account
from thurrock_care.runner.tether import tethered


def spawn(
    command: list[str],
    *,
    log: Path,
    folder: Path,
    environment: Mapping[str, str],
    dies_by: signal.Signals,
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in `folder`, its output appended to `log`.

    It is in a process group of its own: Ctrl-C in the terminal is the supervisor's to handle.
    """
    who = (account.uid, account.gid) if account else None
    log.touch()
    log.chmod(0o600)
    with log.open("ab") as file:
        return subprocess.Popen(
            tethered(command, dies_by=dies_by, account=who),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=folder,
            process_group=0,
            env=environment,
        )


def size_of(log: Path) -> int:
    """The length of a log in bytes: where what comes next will begin."""
    return log.stat().st_size if log.exists() else 0
