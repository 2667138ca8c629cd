"""What the demo writes of a day at a Talking Shop is what the actions write."""

from datetime import datetime
from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from talking_shops import actions
from talking_shops.enums import Service, TapKind, Whereabouts
from talking_shops.models import Attending, Session, SessionNote, Tap
from tests.factories.field import make_session
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.ledger import Ledger
from thurrock_care.demo.records import stall
from thurrock_care.demo.staff import Worker

MOMENTS = {"at", "received_at", "made_at", "here_at", "left_at"}


@pytest.fixture
def worker(ben: User) -> Worker:
    """Ben, as the demo knows him."""
    return Worker(ben.name, ben.email, ben.role, "", id=ben.pk)


def written(session: Session, since: datetime) -> dict[str, Any]:
    """The rows of a session, without keys and moments, and what was audited since."""
    keys = {"id", "session_id", "undoes_id"}
    rows = {
        model.__name__: sorted(
            (
                {name: value is not None if name in MOMENTS | {"undoes_id"} else value for name, value in row.items()
                 if name not in keys - {"undoes_id"}}
                for row in model.objects.filter(session=session).values()
            ),
            key=repr,
        )
        for model in (Tap, Attending, SessionNote)
    }  # fmt: skip
    seen = Event.objects.filter(at__gte=since).order_by("verb", "id")
    return rows | {
        "Event": sorted((event.verb, event.subject_type, repr({**event.detail, "session": ""})) for event in seen)
    }


def test_a_day_is_written_as_by_the_actions(ben: User, worker: Worker) -> None:
    session, began = make_session(), clock.now()
    first = actions.tap(session=session, kind=TapKind.CAME_IN, by=ben)
    actions.tap(session=session, kind=TapKind.TALKED, by=ben)
    actions.undo_tap(tap=first, by=ben)
    one = actions.put_on_list(session=session, service=Service.CLS, user=ben, by=ben)
    actions.put_on_list(session=session, service=Service.HOUSING, name="Nadine Okoro", by=ben)
    for where in (Whereabouts.HERE, Whereabouts.LEFT):
        actions.say_where(attending=one, where=where, by=ben)
    actions.write_note(session=session, words="Quiet until eleven.", by=ben)
    by_actions = written(session, began)

    other, at, ledger = make_session(venue="Grays Hub"), clock.now(), Ledger(Keys(7))
    key, known = str(other.pk), {"by": worker, "at": at}
    tapped = stall.tap(ledger, session=key, kind=TapKind.CAME_IN, **known)
    stall.tap(ledger, session=key, kind=TapKind.TALKED, **known)
    stall.undo_tap(ledger, tap=tapped, **known)
    row = stall.put_on_list(ledger, session=key, service=Service.CLS, user=worker, **known)
    stall.put_on_list(ledger, session=key, service=Service.HOUSING, name="Nadine Okoro", **known)
    stall.come_and_go(ledger, attending=row, by=worker, came_at=at, left_at=at)
    stall.write_note(ledger, session=key, words="Quiet until eleven.", **known)
    ledger.send()
    assert written(other, at) == by_actions
