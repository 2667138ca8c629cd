"""What the demo writes of an item that needs its writer is what receiving it writes."""

from typing import Any

from accounts.models import User
from audit.models import Event
from core import clock
from sealed.actions import receive_item
from sealed.models import SealedItem
from tests.factories.sealed import make_envelope
from tests.factories.taking_up import REFUSALS, taking_up
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.ledger import Ledger
from thurrock_care.demo.records.devices import leave_to_writer
from thurrock_care.demo.staff import Worker

DIFFER = {"id", "draft", "part", "digest", "written_at", "received_at"}


def row_of(item: SealedItem) -> dict[str, Any]:
    values = SealedItem.objects.filter(pk=item.pk).values().get()
    event = Event.objects.get(subject_id=item.pk)
    said = {"verb": event.verb, "by": event.actor_id, "type": event.subject_type, "detail": event.detail}
    return {name: value for name, value in values.items() if name not in DIFFER} | said


def test_an_item_that_needs_its_writer_is_written_as_by_receiving_it(ben: User) -> None:
    body = {"meets": "merged", "words": {"story": "Fell.\nTwice."}}
    with taking_up():
        receive_item(envelope=make_envelope(ben, body, kind="talk"), by=ben)
    by_action = SealedItem.objects.get()
    ledger, now = Ledger(Keys(7)), clock.now()
    worker = Worker(ben.name, ben.email, ben.role, "", id=ben.pk)
    leave_to_writer(
        ledger, kind="talk", contents=body, because=str(REFUSALS["merged"]), by=worker, written_at=now, at=now
    )
    ledger.send()
    by_demo = SealedItem.objects.exclude(pk=by_action.pk).get()
    assert row_of(by_demo) == row_of(by_action)
    assert len(by_demo.digest) == len(by_action.digest)
