"""What is looked at before anything starts; each fault is one sentence with the way on."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from thurrock_care.runner.folders import own_folder, take_lock
from thurrock_care.runner.places import Place, local_folder
from thurrock_care.runner.refusals import Refusal, refuse_if_full

# The cluster, its log of changes and a demo borough of 5,000 residents, with room to work.
_FIRST_START_MEGABYTES = 500
_LATER_START_MEGABYTES = 100
_PORT_PATIENCE_SECONDS = 5


def checkout_lock() -> Path:
    """The file that the one supervisor of this checkout holds locked."""
    return own_folder(local_folder(), None, 0o755) / "lock"


@contextmanager
def only_run(port: int) -> Iterator[None]:
    """Be the only supervisor of this checkout. Raises Refusal when there is one already."""
    path = checkout_lock()
    lock = take_lock(path)
    if lock is None:
        raise Refusal(
            f"Thurrock Care is running already from this folder, on port {path.read_text()}; "
            "use that one, or stop it with Ctrl-C in its terminal and start again."
        )
    with lock:
        lock.truncate(0)
        lock.write(str(port).encode())
        lock.flush()
        yield


def port_is_free(port: int) -> None:
    """Refuse a port that another program listens on.

    Waits a few seconds first: a web server whose supervisor was killed takes a moment to go.
    """
    deadline = time.monotonic() + _PORT_PATIENCE_SECONDS
    while not _can_bind(port):
        if time.monotonic() > deadline:
            raise Refusal(
                f"Port {port} is in use by another program; stop that program, or choose "
                f"another port: make run PORT={port + 1}"
            )
        time.sleep(0.2)


def room_for_data(place: Place) -> None:
    """Refuse to start on a disk that will be full before the day is over."""
    first = not place.home.exists()
    refuse_if_full(place.home, _FIRST_START_MEGABYTES if first else _LATER_START_MEGABYTES)


def _can_bind(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Refusal(f"Port {port} is for the system only; choose one above 1023: make run PORT=8000") from error
        except OSError:
            return False
    return True
