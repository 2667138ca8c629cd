"""As sealed.actions: something that came from a device was refused, and is kept for its writer."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sealed.enums import ItemStatus
from sealed.models import SealedItem
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.people import record
from thurrock_care.demo.staff import Worker


def leave_to_writer(
    ledger: Ledger, *, kind: str, contents: Mapping[str, Any], because: str, by: Worker, written_at: datetime,
    at: datetime,
) -> Row:  # fmt: skip
    """As receive_item of what its handler refuses. The digest is of no bytes that were ever sent."""
    draft, part = ledger.keys.key(written_at), ledger.keys.key(written_at)
    item = ledger.add(
        SealedItem, at, owner_id=by.id, kind=kind, schema=1, draft=draft, part=part, turn=1,
        digest=sha256(f"{draft} {part}".encode()).hexdigest(), written_at=written_at, received_at=at,
        status=ItemStatus.NEEDS_YOU, because=because, contents=dict(contents),
    )  # fmt: skip
    record(ledger, "sealed.needs_writer", by=by, at=at, subject=(SealedItem, item["id"]), kind=kind)
    return item
