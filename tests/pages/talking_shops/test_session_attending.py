"""Who is at a session from which service: the rota, who comes and leaves, and somebody without an account."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership, User
from audit.models import Event
from core import clock
from localities.enums import TeamKind
from talking_shops.actions import put_on_list
from talking_shops.attending import colleagues_near, hours_signed
from talking_shops.enums import Whereabouts
from talking_shops.models import Attending, Session
from tests.factories.field import make_session
from tests.factories.people import make_user
from tests.rows import rows


@pytest.fixture
def session(db: None) -> Session:
    return make_session()


def list_of(client: Client, session: Session) -> list[str]:
    page = BeautifulSoup(client.get(session.get_absolute_url()).content, "html.parser")
    return [" ".join(one.get_text(" ").split()) for one in page.select(".tc-here__one")]


def say(client: Client, one: Attending, where: str) -> str:
    answer = client.post(f"/attending/{one.pk}/{where}", follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_one_press_says_that_i_am_here_from_the_service_of_my_team(client: Client, ben: User, session: Session) -> None:
    client.force_login(ben)
    page = client.post(f"/sessions/{session.pk}/attending/me", follow=True).content.decode()
    one = Attending.objects.get()
    assert (one.user, one.service, one.where, one.is_planned) == (ben, "cls", Whereabouts.HERE, False)
    assert "1 person from 1 service is here" in page
    assert "I am here" not in page
    client.post(f"/sessions/{session.pk}/attending/me")
    assert Attending.objects.count() == 1


def test_one_press_finds_me_in_the_rota(client: Client, ben: User, dee: User, session: Session) -> None:
    planned = put_on_list(session=session, service="housing", user=ben, by=dee)
    client.force_login(ben)
    client.post(f"/sessions/{session.pk}/attending/me")
    planned.refresh_from_db()
    assert (planned.where, planned.is_planned, planned.service) == (Whereabouts.HERE, True, "housing")


def test_the_rota_shows_who_is_expected_and_each_step_undoes_the_one_before(
    client: Client, ben: User, session: Session
) -> None:
    one = put_on_list(session=session, service="carers", name="Ines of the Carers", by=ben)
    client.force_login(ben)
    assert "Ines of the Carers , Carers service In the rota Here" in list_of(client, session)[0]
    assert "Ines of the Carers is here." in say(client, one, "here")
    assert "Here since" in list_of(client, session)[0]
    assert "has left." in say(client, one, "left")
    line = list_of(client, session)[0]
    assert "to" in line
    assert "Back" in line
    say(client, one, "here")
    say(client, one, "expected")
    one.refresh_from_db()
    assert (one.where, one.here_at, one.left_at) == (Whereabouts.EXPECTED, None, None)
    verbs = Event.objects.filter(subject_id=one.pk).order_by("id").values_list("verb", flat=True)
    steps = ["planned", "here", "left", "here", "expected"]
    assert list(verbs) == [f"attending.{step}" for step in steps]


def test_somebody_taken_off_the_list_comes_back_by_undo(client: Client, ben: User, session: Session) -> None:
    one = put_on_list(session=session, service="health", name="Nurse Obi", by=ben)
    client.force_login(ben)
    page = BeautifulSoup(say(client, one, "off"), "html.parser")
    assert list_of(client, session) == []
    undo = page.select_one(".tc-alert__undo")
    assert undo is not None
    client.post(str(undo["action"]))
    assert "Nurse Obi" in list_of(client, session)[0]


@pytest.mark.parametrize(("pressed", "button"), [("expected", "Not here"), ("here", "Back")])
def test_undo_brings_back_the_hours_at_which_somebody_came_and_left(
    client: Client, ben: User, pressed: str, button: str
) -> None:
    day = clock.start_of(clock.today())
    at = [day.replace(hour=hour, minute=2) for hour in (10, 11, 12, 13)]
    session = make_session()
    with clock.standing_at(at[0]):
        one = put_on_list(session=session, service="health", name="Nurse Obi", by=ben, here=True)
    client.force_login(ben)
    if pressed == "here":
        with clock.standing_at(at[1]):
            say(client, one, "left")
    one.refresh_from_db()
    hours = (one.here_at, one.left_at)
    with clock.standing_at(at[2]):
        page = BeautifulSoup(client.get(session.get_absolute_url()).content, "html.parser")
        assert button in page.select(".tc-here__one")[0].get_text()
        undo = BeautifulSoup(say(client, one, pressed), "html.parser").select_one(".tc-alert__undo")
    assert undo is not None
    with clock.standing_at(at[3]):
        client.post(str(undo["action"]))
    one.refresh_from_db()
    assert (one.here_at, one.left_at) == hours
    assert hours[0] == at[0]


def test_hours_of_another_or_from_nowhere_are_not_taken(client: Client, ben: User, session: Session) -> None:
    one, other = (put_on_list(session=session, service="cls", name=name, by=ben, here=True) for name in ("Pat", "Sue"))
    client.force_login(ben)
    say(client, one, "expected")
    for signed in (hours_signed(other), "2020-01-01T00:00"):
        client.post(f"/attending/{one.pk}/here?hours={signed}")
        one.refresh_from_db()
        assert one.here_at is not None
        assert one.here_at > other.here_at, "they are here from now on"
        say(client, one, "expected")


def test_the_colleagues_of_a_locality_are_asked_for_once_however_many_teams_there_are(
    ben: User, dee: User, session: Session, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    zoe = make_user("Zoe Ward", "social_worker", "cls-tilbury-chadwell")
    ilt = session.venue.locality.teams.get(kind=TeamKind.ILT)
    Membership.objects.create(user=zoe, team=ilt, starts_on=clock.today())
    with django_assert_num_queries(1):
        assert [one.name for one in colleagues_near(session, ben)] == ["Ben Okafor", "Dee Walsh", "Zoe Ward"]


def test_somebody_without_an_account_is_added_by_name(client: Client, ben: User, session: Session) -> None:
    client.force_login(ben)
    sent = {"user": "else", "name": "  Pat <Grays> O’Neill ", "service": "voluntary"}
    page = client.post(f"/sessions/{session.pk}/attending/", sent, follow=True).content.decode()
    assert "Pat &lt;Grays&gt; O’Neill is here." in page
    one = Attending.objects.get()
    assert (one.user, one.name, one.service, one.where) == (None, "Pat <Grays> O’Neill", "voluntary", Whereabouts.HERE)


def test_a_colleague_of_the_locality_can_be_chosen_once(
    client: Client, ben: User, chidi: User, dee: User, session: Session
) -> None:
    client.force_login(ben)
    page = f"/sessions/{session.pk}/attending/"
    text = client.get(page).content.decode()
    assert "Dee Walsh" in text
    assert "Chidi" not in text, "he works elsewhere"
    sent = {"user": str(dee.pk), "service": "cls"}
    assert client.post(page, sent).status_code == 302
    before = rows()
    answer = client.post(page, sent)
    assert (answer.status_code, rows()) == (422, before)
    text = answer.content.decode()
    assert "They are on the list already" in text
    assert f'value="{dee.pk}"' not in text, "nobody is asked whether they come a second time"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Select who comes"),
        ({"user": "else", "service": "cls"}, "Enter their name"),
        ({"user": "else", "service": "cls", "name": "x" * 121}, "120 characters or fewer"),
        ({"user": "else", "name": "Pat"}, "Select from which service"),
    ],
)
def test_says_what_is_missing_and_keeps_what_was_typed(
    client: Client, ben: User, session: Session, sent: dict[str, str], sentence: str
) -> None:
    client.force_login(ben)
    answer = client.post(f"/sessions/{session.pk}/attending/", sent or {"service": "cls"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "There is a problem" in text
    assert sent.get("name", "") in text


def test_before_the_day_people_are_put_into_the_rota_and_nobody_is_here(client: Client, ben: User) -> None:
    ahead = make_session(on=clock.today() + timedelta(days=3))
    client.force_login(ben)
    client.post(f"/sessions/{ahead.pk}/attending/", {"user": str(ben.pk), "service": "cls"})
    one = Attending.objects.get()
    assert (one.where, one.is_planned) == (Whereabouts.EXPECTED, True)
    assert list_of(client, ahead) == ["Ben Okafor , Community Led Support In the rota Take off : Ben Okafor"]
    assert client.post(f"/attending/{one.pk}/here").status_code == 409
    assert client.post(f"/sessions/{ahead.pk}/attending/me").status_code == 409


def test_there_is_no_other_place_to_be(client: Client, ben: User, session: Session) -> None:
    one = put_on_list(session=session, service="cls", user=ben, by=ben)
    client.force_login(ben)
    assert client.post(f"/attending/{one.pk}/lost").status_code == 404


def test_those_who_hold_no_session_see_the_list_and_change_nothing(
    client: Client, asha: User, ben: User, session: Session
) -> None:
    one = put_on_list(session=session, service="cls", user=ben, by=ben)
    client.force_login(asha)
    assert list_of(client, session) == ["Ben Okafor , Community Led Support In the rota"]
    assert client.post(f"/attending/{one.pk}/here").status_code == 403
