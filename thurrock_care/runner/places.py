"""Where the embedded servers of this checkout keep their data, sockets and logs.

Everything follows from the path of the checkout, so that any process (the supervisor,
`manage.py` in another terminal, a test) finds the same servers without being told.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from thurrock_care.runner.demotion import Account, can_enter, server_account

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "thurrock_care"
DATABASE_OWNER = "thurrock_care"

# Linux refuses unix socket paths of more than 107 bytes, hence not inside the checkout. Whose
# the folders are in these two places is looked at before use: see `own_folder`.
_SOCKETS = Path("/tmp")
_OUTSIDE = Path("/var/tmp")


@dataclass(frozen=True)
class Place:
    """The folders of one pair of servers; `account` is set when they run demoted."""

    home: Path
    sockets: Path
    account: Account | None

    @property
    def logs(self) -> Path:
        return self.home / "log"


def database_url(sockets: Path | None = None, database: str = DATABASE) -> str:
    """The address of a database, as libpq, psycopg2 and django-environ all read it.

    Without arguments, that of `make run` in this checkout.
    """
    return f"postgresql://{DATABASE_OWNER}@/{database}?host={sockets or _run_sockets(ROOT)}"


def redis_url(sockets: Path | None = None, number: int = 0) -> str:
    """The address of a broker, as Celery reads it. Without arguments, that of `make run`."""
    return f"redis+socket://{sockets or _run_sockets(ROOT)}/redis.sock?virtual_host={number}"


def running(root: Path = ROOT) -> Place:
    """The place of the servers of `make run`."""
    account = server_account(_owner_of_earlier_data(root))
    return Place(_home(root, account), _run_sockets(root), account)


def scratch(name: str, root: Path = ROOT) -> Place:
    """A place apart from that of `make run`, for tests and benchmarks.

    `name` is a short word that keeps two places apart (with the id of an xdist worker,
    where each worker has its own).
    """
    account = server_account()
    sockets = _SOCKETS / f"tc-{checkout_hash(root)}-{name}"
    return Place(_home(root, account) / "scratch" / name, sockets, account)


def local_folder(root: Path = ROOT) -> Path:
    """The folder in the checkout, ignored by git, for everything made while running."""
    return root / ".local"


def outside_folder(root: Path = ROOT) -> Path:
    """The folder used instead where a demoted server cannot enter the checkout."""
    return _OUTSIDE / f"thurrock-care-{checkout_hash(root)}"


def socket_folders(root: Path = ROOT) -> list[Path]:
    """The folders of sockets that exist for this checkout, `make run`'s and scratch ones."""
    return sorted(_SOCKETS.glob(f"{_run_sockets(root).name}*"))


def checkout_hash(root: Path = ROOT) -> str:
    """Ten hexadecimal digits that stand for the path of a checkout."""
    return hashlib.sha256(bytes(root.resolve())).hexdigest()[:10]


def _run_sockets(root: Path) -> Path:
    return _SOCKETS / f"tc-{checkout_hash(root)}"


def _home(root: Path, account: Account | None) -> Path:
    inside = local_folder(root)
    return inside if can_enter(inside, account) else outside_folder(root)


def _owner_of_earlier_data(root: Path) -> int:
    """The user id that the data of an earlier run belong to; 0 when there are none."""
    for home in (local_folder(root), outside_folder(root)):
        try:
            return (home / "postgres-data").stat().st_uid
        except OSError:
            continue
    return 0
