"""Removes everything that running made: the data of the servers, their sockets and logs."""

import shutil

from thurrock_care.runner.folders import take_lock
from thurrock_care.runner.places import local_folder, outside_folder, socket_folders
from thurrock_care.runner.preflight import checkout_lock
from thurrock_care.runner.refusals import Refusal


def reset() -> None:
    """Remove it all. Databases that DATABASE_URL or REDIS_URL name are not touched."""
    lock = take_lock(checkout_lock())
    if lock is None:
        raise Refusal("Thurrock Care is running; stop it with Ctrl-C in its terminal first.")
    with lock:
        for folder in (local_folder(), outside_folder(), *socket_folders()):
            try:
                shutil.rmtree(folder)
            except FileNotFoundError:
                continue
            except PermissionError as error:
                raise Refusal(f"{folder} belongs to another user; run `make reset` as that user.") from error
