"""My day, as each role sees it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import deactivate
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from core.actions import save_draft
from discharges.actions import record_discharge
from discharges.enums import Pathway
from residents.models import Resident
from talking_shops.actions import Agreed
from tests.factories.field import make_clock, make_conversation, make_session, make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_contact, make_referral
from tests.rows import rows
from worklists import day

EVERYBODY = ["asha", "ben", "dee", "olu", "gwen", "hal", "ines", "eve", "ada"]


def opened(client: Client, user: User) -> str:
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", EVERYBODY)
def test_opens_for_every_role_and_writes_nothing_when_it_shows_nobody(
    client: Client, name: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(name)
    before = rows()
    assert "My day" in opened(client, user)
    assert rows() == before


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/")["Location"] == "/sign-in?next=/"


def test_shows_triage_the_calls_that_they_took_today(client: Client, jean: Resident, asha: User, dee: User) -> None:
    contact = make_contact(jean, asha)
    page = opened(client, asha)
    assert "New call" in page
    assert "Jean Smith" in page
    assert contact.reference in page
    assert "Tilbury and Chadwell CLS team" in page


def test_offers_triage_the_call_that_was_not_sent(client: Client, asha: User) -> None:
    save_draft(owner_id=asha.id, form="call", subject="new", fields={"story": "Mum fell"}, version=None)
    page = opened(client, asha)
    assert "You have a call that has not been sent yet." in page
    assert "Mum fell" not in page


def test_tells_triage_who_waits_for_somebody_to_decide(client: Client, asha: User) -> None:
    nowhere = make_resident(asha, practice=None, postcode="")
    make_referral(nowhere, asha)
    assert "1 person waits</a>" in re.sub(r"\s+for somebody[^<]*", "", opened(client, asha))


def test_shows_a_social_worker_whom_they_hold_and_what_is_due(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    give(make_referral(jean, asha), ben, dee)
    home = make_resident(asha, known_as="Arthur")
    give(make_clock(home, gwen, days_ago=45).referral, ben, dee)
    make_conversation(jean, ben, agreed=[Agreed("Ring the choir", doer="worker")])
    make_session()
    page = opened(client, ben)
    assert page.index("3 days overdue") < page.index("Ring the choir")
    assert "Six-week review" in page
    assert "Arthur Smith" in page
    assert "Tilbury Hub" in page


def test_shows_the_25_soonest_things_and_the_way_to_the_rest(client: Client, jean: Resident, ben: User) -> None:
    make_conversation(jean, ben, agreed=[Agreed(f"Ring {number}", doer="worker") for number in range(26)])
    page = opened(client, ben)
    assert page.count("Done<span") == 25
    assert 'href="?due=all"' in page
    assert client.get("/?due=all").content.decode().count("Done<span") == 26


def test_shows_a_social_worker_no_talking_shop_of_another_locality(client: Client, chidi: User) -> None:
    make_session("tilbury-chadwell")
    assert "There is none in your locality today." in opened(client, chidi)


def test_says_in_three_lines_that_nothing_is_due(client: Client, ben: User) -> None:
    page = opened(client, ben)
    assert "Nothing is due." in page
    assert "See who waits in your team" in page


def test_gives_a_manager_five_numbers_that_open_as_many_rows(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    make_referral(jean, asha)
    give(make_referral(make_resident(asha, known_as="Sam"), asha), ben, dee)
    deactivate(user=ben, by=SYSTEM)
    make_clock(make_resident(asha, known_as="Arthur"), gwen, days_ago=50)
    page = opened(client, dee)
    tiles = re.findall(r'href="([^"]+)"><span class="tc-tile__figure">(\d+)</span>', page)
    assert len(tiles) == 5
    for address, number in tiles:
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        found = re.search(r"(?:of|^) *<strong>(\d+)</strong>", listed, re.MULTILINE)
        assert int(found.group(1) if found else 0) == int(number), address
    assert [int(number) for _, number in tiles] == [2, 1, 1, 1, 3]


def test_shows_the_head_of_service_every_locality_team_and_who_has_no_locality(
    client: Client, asha: User, gwen: User, olu: User
) -> None:
    make_clock(make_resident(asha, practice=None, postcode=""), gwen, days_ago=50)
    page = opened(client, olu)
    assert page.count("CLS team</a>") == 4
    assert ">Thurrock First</a>" in page
    assert '1<span class="govuk-visually-hidden"> waiting, Thurrock First' in page
    assert '1<span class="govuk-visually-hidden"> reviews overdue, Thurrock First' in page


def test_hub_8_counts_for_the_hub_also_those_whom_the_first_page_has_no_room_for(
    client: Client, asha: User, gwen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Have they gone home?" not in opened(client, gwen)
    people = [make_resident(asha, known_as=name) for name in ("Ada", "Bea", "Cat", "Dot", "Eve")]
    for person in people[:4]:
        make_stay(person, gwen, expected_on=clock.days_ago(14))
    make_stay(people[4], gwen, expected_on=clock.today())
    went_home = make_stay(make_resident(asha, known_as="Fay"), gwen, expected_on=clock.days_ago(14))
    record_discharge(stay=went_home, discharged_on=clock.days_ago(13), pathway=Pathway.P0, by=gwen)
    monkeypatch.setattr(day, "MOST", 1)
    page = opened(client, gwen)
    assert "Have they gone home? 4 people" in page
    assert "Ada" in page
    assert "Dot" not in page, "two are shown, and all four are counted"


def test_shows_the_hospital_hub_who_goes_home_today_first(
    client: Client, jean: Resident, asha: User, gwen: User
) -> None:
    make_stay(make_resident(asha, known_as="Later"), gwen)
    make_stay(jean, gwen, expected_on=clock.today())
    page = opened(client, gwen)
    assert page.index("Going home today") < page.index("Jean Smith") < page.index("In hospital") < page.index("Later")


def test_shows_the_carers_service_its_own_queue_only(client: Client, jean: Resident, asha: User, ines: User) -> None:
    make_referral(jean, asha)
    make_referral(make_resident(asha, known_as="Maria"), asha, need="carer")
    page = opened(client, ines)
    assert "Maria Smith" in page
    assert "Jean Smith" not in page


def test_shows_a_provider_only_who_is_shared_with_them(client: Client, jean: Resident, hal: User) -> None:
    page = opened(client, hal)
    assert "Nobody is shared with you now." in page
    assert "Jean" not in page


def test_writes_one_audit_row_that_names_everybody_shown(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    give(make_referral(jean, asha), ben, dee)
    before = rows(without="audit.event")
    opened(client, ben)
    event = Event.objects.get(verb="list.viewed", actor_id=ben.pk)
    assert (event.subject_type, event.detail["residents"]) == ("worklists.my_day", [str(jean.pk)])
    assert rows(without="audit.event") == before


def queries_of(client: Client, user: User) -> int:
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    return len(queries)


def test_asks_as_often_for_one_person_as_for_twelve(
    client: Client, asha: User, ben: User, dee: User, gwen: User
) -> None:
    counted = {}
    for people in (1, 11):
        for number in range(people):
            person = make_resident(asha, known_as=f"Person {people} {number}")
            give(make_referral(person, asha), ben, dee)
            make_referral(person, asha)
            make_conversation(person, ben)
            make_stay(person, gwen)
        counted[people] = {user.role: queries_of(client, user) for user in (asha, ben, dee, gwen)}
    assert counted[1] == counted[11]
    assert counted[1] == {"triage": 13, "social_worker": 13, "locality_manager": 12, "hospital_hub": 9}
