"""Tick off what was agreed, let it go with a life event, and take it up again."""

from typing import Any

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from core.words import long_date
from residents.actions import note_event
from residents.endings import Ender, UnderWay
from residents.enums import Ending, TimelineKind
from residents.models import EndedRow, LifeEvent, Resident
from talking_shops.actions.conversations import tell_followers
from talking_shops.models import AgreedAction
from talking_shops.policies import check_can_tick


@transaction.atomic
def tick_off(*, action: AgreedAction, by: User) -> AgreedAction:
    """Say that something agreed was done; harmless when it is ticked already. Raises NotPermitted."""
    locked = _locked_for_tick(action, by)
    if locked.done_at is None:
        locked.done_at = clock.now()
        locked.done_by = by
        locked.save(update_fields=["done_at", "done_by"])
        record("agreed_action.done", by=by, subject=locked, resident_id=locked.resident_id)
        _note_tick("Done", locked, by)
        tell_followers([locked], by)
    return locked


@transaction.atomic
def untick(*, action: AgreedAction, by: User) -> AgreedAction:
    """Undo `tick_off`. Raises NotPermitted."""
    locked = _locked_for_tick(action, by)
    if locked.done_at is not None:
        locked.done_at = None
        locked.done_by = None
        locked.save(update_fields=["done_at", "done_by"])
        record("agreed_action.reopened", by=by, subject=locked, resident_id=locked.resident_id)
        _note_tick("Not done yet", locked, by)
        tell_followers([locked], by)
    return locked


@transaction.atomic
def tick_with_promise(*, action: AgreedAction, done: bool, by: User) -> None:
    """As `tick_off` and `untick`, for the floor above on which the promise of it was kept or opened again; who may do
    that was asked there.
    """
    locked: AgreedAction = AgreedAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if (locked.done_at is not None) == done or locked.ended_at is not None:
        return
    locked.done_at, locked.done_by = (clock.now(), by) if done else (None, None)
    locked.save(update_fields=["done_at", "done_by"])
    verb = "agreed_action.done" if done else "agreed_action.reopened"
    record(verb, by=by, subject=locked, resident_id=locked.resident_id)


@transaction.atomic
def let_fall(*, action: AgreedAction, because: str, by: User) -> None:
    """Keep that it is not to be done any more, for the floor above that knows why; harmless when it is done or over."""
    still_to_do = AgreedAction.objects.filter(pk=action.pk, done_at__isnull=True, ended_at__isnull=True)
    if still_to_do.update(ended_at=clock.now(), ended_because=because):
        record("agreed_action.ended", by=by, subject=action, resident_id=action.resident_id)


def _locked_for_tick(action: AgreedAction, by: User) -> AgreedAction:
    found = AgreedAction.objects.select_for_update(of=("self",))
    locked: AgreedAction = found.select_related("resident", "conversation__worker", "owner").get(pk=action.pk)
    check_can_tick(by, locked)
    return locked


def find_agreed(resident: Resident) -> list[UnderWay]:
    """What workers of ours have agreed to do and have not done; what the family or others do is theirs."""
    owned = AgreedAction.objects.open().filter(resident=resident, owner__isnull=False).select_related("owner")
    return [UnderWay(line, f"Agreed: {line.words} ({line.who})") for line in owned]


def let_go(action: AgreedAction, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """It falls away without being done, because of a death or a move."""
    because = f"{event.get_kind_display()}: {long_date(event.happened_on)}"
    still_to_do = AgreedAction.objects.filter(pk=action.pk, done_at__isnull=True, ended_at__isnull=True)
    if not still_to_do.update(ended_at=event.recorded_at, ended_because=because):
        return None
    record("agreed_action.ended", by=by, subject=action, resident_id=action.resident_id)
    return {"ended_at": event.recorded_at.isoformat()}


def take_up_again(row: EndedRow, by: User) -> str:
    """It is to be done again: the event was recorded in error."""
    action: AgreedAction = AgreedAction.objects.select_for_update().get(pk=row.row_id)
    if action.ended_at is None:
        raise Refused("it is to be done already")
    action.ended_at, action.ended_because = None, ""
    action.save(update_fields=["ended_at", "ended_because"])
    record("agreed_action.reopened", by=by, subject=action, resident_id=action.resident_id)
    return row.words


ENDERS = (Ender(Ending.AGREED, find_agreed, let_go, take_up_again),)


def _note_tick(what: str, action: AgreedAction, by: User) -> None:
    title = f"{what}: {Truncator(action.words).chars(150)}"
    if action.resident is not None:
        note_event(action.resident, TimelineKind.AGREED, title, by=by, source=action.conversation)
