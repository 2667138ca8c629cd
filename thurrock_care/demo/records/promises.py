"""As referrals.actions: promises made, kept, broken and withdrawn; call-backs booked, ended and tried again."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from audit.actions import SYSTEM, Actor
from core import clock
from core.words import long_date, weekday_date
from referrals.enums import CallBackOutcome, PromiseStatus
from referrals.models import CallBack, Promise
from referrals.slots import hours_in_words
from residents.enums import TimelineKind
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records.desk import Desk
from thurrock_care.demo.records.notices import tell
from thurrock_care.demo.records.people import Person, note_event, record
from thurrock_care.demo.staff import Worker


def make_promise(
    desk: Desk, *, person: Person, words: str, due_on: date, owner: Worker, by: Worker, at: datetime, told: str = "",
    contact: Row | None = None, agreed: Row | None = None,
) -> Row:  # fmt: skip
    """As the action."""
    promise = desk.ledger.add(
        Promise, at, resident_id=person.key, contact_id=contact and contact["id"], words=words, told=told,
        agreed_id=agreed and agreed["id"], due_on=due_on, owner_id=owner.id, team_id=owner.team_id, made_at=at,
        made_by_id=by.id,
    )  # fmt: skip
    _audit(desk, person, promise, "made", by, at, due_on=str(due_on), owner=str(owner.id))
    said = f" Said to {told}." if told else ""
    terms = f"By {_day(due_on, at)}. {owner.name} keeps it.{said}"
    _note(desk, person, promise, "Promised", by, at, terms)
    if owner is not by:
        words = f"{by.name} made a promise that you keep, by {long_date(due_on)}"
        _tell(desk, at, promise, key=f"promise:{promise['id']}", words=words, user_id=owner.id)
    return promise


def keep_promise(desk: Desk, *, person: Person, promise: Row, by: Worker, at: datetime, note: str = "") -> None:
    """As the action, of a promise that the night has marked if its day is over."""
    _end(desk, person, promise, PromiseStatus.KEPT, by, at, note)
    _note(desk, person, promise, "Kept late" if promise["broken_at"] else "Kept", by, at, note)


def withdraw_promise(
    desk: Desk, *, person: Person, promise: Row, by: Worker, at: datetime, note: str, told: str
) -> None:
    """As the action."""
    promise["told_of_end"] = told
    _end(desk, person, promise, PromiseStatus.WITHDRAWN, by, at, note)
    _note(desk, person, promise, "Withdrawn", by, at, f"{note} Said to: {told}.")


def break_promise(desk: Desk, *, person: Person, promise: Row, owner: Worker, at: datetime) -> None:
    """As the night's job, of one promise whose owner works here."""
    promise["broken_at"] = at
    _end(desk, person, promise, PromiseStatus.BROKEN, SYSTEM, at, promise["note"])
    detail = f"It was to be kept by {_day(promise['due_on'], at)}."
    _note(desk, person, promise, "Not kept by its day", SYSTEM, at, detail)
    words = f"The day has passed for a promise of yours that was to be kept by {long_date(promise['due_on'])}"
    key = f"promise-broken:{promise['id']}:{owner.id}"
    _tell(desk, at, promise, key=key, words=words, urgent=True, user_id=owner.id)


def book_call_back(
    desk: Desk, *, person: Person | None, phone: str, day: date, hour: int, by: Worker, at: datetime, name: str = "",
    about: str = "", tried: int = 0,
) -> Row:  # fmt: skip
    """As the action."""
    call_back = desk.ledger.add(
        CallBack, at, resident_id=person and person.key, name=name, phone=phone, about=about, day=day, hour=hour,
        tried=tried, booked_at=at, booked_by_id=by.id,
    )  # fmt: skip
    _audit_call(desk, person, call_back, "booked", by, at, slot=f"{day} {hour}")
    title = f"Call-back booked for {_day(day, at)}, {hours_in_words(hour)}"
    _note_call(desk, person, call_back, title, by, at)
    return call_back


def end_call_back(
    desk: Desk, *, person: Person | None, call_back: Row, outcome: CallBackOutcome, by: Worker, at: datetime,
    note: str = "",
) -> None:  # fmt: skip
    """As the action."""
    call_back.update(outcome=outcome, note=note, ended_at=at, ended_by_id=by.id)
    _audit_call(desk, person, call_back, "ended", by, at, outcome=outcome)
    spoke = outcome == CallBackOutcome.SPOKE
    title = "Rang back and spoke" if spoke else f"Call-back: {outcome.label.lower()}"
    _note_call(desk, person, call_back, title, by, at, TimelineKind.CONTACT if spoke else TimelineKind.PROMISE)


def _end(desk: Desk, person: Person, promise: Row, status: PromiseStatus, by: Actor, at: datetime, note: str) -> None:
    ended_by = by.id if isinstance(by, Worker) else None
    for notice in desk.told_of.pop(_link(promise), []) if ended_by else []:
        if notice["read_at"] is None:
            notice.update(read_at=at, read_by_id=ended_by)
    promise.update(status=status, ended_at=at, ended_by_id=ended_by, note=note, version=promise["version"] + 1)
    _audit(desk, person, promise, status, by, at, owner=str(promise["owner_id"]))


def _tell(desk: Desk, at: datetime, promise: Row, **said: Any) -> None:
    """The owner hears of it; who ends the promise takes that off the list."""
    notice = tell(desk, at, link=_link(promise), **said)
    if notice:
        desk.told_of.setdefault(_link(promise), []).append(notice)


def _audit(desk: Desk, person: Person, promise: Row, verb: str, by: Actor, at: datetime, **detail: Any) -> None:
    source = (Promise, promise["id"])
    record(desk.ledger, f"promise.{verb}", by=by, at=at, subject=source, resident_id=person.key, **detail)


def _note(desk: Desk, person: Person, promise: Row, what: str, by: Actor, at: datetime, detail: str) -> None:
    title, source = f"{what}: {Truncator(promise['words']).chars(150)}", (Promise, promise["id"])
    note_event(desk.ledger, person, TimelineKind.PROMISE, title, by=by, at=at, source=source, detail=detail)


def _audit_call(
    desk: Desk, person: Person | None, call_back: Row, verb: str, by: Actor, at: datetime, **detail: Any
) -> None:
    source, key = (CallBack, call_back["id"]), person.key if person else None
    record(desk.ledger, f"call_back.{verb}", by=by, at=at, subject=source, resident_id=key, **detail)


def _note_call(
    desk: Desk, person: Person | None, call_back: Row, title: str, by: Actor, at: datetime,
    kind: TimelineKind = TimelineKind.PROMISE,
) -> None:  # fmt: skip
    if person:
        detail, source = call_back["note"] or call_back["about"], (CallBack, call_back["id"])
        note_event(desk.ledger, person, kind, title, by=by, at=at, source=source, detail=detail)


def _day(day: date, at: datetime) -> str:
    return weekday_date(day, clock.london_date(at))


def _link(promise: Row) -> str:
    return reverse("referrals:promise", kwargs={"pk": promise["id"]})
