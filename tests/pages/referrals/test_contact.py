"""/calls/<reference>/: what was heard, by whom, and where it went."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from referrals.actions import add_to_open_work, advise_contact
from referrals.models import Contact
from residents.models import Resident
from tests.factories.referrals import STORY, make_contact, make_referral, told
from tests.rows import rows


@pytest.fixture
def contact(jean: Resident, asha: User) -> Contact:
    return make_contact(jean, asha, matters="My garden")


def test_says_what_was_heard_by_whom_and_where_it_went(client: Client, contact: Contact, asha: User) -> None:
    client.force_login(asha)
    page = BeautifulSoup(client.get(contact.get_absolute_url()).content, "html.parser")
    text = page.select_one("main").get_text(" ", strip=True)
    for words in (STORY, "My garden", "Maria Hughes (daughter or son)", "Asha Patel", "Tilbury and Chadwell CLS team"):
        assert words in text
    assert "Rule ROU-9" in text
    assert contact.referrals.get().reference in text
    assert page.select_one("[autofocus]").text.strip() == "Next call"
    assert page.select_one(".tc-banner") is not None


def test_says_not_asked_where_nobody_asked(client: Client, contact: Contact, asha: User) -> None:
    client.force_login(asha)
    page = BeautifulSoup(client.get(contact.get_absolute_url()).content, "html.parser")
    asked = {row.dt.text.strip(): row.dd.get_text(strip=True) for row in page.select(".govuk-summary-list__row")}
    assert asked["May speak for the person"] == "Not asked"
    assert asked["Telephone"] == "Not asked"


def test_has_no_banner_when_it_is_about_nobody_whom_we_know(client: Client, asha: User) -> None:
    contact = advise_contact(resident=None, told=told(), advice="Rang the library", by=asha).contact
    client.force_login(asha)
    before = rows(without="audit.event")
    page = BeautifulSoup(client.get(contact.get_absolute_url()).content, "html.parser")
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="contact.viewed")
    assert (event.actor_id, event.subject_id, event.resident_id) == (asha.pk, contact.pk, None)
    assert page.select_one(".tc-banner") is None
    assert "Rang the library" in page.text
    assert "it ended with information and advice" in page.text


def test_writes_only_who_looked(client: Client, contact: Contact, asha: User, jean: Resident) -> None:
    client.force_login(asha)
    before = rows(without="audit.event")
    client.get(contact.get_absolute_url())
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed", resident_id=jean.pk).detail == {"page": "referrals.contact"}


@pytest.mark.parametrize("role", ["ben", "dee", "ines", "hal", "eve", "ada"])
def test_is_closed_to_who_takes_no_calls(
    client: Client, contact: Contact, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(contact.get_absolute_url()).status_code == 403


def test_is_not_found_when_there_is_none(client: Client, asha: User) -> None:
    client.force_login(asha)
    assert client.get("/calls/C-000-0000/").status_code == 404


def test_sends_a_stranger_to_sign_in(client: Client, contact: Contact) -> None:
    assert client.get(contact.get_absolute_url()).url.startswith("/sign-in?next=")


def test_a_fixed_number_of_queries(
    client: Client, contact: Contact, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(asha)
    with django_assert_num_queries(13):
        client.get(contact.get_absolute_url())


def test_what_was_added_to_open_work_can_be_taken_back(client: Client, jean: Resident, asha: User) -> None:
    work = make_referral(jean, asha)
    added = add_to_open_work(referral=work, told=told(story="She fell again."), by=asha).contact
    client.force_login(asha)
    page = f"{added.get_absolute_url()}withdraw"
    assert f'action="{page}"' in client.get(added.get_absolute_url()).content.decode()
    answer = client.post(page, follow=True)
    assert f"What was added to {work.reference} was taken back from" in answer.content.decode()
    assert "She fell again." in answer.content.decode()
    assert f'action="{page}"' not in client.get(added.get_absolute_url()).content.decode()
