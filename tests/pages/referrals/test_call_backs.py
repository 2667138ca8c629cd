"""/call-backs/…: an hour is booked, somebody takes the call-back, rings, and says how it went."""

from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.models import Draft
from referrals.actions import claim_call_back, end_call_back
from referrals.enums import CallBackOutcome
from referrals.models import CallBack
from residents.models import Resident
from tests.factories.drafts import keep_words
from tests.factories.people import make_user
from tests.factories.promises import WORDS, make_call_back, make_promise_to, ring_at
from tests.rows import rows

WEDNESDAY = date(2026, 11, 25)
LIST = "/calls/?show=call-backs"


@pytest.fixture(autouse=True)
def _wednesday_at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 10, 15, tzinfo=clock.LONDON))


def page(response: Any) -> Tag:
    return BeautifulSoup(response.content, "html.parser")


def said(**differently: Any) -> dict[str, str]:
    return {"name": "Maria", "phone": "07700 900123", "about": "The rail", "slot": "2026-11-25 14"} | differently


def test_books_an_hour_about_a_person(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    address = f"/call-backs/new?person={jean.reference}"
    response = client.post(address, said(), follow=True)
    assert response.redirect_chain == [(jean.get_absolute_url(), 302)]
    booked = CallBack.objects.get()
    assert (booked.resident, booked.name, booked.day, booked.hour) == (jean, "Maria", WEDNESDAY, 14)
    assert "Wednesday 25 November, 2pm to 3pm" in page(response).select_one("[aria-labelledby=call-backs]").text


def test_books_for_somebody_whom_nobody_knows(client: Client, asha: User) -> None:
    client.force_login(asha)
    assert client.post("/call-backs/new", said()).url == LIST
    assert CallBack.objects.get().resident is None


def test_begins_with_the_persons_number_and_the_hour_that_was_chosen(
    client: Client, jean: Resident, asha: User
) -> None:
    Resident.objects.filter(pk=jean.pk).update(phone="01632960479")
    client.force_login(asha)
    form = page(client.get(f"/call-backs/new?person={jean.reference}&day=2026-11-27&hour=9"))
    assert form.select_one("#id_phone")["value"] == "01632960479"
    assert form.select_one("#id_name")["value"] == "Jean Smith"
    assert form.select_one("#id_slot option[selected]")["value"] == "2026-11-27 9"
    assert "9am to 10am (0 of 4 booked)" in form.select_one("#id_slot optgroup[label='Friday 27 November']").text


@pytest.mark.parametrize("query", ["?day=nonsense&hour=x", "?day=2001-01-01", "?day=2999-01-01&hour=99", "?hour=²"])
def test_an_address_that_makes_no_sense_shows_the_form(client: Client, asha: User, query: str) -> None:
    client.force_login(asha)
    assert client.get(f"/call-backs/new{query}").status_code == 200


def test_cbk_1_shows_a_full_hour_as_full_and_names_the_next_beside_the_field(client: Client, asha: User) -> None:
    for _ in range(4):
        make_call_back(None, asha, day=WEDNESDAY, hour=14)
    client.force_login(asha)
    assert "2pm to 3pm (full: 4 of 4 booked)" in client.get("/call-backs/new").content.decode()
    response = client.post("/call-backs/new", said())
    assert response.status_code == 422
    shown = page(response)
    assert (
        "The next hour with room is Wednesday 25 November, 3pm to 4pm." in shown.select_one(".govuk-error-summary").text
    )
    assert shown.select_one("#id_about")["value"] == "The rail"
    assert CallBack.objects.count() == 4


@pytest.mark.parametrize(
    ("differently", "sentence"),
    [
        ({"phone": ""}, "Enter the telephone number to ring"),
        ({"phone": "later"}, "Enter a telephone number, like"),
        ({"slot": ""}, "Select when to ring"),
        ({"slot": "2026-11-25 9"}, "Select an hour of this list"),
        ({"about": "x" * 301}, "What about must be 300 characters or fewer"),
    ],
)
def test_says_what_is_missing_and_keeps_the_words(
    client: Client, asha: User, differently: dict[str, str], sentence: str
) -> None:
    client.force_login(asha)
    response = client.post("/call-backs/new", said(**differently))
    assert response.status_code == 422
    assert sentence in page(response).select_one(".govuk-error-summary").text
    assert page(response).select_one("#id_name")["value"] == "Maria"


def test_books_once_when_it_is_sent_twice(client: Client, asha: User) -> None:
    client.force_login(asha)
    for _ in range(2):
        client.post("/call-backs/new", said(form_token="one form"))
    assert CallBack.objects.count() == 1


def test_warns_before_ringing_and_offers_no_link_to_dial(client: Client, jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    client.force_login(asha)
    assert page(client.get(booked.get_absolute_url())).select_one("main a[href='tel:07700900123']")
    Resident.objects.filter(pk=jean.pk).update(phone="07700900123", safe_to_call=False)
    shown = page(client.get(booked.get_absolute_url()))
    assert "It is not safe to ring 07700900123" in shown.select_one(".govuk-warning-text").text
    assert not shown.select_one("main dd a[href='tel:07700900123']")
    assert "not safe to ring" in page(client.get(LIST)).select_one("main table").text


def test_shows_what_was_promised_before_the_next_hello(client: Client, jean: Resident, asha: User) -> None:
    make_promise_to(jean, asha)
    client.force_login(asha)
    assert WORDS in client.get(make_call_back(jean, asha).get_absolute_url()).content.decode()


@pytest.mark.parametrize("outcome", ["spoke", "no_answer", "cancelled"])
def test_ends_with_one_press_and_can_be_undone(client: Client, jean: Resident, asha: User, outcome: str) -> None:
    booked = make_call_back(jean, asha)
    client.force_login(asha)
    response = client.post(booked.get_absolute_url(), {"outcome": outcome, "note": "At noon"}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    booked.refresh_from_db()
    assert (booked.outcome, booked.note, booked.ended_by) == (outcome, "At noon", asha)
    assert "At noon" in client.get(booked.get_absolute_url()).content.decode()
    client.post(page(response).select_one(".tc-alert__undo")["action"])
    booked.refresh_from_db()
    assert booked.outcome == CallBackOutcome.BOOKED


def test_nobody_answered_is_booked_again_with_one_press(client: Client, jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    client.force_login(asha)
    shown = client.get(booked.get_absolute_url()).content.decode()
    assert "Nobody answered: ring again Wednesday 25 November, midday to 1pm" in shown
    client.post(booked.get_absolute_url(), {"outcome": "again", "note": "The line was busy"})
    assert CallBack.objects.get(pk=booked.pk).note == "The line was busy"
    again = CallBack.objects.get(outcome=CallBackOutcome.BOOKED)
    assert (again.day, again.hour, again.tried) == (WEDNESDAY, 12, 1)
    assert "Nobody answered once before." in client.get(again.get_absolute_url()).content.decode()


def test_shows_both_versions_when_it_has_ended_meanwhile_and_takes_mine_when_i_have_seen_theirs(
    client: Client, jean: Resident, asha: User
) -> None:
    booked = make_call_back(jean, asha)
    end_call_back(
        call_back=booked, outcome=CallBackOutcome.SPOKE, by=make_user("Sam Reid", Role.TRIAGE), note="All well"
    )
    client.force_login(asha)
    mine = {"outcome": "cancelled", "note": "She rang us"}
    response = client.post(booked.get_absolute_url(), mine)
    assert response.status_code == 409
    shown = page(response)
    assert "This has ended already: spoke to them." in shown.select_one(".govuk-error-summary").text
    versions = [[cell.text.strip() for cell in row.select("td")] for row in shown.select("main tbody tr")]
    assert versions == [["Spoke to them, said by Sam Reid", "No longer needed"], ["All well", "She rang us"]]
    assert shown.select_one("#id_note")["value"] == "She rang us"
    assert client.post(booked.get_absolute_url(), mine | {"seen": shown.select_one("[name=seen]")["value"]}).url == LIST
    booked.refresh_from_db()
    assert (booked.outcome, booked.note, booked.ended_by) == (CallBackOutcome.CANCELLED, "She rang us", asha)


def test_asks_how_it_went_when_no_button_says_so(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    empty = client.post(make_call_back(jean, asha).get_absolute_url(), {"outcome": "", "note": "x"})
    assert empty.status_code == 422
    assert "Press the button that says how it went." in empty.content.decode()


def test_cbk_6_undo_is_offered_for_ten_minutes_and_what_is_typed_later_stays_on_the_page(
    client: Client, jean: Resident, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = make_call_back(jean, asha)
    end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=asha)
    client.force_login(asha)
    address = booked.get_absolute_url()
    assert page(client.get(address)).select_one(f"form[action='{address}undo']")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 10, 25, tzinfo=clock.LONDON))
    assert not page(client.get(address)).select_one(f"form[action='{address}undo']")
    response = client.post(address, {"outcome": "cancelled", "note": "She rang us"})
    assert response.status_code == 422
    assert "for ten minutes. After that it stands" in page(response).select_one(".govuk-error-summary").text
    assert page(response).select_one("#id_note")["value"] == "She rang us"


@pytest.mark.parametrize("about", ["a person", "nobody known"])
def test_keeps_what_is_typed_about_a_call_back_until_it_is_booked(
    client: Client, jean: Resident, asha: User, about: str
) -> None:
    client.force_login(asha)
    subject, query = (jean.reference, f"?person={jean.reference}") if about == "a person" else ("new", "")
    kept = keep_words(client, "call-back", subject, {"about": "The rail is loose", "slot": "2026-11-25 14"})
    shown = page(client.get(f"/call-backs/new{query}"))
    assert shown.select_one("#id_about")["value"] == "The rail is loose"
    assert shown.select_one("#id_slot option[selected]")["value"] == "2026-11-25 14"
    assert shown.select_one("[data-draft-key]")["data-draft-form"] == shown.select_one("form[id]")["id"]
    chosen = page(client.get(f"/call-backs/new?{query[1:]}&day=2026-11-27&hour=9"))
    assert chosen.select_one("#id_slot option[selected]")["value"] == "2026-11-27 9", "the hour that was pressed"
    client.post(f"/call-backs/new{query}", said(draft_version=str(kept)))
    assert not Draft.objects.exists()


def test_keeps_what_is_typed_while_one_rings(client: Client, jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    client.force_login(asha)
    kept = keep_words(client, "ring", str(booked.pk), {"note": "She asks for", "seen": "2026-11-25T10:00:00+00:00"})
    shown = page(client.get(booked.get_absolute_url()))
    assert shown.select_one("#id_note")["value"] == "She asks for"
    assert not shown.select_one("[name=seen]").get("value")
    client.post(booked.get_absolute_url(), {"outcome": "spoke", "note": "She asks for", "draft_version": kept})
    assert not Draft.objects.exists()


def test_sam_is_on_this_is_seen_by_the_others_who_may_take_it_over(client: Client, jean: Resident, asha: User) -> None:
    sam = make_user("Sam Reid", Role.TRIAGE, "thurrock-first")
    booked = make_call_back(jean, asha)
    claim_call_back(call_back=booked, by=sam)
    client.force_login(asha)
    assert "Sam Reid is on this." in client.get(booked.get_absolute_url()).content.decode()
    row = page(client.get(LIST)).select_one("main table tbody")
    assert "Sam Reid is on this." in row.text
    assert client.post(row.select_one("button")["formaction"]).url == booked.get_absolute_url()
    assert "You are on this" in client.get(LIST).content.decode()


def test_takes_the_next_with_one_press(client: Client, jean: Resident, asha: User) -> None:
    later = make_call_back(jean, asha)
    client.force_login(asha)
    response = client.post("/calls/next", follow=True)
    assert "Nobody waits to be rung at this hour. The next is Thursday 26 November" in response.content.decode()
    ring_at(later, WEDNESDAY, 9)
    assert client.post("/calls/next").url == later.get_absolute_url()
    later.refresh_from_db()
    assert later.claimed_by == asha


def test_writes_only_who_looked(client: Client, jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    client.force_login(asha)
    before = rows(without="audit.event")
    for address in (booked.get_absolute_url(), f"/call-backs/new?person={jean.reference}", "/call-backs/new"):
        assert client.get(address).status_code == 200
    pages = Event.objects.filter(verb="resident.viewed").values_list("detail__page", flat=True)
    assert sorted(pages) == ["referrals.call_back", "referrals.call_back_new"]
    assert rows(without="audit.event") == before


def test_a_fixed_number_of_queries(
    client: Client, jean: Resident, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    booked = make_call_back(jean, asha)
    for _ in range(5):
        make_promise_to(jean, asha)
    client.force_login(asha)
    client.get(booked.get_absolute_url())
    with django_assert_num_queries(19):
        client.get(booked.get_absolute_url())
