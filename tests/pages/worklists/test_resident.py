"""The page about one person."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event
from core import clock
from residents.actions import record_death
from residents.enums import Topic
from residents.models import Resident
from talking_shops.actions import Agreed
from tests.factories.field import make_clock, make_conversation, make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, give, make_referral
from tests.rows import rows


def opened(client: Client, user: User, person: Resident) -> str:
    client.force_login(user)
    answer = client.get(person.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_their_own_words_before_everything_that_we_do(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    make_referral(jean, asha)
    make_conversation(jean, ben)
    page = opened(client, ben, jean)
    assert page.index("I want to go on baking for the choir.") < page.index("Getting about at home")
    assert page.index("What matters to them") < page.index(STORY)


def test_shows_the_latest_of_what_matters_with_who_heard_it(client: Client, jean: Resident, ben: User) -> None:
    make_conversation(jean, ben, held_on=clock.days_ago(30), words={Topic.MATTERS: "My garden."})
    make_conversation(jean, ben, words={Topic.MATTERS: "My grandson."})
    page = opened(client, ben, jean)
    assert "My grandson." in page
    assert "to Ben Okafor" in page
    assert page.count('class="tc-statement__words"') == 1


def test_shows_the_story_when_nobody_asked_yet_what_matters(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    make_referral(jean, asha)
    page = opened(client, ben, jean)
    assert page.count('class="tc-statement__words"') == 1
    assert "Maria Hughes (family)" in page


def test_tells_which_team_and_worker_holds_them_since_when(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    referral = make_referral(jean, asha)
    assert "Nobody yet: waiting under a minute" in " ".join(opened(client, ben, jean).split())
    give(referral, ben, dee)
    page = " ".join(opened(client, ben, jean).split())
    assert "Ben Okafor, since" in page
    assert "<dd>Ben Okafor, Tilbury and Chadwell CLS team</dd>" in page


def test_alerts_to_a_review_that_is_overdue_or_in_nobodys_hands(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    running = make_clock(jean, gwen, days_ago=45)
    assert "The six-week review is 3 days overdue" in opened(client, ben, jean)
    assert "Nobody holds it yet." in opened(client, ben, jean)
    give(running.referral, ben, dee)
    assert "Ben Okafor holds it." in opened(client, ben, jean)


def test_does_not_alert_to_a_review_that_is_held_and_has_time(
    client: Client, jean: Resident, ben: User, dee: User, gwen: User
) -> None:
    give(make_clock(jean, gwen, days_ago=2).referral, ben, dee)
    page = opened(client, ben, jean)
    assert "tc-alert--warning" not in page
    assert "due in 40 days" in page


def test_tells_that_somebody_is_in_hospital(client: Client, jean: Resident, ben: User, gwen: User) -> None:
    make_stay(jean, gwen, expected_on=clock.today() + timedelta(days=1))
    page = opened(client, ben, jean)
    assert "In hospital: Basildon University Hospital, Elizabeth Fry ward. Expected home" in page


def test_shows_what_was_agreed_and_is_not_done(client: Client, jean: Resident, ben: User) -> None:
    make_conversation(jean, ben, agreed=[Agreed("Ask at the choir", doer="family", doer_name="Maria")])
    page = opened(client, ben, jean)
    assert "Ask at the choir" in page
    assert page.index("Ask at the choir") < page.index("Maria", page.index("Ask at the choir"))


def test_offers_each_role_what_it_can_do_next(
    client: Client, jean: Resident, asha: User, ben: User, gwen: User, olu: User
) -> None:
    offers = {
        "Log a conversation": f"/people/{jean.reference}/talk/",
        "New contact": f"/calls/new?person={jean.reference}",
        "Put on the hospital list": f"/people/{jean.reference}/hospital/new",
    }
    expected = {asha: {"New contact"}, ben: {"Log a conversation"}, gwen: {"Put on the hospital list"}, olu: set()}
    for user, texts in expected.items():
        page = opened(client, user, jean)
        assert {text for text, href in offers.items() if f'href="{href}"' in page} == texts
    make_stay(jean, gwen)
    assert offers["Put on the hospital list"] not in opened(client, gwen, jean)


def test_says_that_somebody_has_died_and_lets_their_family_speak(
    client: Client, asha: User, ben: User, gwen: User
) -> None:
    person = make_resident(asha, known_as="Arthur")
    record_death(resident=person, died_on=date(2026, 3, 2), by=ben, how_known="Maria rang")
    person.refresh_from_db()
    page = opened(client, ben, person)
    assert "tc-banner--deceased" in page
    assert "2 March 2026" in page
    assert f'href="/people/{person.reference}/talk/"' in page
    assert f'href="/people/{person.reference}/life"' in page
    assert "/hospital/new" not in opened(client, gwen, person)


def test_names_the_next_steps_for_somebody_new(client: Client, jean: Resident, ben: User) -> None:
    page = opened(client, ben, jean)
    assert "Nobody has talked with Jean Smith yet." in page
    assert f'href="/people/{jean.reference}/talk/"' in page


def test_leads_with_the_name_as_the_only_heading_of_the_page(client: Client, jean: Resident, ben: User) -> None:
    page = opened(client, ben, jean)
    assert page.count("<h1") == 1
    assert '<h1 class="tc-banner__name">Jean Smith</h1>' in page


def test_does_not_exist_for_a_partner_until_it_is_shared(
    client: Client, jean: Resident, asha: User, ines: User, hal: User
) -> None:
    for partner in (ines, hal):
        client.force_login(partner)
        assert client.get(jean.get_absolute_url()).status_code == 404
    make_referral(jean, asha, need="carer")
    assert "Jean Smith" in opened(client, ines, jean)
    client.force_login(hal)
    assert client.get(jean.get_absolute_url()).status_code == 404


def test_shows_a_partner_their_own_work_and_events_only(
    client: Client, jean: Resident, asha: User, gwen: User, ines: User
) -> None:
    make_clock(jean, gwen, days_ago=50)
    make_stay(jean, gwen)
    make_referral(jean, asha, need="carer")
    page = opened(client, ines, jean)
    assert "Support for a carer" in page
    assert "six-week" not in page.lower()
    assert "In hospital" not in page
    assert "Went home" not in page


@pytest.mark.parametrize("name", ["eve", "ada"])
def test_refuses_a_role_that_opens_nobody(
    client: Client, jean: Resident, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(jean.get_absolute_url()).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, jean: Resident) -> None:
    page = jean.get_absolute_url()
    assert client.get(page)["Location"] == f"/sign-in?next={page}"


def test_does_not_exist_for_a_reference_that_is_nobodys(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert client.get("/people/P-000-0000/").status_code == 404


def test_writes_only_who_opened_it(client: Client, jean: Resident, ben: User) -> None:
    before = rows(without="audit.event")
    opened(client, ben, jean)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.actor_id, event.resident_id, event.detail) == (ben.pk, jean.pk, {"page": "worklists.resident"})


def test_asks_as_often_for_a_short_story_as_for_a_long_one(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    client.force_login(ben)
    counted = []
    for times in (1, 12):
        for _ in range(times):
            give(make_referral(jean, asha), ben, dee)
            make_conversation(jean, ben)
        with CaptureQueriesContext(connection) as queries:
            client.get(jean.get_absolute_url())
        counted.append(len(queries))
    assert counted == [21, 21]
