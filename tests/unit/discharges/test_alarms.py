"""ALM-1 and ALM-2: a breach that was told to nobody, and who is missing of those to whom SIX-8 speaks."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.actions import deactivate
from accounts.models import User
from accounts.roles import Role
from audit.actions import SYSTEM
from core import clock
from core.health import readiness
from core.models import Heartbeat
from discharges.actions import tell_of_untold_breaches, void_discharge
from discharges.enums import Hearer
from discharges.hearing import untold_breaches, untold_by_place, untold_in_words, who_is_missing
from discharges.models import SixWeekClock
from discharges.proof import audit, is_proven, sentences
from discharges.rules import is_told_to_nobody, missing_hearers
from discharges.sweep import sweep
from outbox.actions import MOST_TRIES, perform, revive
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.people import make_resident, make_user
from tests.factories.reviews import make_breach_told


@pytest.mark.parametrize(
    ("is_open", "told", "expected"),
    [
        (True, [0], True),
        (True, [0, 0], True),
        (True, [2], False),
        (True, [0, 1], False),
        (True, [1, 0], False),
        (True, [], False),  # nothing was due to be told yet
        (False, [0], False),
    ],
)
def test_alm_1_is_a_breach_of_which_nobody_ever_heard(is_open: bool, told: list[int], expected: bool) -> None:
    assert is_told_to_nobody(is_open, told) is expected


@pytest.mark.parametrize(
    ("is_open", "told", "hours", "expected"),
    [
        (True, [], 6.0, False),
        (True, [], 6.1, True),
        (True, [2], 100.0, False),  # a week after it waits, but somebody heard of the breach
        (False, [], 100.0, False),
    ],
)
def test_alm_1_is_one_that_still_waits_to_be_told(is_open: bool, told: list[int], hours: float, expected: bool) -> None:
    assert is_told_to_nobody(is_open, told, hours) is expected


@pytest.mark.parametrize(
    ("leads", "managers", "heads", "expected"),
    [
        (1, 1, 1, ()),
        (0, 1, 1, (Hearer.LEAD,)),
        (1, 0, 2, (Hearer.MANAGER,)),
        (3, 1, 0, (Hearer.HEAD,)),
        (0, 0, 0, (Hearer.LEAD, Hearer.MANAGER, Hearer.HEAD)),
    ],
)
def test_alm_2_names_whoever_is_missing(leads: int, managers: int, heads: int, expected: tuple[Hearer, ...]) -> None:
    assert missing_hearers(leads, managers, heads) == expected


def let_a_sweep_run() -> None:
    """A sweep, and the jobs that it queued."""
    sweep()
    for job in Job.objects.filter(kind="six_weeks.step"):
        perform(job.pk)


def overdue(asha: User, gwen: User, name: str, *, days_ago: int = 43, **place: object) -> SixWeekClock:
    return make_clock(make_resident(asha, known_as=name, **place), gwen, days_ago=days_ago)


def test_alm_1_the_sets_hold_what_was_told_to_nobody_until_a_weekly_step_was_told(asha: User, gwen: User) -> None:
    first, weeks = overdue(asha, gwen, "First"), overdue(asha, gwen, "Weeks", days_ago=60)
    soon = overdue(asha, gwen, "Soon", days_ago=42)
    assert list(untold_breaches()) == []  # no sweep has run: that is another alarm
    let_a_sweep_run()
    assert set(untold_breaches()) == {first, weeks}
    assert soon not in untold_breaches()
    make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    sweep(clock.today() + timedelta(days=7))
    for job in Job.objects.filter(kind="six_weeks.step", done_at__isnull=True):
        perform(job.pk)
    assert list(untold_breaches()) == []


def test_alm_1_counts_a_breach_whose_job_was_given_up(
    asha: User, gwen: User, olu: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up, heard = overdue(asha, gwen, "Given up"), overdue(asha, gwen, "Heard")
    make_breach_told(heard, told=1)
    with monkeypatch.context() as down:
        down.setattr("discharges.actions.stepping.tell_of_step", lambda step: 1 // 0)
        sweep()
        for _ in range(MOST_TRIES):
            for job in Job.objects.filter(kind="six_weeks.step"):
                perform(job.pk)
    assert set(Job.objects.filter(kind="six_weeks.step").values_list("status", flat=True)) == {JobStatus.DEAD}
    assert list(untold_breaches()) == []  # the telling has not waited long yet
    later = clock.now() + timedelta(hours=7)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert list(untold_breaches()) == [given_up]
    revive(job_id=Job.objects.get(payload__clock_id=str(given_up.pk)).pk, by=SYSTEM, reason="Mended")
    for job in Job.objects.filter(kind="six_weeks.step", status=JobStatus.WAITING):
        perform(job.pk)
    assert list(untold_breaches()) == []


def test_alm_1_is_no_alarm_when_somebody_was_there_or_the_review_is_open_no_more(
    asha: User, gwen: User, olu: User
) -> None:
    told = overdue(asha, gwen, "Told")
    let_a_sweep_run()
    deactivate(user=olu, by=SYSTEM)
    voided = overdue(asha, gwen, "Voided")
    let_a_sweep_run()
    assert list(untold_breaches()) == [voided]
    assert told.is_overdue_on(clock.today())
    void_discharge(discharge=voided.discharge, reason="Entered twice", by=gwen)
    assert list(untold_breaches()) == []


def test_alm_1_counts_by_locality_and_says_so_in_words(asha: User, gwen: User) -> None:
    for name in ("One", "Two"):
        overdue(asha, gwen, name)
    overdue(asha, gwen, "Nowhere", practice=None, postcode="")
    let_a_sweep_run()
    untold = untold_by_place()
    assert {(place.slug, place.count) for place in untold} == {("tilbury-chadwell", 2), ("no-locality", 1)}
    assert untold_in_words(untold) == "3 six-week reviews are past day 42, and nobody was told"
    assert untold_in_words(untold[:0]) == ""


def test_alm_1_tells_administrators_once_a_day_until_somebody_was_told(asha: User, gwen: User, ada: User) -> None:
    overdue(asha, gwen, "One")
    let_a_sweep_run()
    assert [tell_of_untold_breaches() for _ in range(3)] == [1, 1, 1]
    [job] = Job.objects.filter(dedupe_key__startswith="untold:")
    assert (job.payload["user"], job.payload["urgent"]) == (str(ada.pk), True)
    assert job.payload["words"] == "1 six-week review is past day 42, and nobody was told"
    check = readiness(connection)["found by breaches told"]
    assert (check["ok"], check["needed"]) == (False, False)
    Job.objects.filter(pk=job.pk).update(dedupe_key=job.dedupe_key.replace(str(clock.today()), "yesterday"))
    tell_of_untold_breaches()
    assert Job.objects.filter(dedupe_key__startswith="untold:").count() == 2
    SixWeekClock.objects.update(due_on=clock.today())
    assert tell_of_untold_breaches() == 0
    assert Job.objects.filter(dedupe_key__startswith="untold:").count() == 2
    assert "found by breaches told" not in readiness(connection)
    assert Heartbeat.objects.get(name="breaches told").detail == {"untold": 0}


def test_alm_2_says_for_each_team_who_is_not_here_today(db: None) -> None:
    said = who_is_missing()
    assert said[0] == "No head of service has an open account: a breach of a team without a manager reaches nobody."
    assert "The Grays CLS team has no lead today: what is for the lead goes to nobody." in said
    assert len(said) == 1 + 2 * 4


def test_alm_2_counts_only_who_is_here(dee: User, olu: User) -> None:
    def said() -> list[str]:
        return [words for words in who_is_missing() if "Tilbury" in words]

    assert said() == ["The Tilbury and Chadwell CLS team has no lead today: what is for the lead goes to the manager."]
    dee.memberships.update(is_lead=True)
    assert said() == []
    dee.memberships.update(ends_on=clock.days_ago(1))
    assert [words.partition(": ")[2] for words in said()] == [
        "what is for the lead goes to the head of service.",
        "what is for the manager goes to the head of service.",
    ]
    dee.memberships.update(ends_on=None)
    deactivate(user=dee, by=SYSTEM)
    assert len(said()) == 2


def test_alm_2_the_audit_warns_and_the_proof_stands(asha: User, gwen: User, jean: Resident) -> None:
    overdue(asha, gwen, "One")
    let_a_sweep_run()
    found = audit()
    assert is_proven(found)
    lines = sentences(found)
    assert "Warning: 1 six-week review is past day 42, and nobody was told." in lines
    assert sum(line.startswith("Warning: ") for line in lines) == 1 + 1 + 2 * 4
    call_command("six_weeks", "--audit")


def test_alm_1_a_date_that_was_put_right_is_told_anew_and_what_was_told_too_late_counts(asha: User, gwen: User) -> None:
    one, other = overdue(asha, gwen, "One", days_ago=60), overdue(asha, gwen, "Other", days_ago=60)
    make_breach_told(one, told=2, days_ago=17)  # the day after day 42 by the first date
    make_breach_told(other, told=2)
    for running in (one, other):
        SixWeekClock.objects.filter(pk=running.pk).update(discharged_on=clock.days_ago(44), due_on=clock.days_ago(2))
        running.refresh_from_db()
        make_breach_told(running)
    assert list(untold_breaches()) == [one]  # of the other somebody heard after day 42 by this date too
