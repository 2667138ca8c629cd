"""A page that shows the first rows of many says how many more there are, and leads to all of them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from accounts.actions import deliver_notice
from accounts.models import User
from accounts.roles import Role
from audit.actions import record
from core import clock
from referrals.actions import break_promises_due
from residents.actions import share
from residents.models import Resident
from tests.factories.duplicates import make_pair
from tests.factories.field import make_clock, make_stay
from tests.factories.people import make_resident, make_user
from tests.factories.promises import make_call_back, make_promise_to, overdue_promise
from tests.factories.referrals import make_contact
from worklists import calls, day, duplicates, promises


def opened(client: Client, user: User, address: str = "/") -> Tag:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def said(page: Tag) -> str:
    return " ".join(page.text.split())


def leads(page: Tag, words: str) -> str:
    """Where the one link with these words leads."""
    (link,) = [link for link in page.select("a") if words in said(link)]
    return str(link["href"])


def test_my_day_counts_the_promises_that_it_leaves_out(
    client: Client, jean: Resident, ben: User, dee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promises, "SHOWN", 2)
    for number in range(5):
        overdue_promise(jean, ben, words=f"Promise {number}")
    break_promises_due()
    for user, words, address in (
        (ben, "See every promise that you keep", "/promises/"),
        (dee, "See every promise of your team", "/promises/?show=team"),
    ):
        page = opened(client, user)
        assert "3 more promises need somebody today." in said(page)
        assert leads(page, words) == address
        assert all(f"Promise {number}" in opened(client, user, address).text for number in range(5))


def test_mine_counts_what_it_leaves_out_of_each_list(
    client: Client, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MOST", 1)
    for number in range(3):
        person = make_resident(asha, known_as=f"Person {number}")
        make_call_back(person, asha)
        make_promise_to(person, asha)
        make_contact(person, asha)
    page = opened(client, asha, "/calls/?show=mine")
    assert leads(page, "2 more call-backs") == "/calls/?show=call-backs"
    assert leads(page, "2 more promises") == "/promises/"
    assert leads(page, "2 more: see all that was sent today") == "/calls/?show=sent"


def test_triage_sees_all_the_contacts_of_the_day(client: Client, asha: User) -> None:
    contacts = [make_contact(make_resident(asha, known_as=f"P{number}"), asha).reference for number in range(26)]
    page = opened(client, asha)
    assert contacts[0] not in page.text
    whole = opened(client, asha, "/" + leads(page, "1 more contact: see all that you took today"))
    assert all(reference in whole.text for reference in contacts)


def test_the_hub_is_told_how_many_more_are_in_hospital(
    client: Client, asha: User, gwen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day, "MOST", 1)
    for number in range(3):
        make_stay(make_resident(asha, known_as=f"P{number}"), gwen)
    page = opened(client, gwen)
    assert "1 more person is in hospital." in said(page)
    assert leads(page, "See the whole hospital list") == "/hospital/"


def test_a_provider_turns_the_page(client: Client, asha: User, hal: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day, "MOST", 2)
    for number in range(3):
        person = make_resident(asha, known_as=f"Person {number}")
        share(resident=person, team=hal.teams.get(), by=asha, reason="R-222-2222")
    page = opened(client, hal)
    assert "Showing 1 to 2 of 3 people" in said(page)
    both = page.text + opened(client, hal, "/" + page.select_one("a[rel=next]")["href"]).text
    assert all(f"Person {number}" in both for number in range(3))


def test_notices_turn_the_page(client: Client, ben: User) -> None:
    for number in range(26):
        deliver_notice(key=str(number), words=f"Notice {number} of yours", link="/", user=str(ben.pk))
    page = opened(client, ben, "/notices/")
    assert "Showing 1 to 25 of 26 notices" in said(page)
    assert "Notice 0 of yours" not in page.text
    assert "Notice 0 of yours" in opened(client, ben, "/notices/?page=2").text


def test_counts_the_other_records_that_may_be_of_the_same_person(
    client: Client, jean: Resident, asha: User, dee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "MOST_DOUBTS", 1)
    for number in range(3):
        make_pair(jean, make_resident(asha, known_as=f"Jean{number}"))
    page = opened(client, dee, jean.get_absolute_url())
    assert "2 more records may be of the same person." in said(page)
    assert leads(page, "See the whole list") == "/people/duplicates/"


def test_who_went_home_is_shown_whole(client: Client, asha: User, gwen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discharges.views.MOST_GONE_HOME", 1)
    for number in range(3):
        make_clock(make_resident(asha, known_as=f"Home{number}"), gwen)
    page = opened(client, gwen, "/hospital/")
    whole = opened(client, gwen, "/hospital/" + leads(page, "2 more people: see everybody who went home"))
    assert all(f"Home{number}" in whole.text for number in range(3))


def test_the_audit_log_follows_everybody_of_a_name(client: Client, eve: User) -> None:
    same: list[Any] = [make_user(f"Kim Same{number}", Role.TRIAGE) for number in range(22)]
    for user in same:
        record("user.added", by=user, subject=user)
    page = opened(client, eve, f"/audit/?who=Same&day={clock.today()}")
    assert all(user.name in page.text for user in same)
