"""/six-weeks/steps: SIX-8's table is read by all, and changed by a manager with a reason from a date on."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from core.actions import beat
from core.health import SWEEPS
from core.models import Heartbeat
from core.rulebook import sentence_of
from discharges.actions import change_step
from discharges.enums import Step
from discharges.models import StepDay
from discharges.rules import STEPS, steps_due

PAGE = "/six-weeks/steps"


def opened(client: Client, user: User) -> str:
    client.force_login(user)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").text.split())


@pytest.mark.parametrize("name", ["asha", "ben", "dee", "olu", "gwen"])
def test_six_8_everybody_reads_the_table_and_its_rule(
    client: Client, name: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(name)
    page = opened(client, user)
    assert sentence_of(steps_due) in page
    assert all(to_whom[1:] in page for _, _, to_whom in STEPS)
    assert ("Change the day" in page) == (name in ("dee", "olu"))
    assert "No day has been changed" in page


def test_six_8_a_manager_changes_a_day_and_everybody_sees_who_why_and_from_when(
    client: Client, ben: User, dee: User
) -> None:
    client.force_login(dee)
    sent = {"day": "12", "from_on": "tomorrow", "because": "Visits were planned too late"}
    after = client.post(f"{PAGE}/no_visit", sent, follow=True)
    assert "comes on day 12 for those who go home on" in after.content.decode()
    page = opened(client, ben)
    assert "Visits were planned too late" in page
    assert "Dee Walsh" in page
    assert "Day 12 for those who go home on" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "2", "from_on": "today", "because": "Why not"}, "The steps have to come one after another"),
        ({"day": "12", "from_on": "yesterday", "because": "Why not"}, "must be today or in the future"),
        ({"day": "12", "from_on": "today", "because": ""}, "Enter why the day is changed"),
        ({"day": "0", "from_on": "today", "because": "Why not"}, "Day must be a whole number"),
        ({"day": "14", "from_on": "today", "because": "Why not"}, "it is day 14 already"),
    ],
)
def test_six_8_says_why_a_change_is_refused(client: Client, dee: User, sent: dict[str, str], said: str) -> None:
    client.force_login(dee)
    answer = client.post(f"{PAGE}/no_visit", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StepDay.objects.exists()


@pytest.mark.parametrize("step", ["breach", "weekly", "lunch"])
def test_six_8_day_42_is_the_rule_itself(client: Client, dee: User, step: str) -> None:
    client.force_login(dee)
    assert client.get(f"{PAGE}/{step}").status_code == 404


def test_shows_the_latest_change_first(client: Client, dee: User) -> None:
    today = clock.today()
    for day in (12, 13):
        change_step(step=Step.NO_VISIT, day=day, from_on=today, because=f"Because {day}", by=dee)
    page = opened(client, dee)
    assert page.index("Because 13") < page.index("Because 12")


def test_managers_are_told_in_words_that_the_sweep_or_beat_is_silent(client: Client, dee: User) -> None:
    pages = (PAGE, "/", "/teams/cls-tilbury-chadwell/reviews", "/reports/", "/reports/locality/grays/")
    client.force_login(dee)

    def told() -> list[int]:
        found = [client.get(page).content.decode() for page in pages]
        return [sum(page.count(sentence) for sentence in SWEEPS.values()) for page in found]

    assert told() == [2] * 5  # neither has ever run
    beat("six-week sweep")
    beat("celery beat")
    assert told() == [0] * 5
    now = clock.now()
    Heartbeat.objects.filter(name="six-week sweep").update(beat_at=now - timedelta(hours=26, minutes=1))
    assert told() == [1] * 5
    beat("six-week sweep")
    Heartbeat.objects.filter(name="celery beat").update(beat_at=now - timedelta(minutes=5, seconds=1))
    assert told() == [1] * 5


def test_does_not_trouble_a_worker_with_it(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert "has been silent" not in client.get("/").content.decode()
