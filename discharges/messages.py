"""What teams and managers are told about discharges and six-week clocks. A reference and a link, never a name."""

from accounts.messages import tell_person
from accounts.models import User
from discharges.enums import Step
from discharges.models import ClockStep

WORDS = {
    Step.NOT_ALLOCATED: "Nobody holds the six-week review of {reference}, 3 days after discharge",
    Step.DUE_SOON: "The six-week review of {reference} is due on {due_on} and has not been held",
    Step.BREACH: "Breach: the six-week review of {reference} was due on {due_on} and has not been held",
}


def tell_of_step(step: ClockStep) -> int:
    """Tell everybody whom a step goes to; how many were told."""
    clock = step.clock
    words = WORDS[Step(step.step)].format(
        reference=clock.referral.reference, due_on=f"{clock.due_on.day} {clock.due_on:%B}"
    )
    recipients = recipients_of(step)
    for user in recipients:
        tell_person(
            user,
            key=f"step:{step.pk}:{user.pk}",
            words=words,
            link=clock.referral.get_absolute_url(),
            urgent=step.step != Step.NOT_ALLOCATED,
        )
    return len(recipients)


def recipients_of(step: ClockStep) -> list[User]:
    """SIX-8's column "to whom": the team's managers, the worker who holds it, the head of service."""
    referral = step.clock.referral
    people = list(User.objects.managers_of(referral.team))
    if step.step == Step.DUE_SOON:
        people += [held.worker for held in referral.allocations.open().select_related("worker")]
    if step.step == Step.BREACH or not people:
        people += list(User.objects.heads_of_service())
    return list(dict.fromkeys(people))
