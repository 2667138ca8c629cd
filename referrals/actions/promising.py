"""Promise something to a person, and say what became of it."""

from datetime import date

from django.db import transaction
from django.utils.text import Truncator

from accounts.actions import settle_notices
from accounts.models import Membership, User
from audit.actions import SYSTEM, Actor, record
from core import clock
from core.actions import beat
from core.errors import ChangedMeanwhile, Refused
from core.rulebook import sentence_of
from core.transitions import Transition
from core.words import weekday_date
from localities.models import Team
from referrals import messages
from referrals.enums import PromiseStatus
from referrals.models import Contact, Promise, Referral
from referrals.promise_policies import check_can_own, check_can_promise
from referrals.rules.promises import can_be_promised, day_can_change, is_broken
from referrals.states import PROMISE
from residents.actions import note_event
from residents.enums import TimelineKind
from residents.life import check_may_begin
from residents.models import Resident
from talking_shops.actions import tick_with_promise
from talking_shops.models import AgreedAction

BATCH = 200
ENDS = ("status", "version", "ended_at", "ended_by", "note", "told_of_end")


@transaction.atomic
def make_promise(
    *, resident: Resident, words: str, due_on: date, by: User, owner: User | None = None, told: str = "",
    contact: Contact | None = None, referral: Referral | None = None, agreed: AgreedAction | None = None,
) -> Promise:  # fmt: skip
    """Keep what was promised: `words`, to be kept by the end of the London date `due_on`.

    `owner` keeps it, `by` when None; `told` is to whom it was said, "" the person themselves; `agreed` is the line of a
    conversation that it comes from. Raises NotPermitted,
    and Refused without words, for a day that PRM-2 forbids, an owner who has left, or somebody who has died (LIFE-6).
    """
    check_can_promise(by)
    keeps = owner or by
    check_can_own(keeps)
    _check_terms(words, due_on)
    check_may_begin(resident, with_family=bool(told.strip()))
    promise = Promise.objects.create(
        resident=resident, contact=contact, referral=referral, words=words.strip(), told=told.strip(), due_on=due_on,
        agreed=agreed, owner=keeps, team=_team_of(keeps), made_at=clock.now(), made_by=by,
    )  # fmt: skip
    record("promise.made", by=by, subject=promise, resident_id=resident.pk, due_on=str(due_on), owner=str(keeps.pk))
    _note("Promised", promise, by, _terms(promise))
    if keeps.pk != by.pk:
        messages.tell_owner_of_promise(promise)
    return promise


@transaction.atomic
def keep_promise(*, promise: Promise, by: User, note: str = "", version: int | None = None) -> Promise:
    """Say that it was kept; harmless when somebody has said so already, and no other `note` is dropped by that.
    Kept after its day it was broken first.

    Raises NotPermitted, WrongState, and ChangedMeanwhile when `version` is given and somebody acted since: whoever
    has seen what was said of it may say otherwise.
    """
    check_can_promise(by)
    locked = lock_promise(promise)
    if locked.status == PromiseStatus.KEPT and (version is None or note.strip() in ("", locked.note)):
        return locked
    _check_seen(locked, version, by=by)
    _end(locked, "keep", by=by, note=note)
    _note("Kept late" if locked.broken_at else "Kept", locked, by, note)
    _tick_line(locked, by, done=True)
    return locked


@transaction.atomic
def withdraw_promise(
    *, promise: Promise, by: User, note: str = "", told: str = "", version: int | None = None
) -> Promise:
    """Say that it will not be kept: `note` is why, and `told` who heard so, "" nobody yet. Harmless twice.

    Raises NotPermitted, Refused without a reason, WrongState, and ChangedMeanwhile.
    """
    check_can_promise(by)
    if not note.strip():
        raise Refused("Enter why it is withdrawn.")
    locked = lock_promise(promise)
    same = (note.strip(), told.strip()) == (locked.note, locked.told_of_end)
    if locked.status == PromiseStatus.WITHDRAWN and (version is None or same):
        return locked
    _check_seen(locked, version, by=by)
    _end(locked, "withdraw", by=by, note=note, told=told)
    heard = f"Said to: {told}." if told.strip() else "Nobody has been told yet."
    _note("Withdrawn", locked, by, f"{note.strip()} {heard}")
    return locked


@transaction.atomic
def reopen_promise(*, promise: Promise, by: User, note: str = "", version: int | None = None) -> Promise:
    """Undo that it was kept or withdrawn: it waits again, as a broken one when it was broken. Harmless twice.

    Raises NotPermitted and ChangedMeanwhile.
    """
    check_can_promise(by)
    locked = lock_promise(promise)
    _check_version(locked, version)
    if locked.waits:
        return locked
    _take_back(locked, by=by, note=note)
    break_if_due(locked, clock.today())
    return locked


def _take_back(locked: Promise, *, by: User, note: str) -> None:
    step = PROMISE.transition("reopen broken" if locked.broken_at else "reopen", locked.status)
    _move(locked, step, by=by, ended_by=None, note=note)
    locked.ended_at = locked.broken_at
    locked.save(update_fields=["ended_at"])
    _note("Not kept yet", locked, by, note)
    _tick_line(locked, by, done=False)


def _tick_line(promise: Promise, by: User, *, done: bool) -> None:
    """What was agreed in a conversation, and promised with it, is done or still to do with the promise."""
    if promise.agreed is not None:
        tick_with_promise(action=promise.agreed, done=done, by=by)


@transaction.atomic
def give_promise(*, promise: Promise, to: User, reason: str, by: User, version: int | None = None) -> Promise:
    """Let somebody else keep it, with the reason: its owner is away, or has left. Both are told.

    Raises NotPermitted, Refused without a reason or when `to` cannot keep it, and ChangedMeanwhile.
    """
    check_can_promise(by)
    check_can_own(to)
    if not reason.strip():
        raise Refused("Enter why somebody else keeps it.")
    locked = lock_promise(promise)
    _check_version(locked, version)
    if not locked.waits:
        raise Refused("It waits for nobody any more: it was kept or withdrawn.")
    before = locked.owner
    if before.pk == to.pk:
        raise Refused(f"{to.name} keeps this already.")
    locked.owner, locked.team = to, _team_of(to)
    locked.version += 1
    locked.save(update_fields=["owner", "team", "version"])
    who = {"from_worker": str(before.pk), "to_worker": str(to.pk)}
    record("promise.given", by=by, subject=locked, resident_id=locked.resident_id, reason=reason.strip(), **who)
    _note(f"Now kept by {to.name}", locked, by, f"Instead of {before.name}: {reason.strip()}")
    messages.tell_of_given_promise(locked, before, by)
    return locked


@transaction.atomic
def change_day(*, promise: Promise, due_on: date, reason: str, by: User, version: int | None = None) -> Promise:
    """Keep it by another day, with the reason, while its day is not over (PRM-5). The owner is told.

    Raises NotPermitted, ChangedMeanwhile, and Refused without a reason, for the same day, for one that PRM-2 does not
    allow, and once its day is over.
    """
    check_can_promise(by)
    if not reason.strip():
        raise Refused("Enter why the day is changed.")
    locked = lock_promise(promise)
    _check_version(locked, version)
    before = locked.due_on
    if not day_can_change(PromiseStatus(locked.status), before, clock.today()):
        raise Refused(sentence_of(day_can_change))
    _check_terms(locked.words, due_on)
    if due_on == before:
        raise Refused(f"It is to be kept by {_day(before)} already.")
    locked.first_due_on, locked.due_on = locked.first_due_on or before, due_on
    locked.days_changed, locked.why_changed = locked.days_changed + 1, reason.strip()
    locked.version += 1
    locked.save(update_fields=["first_due_on", "due_on", "days_changed", "why_changed", "version"])
    days = {"from_day": str(before), "to_day": str(due_on)}
    record("promise.day_changed", by=by, subject=locked, resident_id=locked.resident_id, **days)
    _note("Day changed", locked, by, f"From {_day(before)} to {_day(due_on)}: {reason.strip()}")
    messages.tell_owner_of_changed_day(locked, by)
    return locked


def break_promises_due(today: date | None = None) -> int:
    """Mark every open promise whose day is over as broken, each once; how many there were.

    It does all that is due and not done: it may run late, twice, or on two workers at once. A promise that
    somebody is saving at this moment is left to the next run. `today` is the London date, the present one when None.
    """
    day, broken = today or clock.today(), 0
    while found := _break_some(day):
        broken += found
    beat("promises", on=str(day), broken=broken)
    return broken


@transaction.atomic
def _break_some(today: date) -> int:
    due = Promise.objects.filter(status=PromiseStatus.OPEN, due_on__lt=today).order_by("due_on", "id")
    rows = due.select_related("resident", "owner", "team").select_for_update(of=("self",), skip_locked=True)[:BATCH]
    return sum(break_if_due(promise, today) for promise in rows)


def break_if_due(promise: Promise, today: date, *, tell: bool = True) -> bool:
    """Mark a locked promise as broken when it is open and its day is over (PRM-1); whether it was so marked."""
    if promise.status != PromiseStatus.OPEN or not is_broken(promise.due_on, today):
        return False
    promise.broken_at = promise.ended_at = clock.now()
    _move(promise, PROMISE.transition("break", promise.status), by=SYSTEM, ended_by=None, note=promise.note)
    promise.save(update_fields=["broken_at", "ended_at"])
    _note("Not kept by its day", promise, SYSTEM, f"It was to be kept by {_day(promise.due_on)}.")
    if tell:
        messages.tell_of_broken_promise(promise)
    return True


def _check_terms(words: str, due_on: date) -> None:
    if not words.strip():
        raise Refused("Enter what was promised.")
    if not can_be_promised(due_on, clock.today()):
        raise Refused("A promise is for today or a day in the next 12 months.")


def lock_promise(promise: Promise) -> Promise:
    """The promise as it is now. The line of a conversation that it comes from is locked before it, as by whoever ticks
    that off.
    """
    if promise.agreed_id is not None:
        AgreedAction.objects.select_for_update(of=("self",)).only("pk").get(pk=promise.agreed_id)
    found = Promise.objects.select_for_update(of=("self",)).select_related("resident", "owner", "team")
    locked: Promise = found.get(pk=promise.pk)
    return locked


def _check_seen(locked: Promise, version: int | None, *, by: User) -> None:
    """Raise ChangedMeanwhile when somebody acted since; what was said of it and is seen now is taken back."""
    _check_version(locked, version)
    if version is not None and not locked.waits:
        _take_back(locked, by=by, note="")


def _check_version(locked: Promise, version: int | None) -> None:
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("This promise was changed while the page was open.", locked)


def _end(locked: Promise, verb: str, *, by: User, note: str, told: str = "") -> None:
    """End a locked promise; the day that has passed breaks it first, whether or not the night's job has run."""
    break_if_due(locked, clock.today(), tell=False)
    settle_notices(link=locked.get_absolute_url(), by=by)
    locked.ended_at, locked.told_of_end = clock.now(), told.strip()
    _move(locked, PROMISE.transition(verb, locked.status), by=by, ended_by=by, note=note)


def _move(locked: Promise, step: Transition, *, by: Actor, ended_by: User | None, note: str) -> None:
    locked.status, locked.ended_by, locked.note = step.target, ended_by, note.strip()
    locked.version += 1
    if step.target == PromiseStatus.OPEN:
        locked.ended_at = None
    locked.save(update_fields=list(ENDS))
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, owner=str(locked.owner_id))


def _team_of(owner: User) -> Team | None:
    """The team in which the owner has worked longest; None for somebody without one."""
    now = Membership.objects.current().filter(user=owner).select_related("team").order_by("starts_on", "id").first()
    return now.team if now else None


def _terms(promise: Promise) -> str:
    said = f" Said to {promise.told}." if promise.told else ""
    return f"By {_day(promise.due_on)}. {promise.owner.name} keeps it.{said}"


def _day(day: date) -> str:
    return weekday_date(day, clock.today())


def _note(what: str, promise: Promise, by: Actor, detail: str) -> None:
    title = f"{what}: {Truncator(promise.words).chars(150)}"
    note_event(promise.resident, TimelineKind.PROMISE, title, by=by, source=promise, detail=detail.strip())
