"""/hospital/<id>/discharge: what will follow is said before the click, and done with it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.words import weekday_date
from discharges.models import Discharge, HospitalStay, SixWeekClock
from localities.places import plan_by
from outbox.models import Job
from residents.models import Resident, Statement
from tests.factories.field import make_light_touch, make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, make_contact
from tests.rows import rows


@pytest.fixture
def stay(jean: Resident, gwen: User) -> HospitalStay:
    return make_stay(jean, gwen)


@pytest.fixture
def page(stay: HospitalStay) -> str:
    return f"/hospital/{stay.pk}/discharge"


def sent(**typed: Any) -> dict[str, Any]:
    return {"discharged_on": "today", "pathway": "1", "version": "1", "form_token": str(uuid4())} | typed


def in_words(day: date) -> str:
    return weekday_date(day, clock.today())


def test_says_before_the_click_what_will_follow_and_why(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    text = " ".join(client.get(page).content.decode().split())
    due = clock.today() + timedelta(days=42)
    assert f"due by {in_words(due)}" in text
    if plan_by(due) != due:
        assert f"plan it by {in_words(plan_by(due))}" in text
    assert "It goes to the Tilbury and Chadwell CLS team, because the person belongs to Tilbury and Chadwell" in text
    assert "Tilbury Health Centre" in text


def test_says_it_anew_for_another_day(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    text = client.get(page, {"discharged_on": "yesterday"}, headers={"HX-Request": "true"}).content.decode()
    assert f"due by {in_words(clock.today() + timedelta(days=41))}" in text
    assert "<html" not in text


def test_six_3_says_before_the_click_that_it_will_be_overdue_from_the_start(
    client: Client, page: str, gwen: User
) -> None:
    client.force_login(gwen)
    long_ago = clock.days_ago(43).isoformat()
    text = client.get(page, {"discharged_on": long_ago}).content.decode()
    assert f"was due by {in_words(clock.days_ago(1))}" in text
    assert "overdue from the start" in text


@pytest.mark.parametrize("nonsense", ["soon", "31 February", "tomorrow"])
def test_asks_for_a_date_where_it_can_read_none(client: Client, page: str, gwen: User, nonsense: str) -> None:
    client.force_login(gwen)
    assert "Enter a date to see" in client.get(page, {"discharged_on": nonsense}).content.decode()


def test_records_it_in_one_click_and_names_team_and_due_date(
    client: Client, page: str, jean: Resident, gwen: User
) -> None:
    client.force_login(gwen)
    response = client.post(page, sent(), follow=True)
    assert response.redirect_chain == [("/hospital/", 302)]
    started = SixWeekClock.objects.get()
    due = in_words(started.due_on)
    told = f"Jean Smith went home. The Tilbury and Chadwell CLS team has the review, which is due by {due}."
    assert told in response.content.decode()
    assert (started.resident, started.discharged_on) == (jean, clock.today())
    assert started.discharge.pathway == "1"
    assert Job.objects.filter(kind="notice.deliver").count() == 1


def test_hands_the_persons_story_to_the_team(client: Client, page: str, jean: Resident, asha: User, gwen: User) -> None:
    make_contact(jean, asha)
    client.force_login(gwen)
    client.post(page, sent())
    assert SixWeekClock.objects.get().referral.story == Statement.objects.get(words=STORY)


def test_warns_without_a_completed_assessment_and_lets_them_go_on(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    assert "No light-touch assessment has been completed." in client.get(page).content.decode()
    assert client.post(page, sent()).status_code == 302
    assert Event.objects.get(verb="discharge.recorded").detail["light_touch"] == "not_started"


def test_does_not_warn_when_it_was_completed(client: Client, page: str, stay: HospitalStay, gwen: User) -> None:
    make_light_touch(stay, gwen, completed=True)
    client.force_login(gwen)
    assert "No light-touch assessment" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"discharged_on": "tomorrow"}, "must be today or in the past"),
        ({"discharged_on": ""}, "Enter the date of discharge"),
        ({"discharged_on": "30 February"}, "must be a real date"),
        ({"pathway": ""}, "Select the pathway"),
        ({"discharged_on": "1 November 2019"}, "more than a year ago"),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(
    client: Client, page: str, gwen: User, typed: dict[str, str], sentence: str
) -> None:
    client.force_login(gwen)
    response = client.post(page, sent(**typed))
    text = " ".join(response.content.decode().split())
    assert response.status_code == 422
    assert sentence in text
    if typed.get("discharged_on"):
        assert f'value="{typed["discharged_on"]}"' in text
    if "pathway" not in typed:
        assert 'value="1" checked' in text
    assert not Discharge.objects.exists()


def test_refuses_a_day_before_the_admission(client: Client, asha: User, gwen: User) -> None:
    stay = make_stay(make_resident(asha), gwen, admitted_on=clock.today())
    client.force_login(gwen)
    response = client.post(f"/hospital/{stay.pk}/discharge", sent(discharged_on="yesterday"))
    assert response.status_code == 422
    assert "cannot be before the date of admission" in response.content.decode()


def test_one_form_sent_twice_makes_one_discharge(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    typed = sent()
    assert [client.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert SixWeekClock.objects.count() == 1


def test_shows_what_stands_beside_what_was_typed_when_a_colleague_recorded_it_meanwhile(
    client: Client, page: str, gwen: User
) -> None:
    client.force_login(gwen)
    client.post(page, sent())
    response = client.post(page, sent(discharged_on="yesterday", pathway="2"))
    text = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert "This stay was changed while this page was open." in text
    assert "What stands now" in text
    assert "Pathway 1: home with support" in text
    assert 'value="yesterday"' in text
    assert 'name="version" type="hidden" value="2"' in text
    assert SixWeekClock.objects.count() == 1


def test_leads_to_the_stay_when_they_went_home_already(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    client.force_login(gwen)
    client.post(page, sent())
    assert client.get(page).url == stay.get_absolute_url()


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "olu", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_outside_the_hub(
    client: Client, page: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page).status_code == 403
    assert client.post(page, sent()).status_code == 403
    assert not Discharge.objects.exists()


def test_sends_a_stranger_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page).url == f"/sign-in?next={page}"


def test_writes_nothing_but_who_opened_the_record(client: Client, page: str, jean: Resident, gwen: User) -> None:
    client.force_login(gwen)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.detail) == (jean.pk, {"page": "discharges.discharge"})


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, gwen: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(gwen)
    with django_assert_num_queries(13):  # 4 savepoints, the frame 3, stay, audit, key worker, flags, team, holidays
        client.get(page)


def test_recording_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, gwen: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(gwen)
    client.get(page)
    with django_assert_num_queries(51):  # 12 savepoints; 10 settle the clocks; the session keeps the alert
        client.post(page, sent())
