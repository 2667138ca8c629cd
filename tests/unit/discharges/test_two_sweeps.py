"""Two beats, or a beat and an operator, at one moment: real connections, real commits, each step once."""

from collections import Counter

from accounts.roles import Role
from audit.models import Event
from discharges.enums import Step
from discharges.models import ClockStep
from discharges.sweep import sweep
from outbox.actions import perform
from outbox.models import Job
from tests.committed import at_once
from tests.factories.field import make_clock
from tests.factories.people import make_resident, make_user

PEOPLE = 12


def people_go_home() -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    gwen = make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")
    make_user("Olu Adeyemi", Role.HEAD_OF_SERVICE)
    for _ in range(PEOPLE):
        make_clock(make_resident(asha), gwen, days_ago=50)


def test_two_sweeps_at_once_take_every_step_once(committed: str) -> None:
    people_go_home()
    counts = at_once(2, lambda _: sweep())
    assert not [error for error in counts if isinstance(error, Exception)]
    taken = Counter(ClockStep.objects.values_list("step", flat=True))
    assert taken == dict.fromkeys(Step, PEOPLE)
    assert Job.objects.filter(kind="six_weeks.step").count() == PEOPLE
    assert sum(sum(count.values()) for count in counts) == PEOPLE * len(Step)  # type: ignore[union-attr]


def test_two_workers_with_one_hint_carry_a_step_out_once(committed: str) -> None:
    people_go_home()
    sweep()
    jobs = list(Job.objects.filter(kind="six_weeks.step").values_list("pk", flat=True))
    done = at_once(2, lambda _: sum(perform(job) for job in jobs))
    assert sum(done) == len(jobs)  # type: ignore[arg-type]
    assert Event.objects.filter(verb="six_weeks.breach").count() == PEOPLE
