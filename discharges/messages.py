"""What teams and managers are told about discharges and six-week clocks. A reference and a link, never a name."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accounts.messages import tell_person, tell_team
from accounts.models import User
from core import clock
from core.words import plural
from discharges.enums import Step
from discharges.models import ClockStep, HospitalStay, ReviewVisit, SixWeekClock
from localities.models import Team

URGENT = (Step.DUE_SOON, Step.BREACH, Step.WEEKLY)
WORDS = {
    Step.NOT_ALLOCATED: "Nobody holds the six-week review of {reference}, {days} after discharge",
    Step.NO_VISIT: "No visit is planned for the six-week review of {reference}, {days} after discharge",
    Step.STILL_NO_VISIT: "Still no visit planned for the six-week review of {reference}, {days} after discharge",
    Step.DUE_SOON: "Urgent: the six-week review of {reference} {is_due} on {due_on} and has not been held",
    Step.BREACH: "Breach: the six-week review of {reference} was due on {due_on} and has not been held",
    Step.WEEKLY: "The six-week review of {reference} was due on {due_on} and is still not held",
}


def words_of(step: Step, *, reference: str, due_on: date, today: date, days: int) -> str:
    """What a step says, `days` after the discharge, about the review of a referral that is, or was, due on `due_on`."""
    is_due = "was due" if due_on < today else "is due"
    when = f"{due_on.day} {due_on:%B}"
    return WORDS[step].format(reference=reference, due_on=when, is_due=is_due, days=plural(days, "day"))


def tell_of_step(step: ClockStep, says: Iterable[ClockStep]) -> int:
    """Tell everybody to whom a step, or an earlier one that it `says` as well, goes; how many were told."""
    referral, today = step.clock.referral, clock.today()
    words = words_of(
        Step(step.step), reference=referral.reference, due_on=step.clock.due_on, today=today,
        days=(today - step.clock.discharged_on).days,
    )  # fmt: skip
    recipients = list(dict.fromkeys(user for one in says for user in recipients_of(one)))
    for user in recipients:
        tell_person(
            user,
            key=f"step:{step.pk}:{user.pk}",
            words=words,
            link=referral.get_absolute_url(),
            urgent=step.step in URGENT,
        )
    return len(recipients)


def ask_the_hub(team: Team, asked: int) -> None:
    """HUB-8: so many people were expected home two working days ago or before, and nobody has said more."""
    were = "1 person was" if asked == 1 else f"{asked} people were"
    words = f"{were} expected home two working days ago or before. Have they gone home?"
    link = f"{reverse('discharges:hospital_list')}?show=asks"
    tell_team(team, key=f"gone-home:{clock.now().isoformat()}", words=words, link=link)


def ask_hub_to_put_right(team: Team, stay: HospitalStay, sent_on: date) -> None:
    """HUB-9: another system sent in a discharge on a day, and it does not fit what is recorded of a stay."""
    words = (
        f"A hospital's system says that somebody went home on {sent_on.day} {sent_on:%B}, which was refused: "
        "it does not fit the stay that is recorded. Put the stay right, or record the discharge"
    )
    tell_team(team, key=f"refused:{stay.resident_id}:{sent_on}", words=words, link=stay.get_absolute_url())


def tell_worker_of_visit(visit: ReviewVisit, by: User, what: str, when: str, worker: User | None = None) -> None:
    """Who goes, or went before, hears what somebody else did with a visit: "planned for you", "called off"."""
    told = worker or visit.worker
    if told.pk == by.pk or not told.is_active:
        return
    reference = visit.clock.referral.reference
    words = f"The visit for the six-week review of {reference} on {when} is {what}, says {by.name}"
    key = f"visit:{visit.pk}:{visit.version}:{told.pk}"
    tell_person(told, key=key, words=words, link=visit.clock.get_absolute_url())


def tell_that_review_is_off(running: SixWeekClock, holder: User | None, by: User) -> None:
    """Whoever holds a review, or its team while nobody does, hears that nobody has to hold it any more."""
    referral = running.referral
    words = f"The six-week review of {referral.reference} is off, says {by.name}: read why before you go on"
    key = f"review-off:{running.pk}:{referral.version}"
    if holder is None or not holder.is_active:
        tell_team(referral.team, key=key, words=words, link=running.get_absolute_url())
    elif holder.pk != by.pk:
        tell_person(holder, key=key, words=words, link=running.get_absolute_url())


def recipients_of(step: ClockStep) -> list[User]:
    """SIX-8's column "to whom". A team without a lead has its manager, one without a manager the head of service."""
    team = step.clock.referral.team
    heads = list(User.objects.heads_of_service())
    managers = list(User.objects.managers_of(team)) or heads
    leads = list(User.objects.leads_of(team)) or managers
    people = {
        Step.NOT_ALLOCATED: leads,
        Step.NO_VISIT: [*_workers(step), *leads],
        Step.STILL_NO_VISIT: [*leads, *managers],
        Step.DUE_SOON: [*_workers(step), *leads, *managers],
    }.get(Step(step.step), managers)
    if step.step in (Step.BREACH, Step.WEEKLY):
        people = [*people, *heads]
    return list(dict.fromkeys(people))


def _workers(step: ClockStep) -> list[User]:
    held = step.clock.referral.allocations.open().filter(worker__is_active=True)
    return [allocation.worker for allocation in held.select_related("worker")]
