"""As residents.actions: how somebody wants to have things in writing, and the e-mail address for it."""

from datetime import datetime

from audit.actions import Actor
from core import clock
from residents.enums import InWriting, TimelineKind
from residents.models import EmailAddress, Resident
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.people import Person, note_event, record

LABEL = "How they want things in writing"


def say_in_writing(ledger: Ledger, *, person: Person, wish: InWriting, by: Actor, at: datetime) -> None:
    """As the change of who somebody is; the person's row may still be changed."""
    person.row.update(in_writing=wish, version=person.row["version"] + 1)
    source = (Resident, person.key)
    record(
        ledger, "resident.changed", by=by, at=at, subject=source, resident_id=person.key, changed=["in_writing"],
        status=person.row["nhs_number_status"],
    )  # fmt: skip
    note_event(
        ledger, person, TimelineKind.DETAILS, f"Changed: {LABEL[0].lower()}{LABEL[1:]}", by=by, at=at, source=source,
        detail=f"{LABEL}: Not asked yet → {wish.label}",
    )  # fmt: skip


def add_email(ledger: Ledger, *, person: Person, address: str, by: Actor, at: datetime) -> Row:
    """As the action, of an address of which they said that it is safe to write there."""
    row = ledger.add(
        EmailAddress, at, resident_id=person.key, address=address, safe_to_write=True,
        started_on=clock.london_date(at), noted_by_id=by.id,
    )  # fmt: skip
    source = (EmailAddress, row["id"])
    record(ledger, "resident.email_added", by=by, at=at, subject=source, resident_id=person.key)
    title, detail = f"E-mail address added: {address}", "Safe to write there: yes"
    note_event(ledger, person, TimelineKind.DETAILS, title, by=by, at=at, source=source, detail=detail)
    return row
