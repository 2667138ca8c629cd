"""/calls/new: under 18, out of the borough, not for us — an onward answer that is recorded, never a dead end."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core.models import Draft
from referrals.enums import ContactOutcome, Onward
from referrals.models import Contact
from referrals.onward import ONWARD_TO
from residents.models import Resident, Statement
from tests.factories.referrals import STORY
from tests.pages.referrals.test_call_new import HEARD, PAGE, press, soup, words_in

MASH = "01375 652 802"


@pytest.fixture
def console(client: Client, asha: User) -> Client:
    """Asha, signed in."""
    client.force_login(asha)
    return client


@pytest.mark.parametrize("reason", list(ONWARD_TO))
def test_records_whom_the_reason_says_to_ring(console: Client, reason: str) -> None:
    response = press(console, "next", "onward", relation="friend", onward=reason)
    contact = Contact.objects.get()
    assert response.url == contact.get_absolute_url()
    assert (contact.outcome, contact.onward, contact.onward_to) == (ContactOutcome.ONWARD, reason, ONWARD_TO[reason])
    assert not Draft.objects.exists()


def test_says_nothing_of_a_need_or_an_urgency_that_nobody_asked_for(console: Client) -> None:
    page = soup(console.get(press(console, "next", "onward", relation="friend", onward="under_18").url))
    text = " ".join(page.select_one("main").text.split())
    assert "Something else" not in text
    assert "No rush" not in text
    assert f"They were told to ring: {ONWARD_TO['under_18']}" in text


def test_records_other_words_and_the_story(console: Client, jean: Resident) -> None:
    words = HEARD | {"onward": Onward.OTHER, "onward_to": "The RSPCA, 0300 1234 999"}
    page = soup(console.get(press(console, "next", "onward", person=jean.reference, **words).url))
    assert Statement.objects.filter(resident=jean, words=STORY).exists()
    text = " ".join(page.select_one("main").text.split())
    assert "Not for us: told whom to ring" in text
    assert "Told to ring The RSPCA, 0300 1234 999" in text


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ({"relation": "friend"}, ["Select why it is not for us"]),
        ({"onward": "under_18"}, ["Select who is calling"]),
        ({"relation": "friend", "onward": "other"}, ["Enter whom you told them to ring"]),
    ],
)
def test_asks_for_what_is_missing_and_keeps_the_words(
    console: Client, words: dict[str, str], sentences: list[str]
) -> None:
    answer = press(console, "next", "onward", **words, story=STORY)
    page = soup(answer)
    assert answer.status_code == 422
    assert [link.text for link in page.select(".govuk-error-summary a")] == sentences
    assert words_in(page)["story"] == STORY
    assert page.select_one("details[open] [name=onward]") is not None
    assert not Contact.objects.exists()


def test_says_whom_to_ring_for_each_reason(console: Client) -> None:
    hints = [hint.text for hint in soup(console.get(PAGE)).select("details .govuk-radios__hint")]
    assert hints == list(ONWARD_TO.values())
    assert MASH in hints[0]


def test_a_child_who_cannot_be_added_leads_to_that_end_with_the_words(console: Client) -> None:
    add = press(console, "add", q="young person", **HEARD).url
    refused = console.post(add, {"known_as": "Sam", "born_on-day": "1", "born_on-month": "2", "born_on-year": "2020"})
    page = BeautifulSoup(refused.content, "html.parser")
    assert refused.status_code == 422
    assert MASH in page.text
    link = page.select_one(".govuk-inset-text a")["href"]
    assert link == f"{PAGE}?onward=under_18"
    console_page = soup(console.get(link))
    assert words_in(console_page) | {"story": STORY, "onward": "under_18"} == words_in(console_page)
    assert console_page.select_one("[autofocus]")["name"] == "onward_to"
    assert not Resident.objects.exists()


def test_a_social_worker_who_takes_no_calls_sees_the_number_alone(client: Client, ben: User) -> None:
    client.force_login(ben)
    searched = client.get("/people/search?q=young+person").content
    add = BeautifulSoup(searched, "html.parser").select_one("a[href^='/people/new']")["href"]
    refused = client.post(add, {"known_as": "Sam", "born_about": "7"}).content.decode()
    assert MASH in refused
    assert "onward=under_18" not in refused


@pytest.mark.parametrize("words", [{"anonymous": "on"}, {"relation": "anonymous"}])
def test_of_a_caller_who_stays_anonymous_no_name_and_no_number_is_kept(console: Client, words: dict[str, str]) -> None:
    press(console, "next", "advise", **HEARD | {"advice": "999", "safe_to_call": "yes"} | words)
    contact = Contact.objects.get()
    assert (contact.caller_name, contact.caller_phone, contact.caller_safe_to_call) == ("", "", None)


def test_keeps_whether_the_callers_number_is_safe(console: Client) -> None:
    words = HEARD | {"advice": "999", "safe_to_call": "yes", "safe_to_text": "no"}
    page = soup(console.get(press(console, "next", "advise", **words).url))
    text = " ".join(page.select_one(".govuk-summary-list").text.split())
    assert "Safe to ring this number Yes" in text
    assert "Safe to text it No" in text
