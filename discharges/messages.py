"""What teams and managers are told about discharges and six-week clocks. A reference and a link, never a name."""

from datetime import date

from accounts.messages import tell_person
from accounts.models import User
from core import clock
from discharges.enums import Step
from discharges.models import ClockStep

WORDS = {
    Step.NOT_ALLOCATED: "Nobody holds the six-week review of {reference}, 3 days after discharge",
    Step.DUE_SOON: "The six-week review of {reference} {is_due} on {due_on} and has not been held",
    Step.BREACH: "Breach: the six-week review of {reference} was due on {due_on} and has not been held",
}


def words_of(step: Step, *, reference: str, due_on: date, today: date) -> str:
    """What a step says about the review of a referral that is, or was, due on `due_on`."""
    is_due = "was due" if due_on < today else "is due"
    return WORDS[step].format(reference=reference, due_on=f"{due_on.day} {due_on:%B}", is_due=is_due)


def tell_of_step(step: ClockStep) -> int:
    """Tell everybody whom a step goes to; how many were told."""
    referral = step.clock.referral
    words = words_of(Step(step.step), reference=referral.reference, due_on=step.clock.due_on, today=clock.today())
    recipients = recipients_of(step)
    for user in recipients:
        tell_person(
            user,
            key=f"step:{step.pk}:{user.pk}",
            words=words,
            link=referral.get_absolute_url(),
            urgent=step.step != Step.NOT_ALLOCATED,
        )
    return len(recipients)


def recipients_of(step: ClockStep) -> list[User]:
    """SIX-8's column "to whom": the team's managers, the worker who holds it, the head of service."""
    referral = step.clock.referral
    people = list(User.objects.managers_of(referral.team))
    if step.step == Step.DUE_SOON:
        held = referral.allocations.open().filter(worker__is_active=True)
        people += [allocation.worker for allocation in held.select_related("worker")]
    if step.step == Step.BREACH or not people:
        people += list(User.objects.heads_of_service())
    return list(dict.fromkeys(people))
