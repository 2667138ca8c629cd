"""Pages that put the days of a programme right, and answer what becomes of one whose discharge was an error."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.words import long_date
from discharges.actions import void_discharge
from residents.models import Resident
from services.actions import change_programme, correct_programme, let_run_on
from services.models import Programme, ProgrammeCorrection
from tests.factories.field import make_clock
from tests.factories.programmes import make_bridging, make_programme


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def typed(programme: Programme, **more: str) -> dict[str, str]:
    return {"version": str(programme.version), "form_token": str(uuid4())} | more


@pytest.fixture
def asked(jean: Resident, gwen: User, ben: User) -> Programme:
    """Reablement that runs, and whose discharge was an error."""
    discharge = make_clock(jean, gwen, days_ago=4).discharge
    programme = make_programme(jean, ben, days_ago=4)
    void_discharge(discharge=discharge, reason="The wrong Jean", by=gwen, still_in_hospital=False)
    programme.refresh_from_db()
    return programme


def test_puts_the_first_day_right_and_shows_both(client: Client, ben: User, jean: Resident) -> None:
    programme = make_programme(jean, ben, days_ago=10)
    client.force_login(ben)
    page = f"/reablement/{programme.pk}/correct"
    assert f'href="{page}"' in words_of(client.get(programme.get_absolute_url()))
    assert "Day 42, its flag and the figures follow" in words_of(client.get(page))
    day = clock.days_ago(8)
    sent = typed(programme, starts_on=day.isoformat(), because="It began <later>")
    text = words_of(client.post(page, sent, follow=True))
    assert f"Put right. It started on {long_date(day)}." in text
    assert f"Started on {long_date(day)}, not on {long_date(clock.days_ago(10))}. It began &lt;later&gt;" in text
    assert client.post(page, sent).status_code == 302
    assert ProgrammeCorrection.objects.count() == 1


@pytest.mark.parametrize(
    ("starts_on", "because", "said"),
    [
        ("tomorrow", "Mistyped", "must be today or in the past"),
        ("1 May 2019", "Mistyped", "within a year from today"),
        ("yesterday", "", "Enter what was wrong"),
    ],
)
def test_refuses_what_cannot_be_and_keeps_what_was_typed(
    client: Client, ben: User, jean: Resident, starts_on: str, because: str, said: str
) -> None:
    programme = make_programme(jean, ben, days_ago=10)
    client.force_login(ben)
    sent = typed(programme, starts_on=starts_on, because=because)
    answer = client.post(f"/reablement/{programme.pk}/correct", sent)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert f'value="{starts_on}"' in words_of(answer)


def test_shows_both_versions_when_somebody_changed_it_meanwhile(client: Client, ben: User, jean: Resident) -> None:
    programme = make_programme(jean, ben, days_ago=10)
    sent = typed(programme, starts_on="yesterday", because="Mistyped")
    change_programme(programme=programme, worker=None, hours=programme.planned_hours + 1, by=ben)
    client.force_login(ben)
    answer = client.post(f"/reablement/{programme.pk}/correct", sent)
    assert answer.status_code == 409
    assert long_date(clock.days_ago(10)) in words_of(answer)
    assert not ProgrammeCorrection.objects.exists()


def test_reab_6_its_page_and_the_board_ask_until_somebody_answers(client: Client, asked: Programme, ben: User) -> None:
    client.force_login(ben)
    page = f"/reablement/{asked.pk}/becomes"
    text = words_of(client.get(asked.get_absolute_url()))
    assert "It runs on. What becomes of it?" in text
    assert f'href="{page}"' in text
    assert "/reablement/teams/joint-reablement/look/" in words_of(client.get("/reablement/"))
    assert "What becomes of it?" in words_of(client.get("/reablement/teams/joint-reablement/look/"))
    assert "Enter why it goes on" in words_of(client.post(page, typed(asked, because="")))
    assert client.post(page, typed(asked, because="Rita visits; Jean is at home")).status_code == 302
    assert "What becomes of it?" not in words_of(client.get(asked.get_absolute_url()))
    assert "/look/" not in words_of(client.get("/reablement/"))
    assert client.get(page).url == asked.get_absolute_url()


def test_a_provider_is_told_nothing_of_the_hospital(
    client: Client, jean: Resident, gwen: User, ben: User, hal: User
) -> None:
    discharge = make_clock(jean, gwen, days_ago=4).discharge
    theirs = make_bridging(jean, ben, days_ago=4, team="estuary-homecare")
    void_discharge(discharge=discharge, reason="The wrong Jean", by=gwen, still_in_hospital=True)
    client.force_login(hal)
    for page in (theirs.get_absolute_url(), jean.get_absolute_url()):
        text = words_of(client.get(page))
        assert "Jean" in text
        assert "in error" not in text
        assert "traight from hospital" not in text
        assert "What becomes of it?" not in text


def test_reab_6_a_provider_has_nothing_to_look_at_that_it_may_not_answer(
    client: Client, jean: Resident, gwen: User, ben: User, hal: User
) -> None:
    discharge = make_clock(jean, gwen, days_ago=4).discharge
    make_bridging(jean, ben, days_ago=4, team="estuary-homecare")
    void_discharge(discharge=discharge, reason="The wrong Jean", by=gwen, still_in_hospital=True)
    look = "/reablement/teams/estuary-homecare/look/"
    for viewer, asked in ((ben, True), (hal, False)):
        client.force_login(viewer)
        assert (f'href="{look}"' in words_of(client.get("/reablement/"))) is asked
        assert ("Jean" in words_of(client.get(look))) is asked


def test_a_provider_reads_the_days_that_were_put_right_and_never_why(
    client: Client, jean: Resident, gwen: User, ben: User, hal: User
) -> None:
    discharge = make_clock(jean, gwen, days_ago=4).discharge
    theirs = make_bridging(jean, ben, days_ago=4, team="estuary-homecare")
    void_discharge(discharge=discharge, reason="The wrong Jean", by=gwen, still_in_hospital=False)
    because = "It was Jean Smythe who left the ward"
    let_run_on(programme=theirs, because=because, by=ben)
    correct_programme(programme=theirs, starts_on=clock.days_ago(3), because=because, by=ben)
    pages = (theirs.get_absolute_url(), f"{jean.get_absolute_url()}timeline")
    days = f"Started on {long_date(clock.days_ago(3))}, not on {long_date(clock.days_ago(4))}"
    for viewer in (ben, hal):
        client.force_login(viewer)
        for page in pages:
            text = words_of(client.get(page))
            assert days in text
            assert (because in text) is (viewer == ben)
            assert ("goes on" in text) is (viewer == ben and page.endswith("timeline"))


def test_reab_7_a_start_that_was_planned_and_has_passed_is_marked(client: Client, jean: Resident, ben: User) -> None:
    planned = make_programme(jean, ben, days_ago=-1)
    client.force_login(ben)
    assert "/look/" not in words_of(client.get("/reablement/"))
    Programme.objects.filter(pk=planned.pk).update(starts_on=clock.days_ago(1))  # as it stands two days later
    assert "/reablement/teams/joint-reablement/look/" in words_of(client.get("/reablement/"))
    assert "Has it started?" in words_of(client.get("/reablement/teams/joint-reablement/look/"))
    assert "nobody has said that it has" in words_of(client.get(planned.get_absolute_url()))
