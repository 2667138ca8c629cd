"""What a worker said in a conversation that they will do, by a day, is a promise: it follows its line."""

from collections.abc import Sequence
from contextlib import suppress

from django.utils.text import Truncator

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from referrals.actions.promising import keep_promise, make_promise, reopen_promise
from referrals.enums import PromiseStatus
from referrals.models import Promise
from referrals.rules.promises import can_be_promised
from residents.actions import hand_over, take_away
from talking_shops.actions import let_fall
from talking_shops.enums import Doer
from talking_shops.models import AgreedAction

LONGEST = 300
WITHDRAWN = "It was promised, and the promise was withdrawn."
ON_THE_WRONG_RECORD = "The conversation in which it was agreed was on the wrong record."


def follow_agreed(agreed: Sequence[AgreedAction], by: User) -> None:
    """See to it that each line that a worker does by a day has its promise, on the record that the line is on, and
    kept when the line is done; safe to repeat, in the transaction of whoever calls. A line is promised once: what was
    withdrawn stays so. What cannot be promised any more (PRM-2) stays agreed alone.
    """
    lines = [line for line in agreed if line.doer == Doer.WORKER and line.owner_id and line.due_on]
    if not lines:
        return
    made = Promise.objects.select_for_update(of=("self",)).select_related("resident", "agreed", "owner", "team")
    promises = list(made.filter(agreed__in=lines).order_by("pk"))
    for line in lines:
        ever = [promise for promise in promises if promise.agreed_id == line.pk]
        for promise in ever:
            _follow(line, promise, by)
        if not ever and line.resident and line.done_at is None and line.ended_at is None:
            _promise(line, by)


def _promise(line: AgreedAction, by: User) -> None:
    assert line.resident is not None
    assert line.due_on is not None
    if not can_be_promised(line.due_on, clock.today()):
        return
    words = Truncator(line.words).chars(LONGEST)
    with suppress(Refused):  # nothing begins any more for who has died: it stays agreed alone
        make_promise(resident=line.resident, words=words, due_on=line.due_on, by=by, owner=line.owner, agreed=line)


def _follow(line: AgreedAction, promise: Promise, by: User) -> None:
    if line.resident_id != promise.resident_id:
        _put_right(line, promise, by)
    elif line.done_at and promise.waits:
        keep_promise(promise=promise, by=by)
    elif line.done_at is None and promise.status == PromiseStatus.KEPT:
        reopen_promise(promise=promise, by=by)


def _put_right(line: AgreedAction, promise: Promise, by: User) -> None:
    """The conversation was on the wrong record: the promise goes where its line goes, and leaves no words behind."""
    mistaken = promise.resident
    record("promise.taken_off", by=by, subject=promise, resident_id=mistaken.pk)
    if line.resident is None:
        take_away(source=promise, of=mistaken, by=by)
        if promise.status == PromiseStatus.WITHDRAWN:
            let_fall(action=line, because=WITHDRAWN, by=by)
        promise.delete()
        return
    hand_over(source=promise, of=mistaken, to=line.resident, reason=ON_THE_WRONG_RECORD, by=by)
    promise.resident = line.resident
    promise.version += 1
    promise.save(update_fields=["resident", "version"])
