"""/people/<reference>/promises/new and /promises/<key>/: a promise is made, kept, withdrawn, given to a colleague."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.actions import deactivate
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from core.models import Draft
from referrals.actions import break_promises_due, give_promise, keep_promise
from referrals.enums import PromiseStatus
from referrals.models import Promise
from residents.actions import share
from residents.models import Resident
from tests.factories.drafts import keep_words
from tests.factories.people import make_resident
from tests.factories.promises import WORDS, make_call_back, make_promise_to, overdue_promise
from tests.factories.referrals import make_referral
from tests.rows import rows

FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _wednesday_at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 10, 15, tzinfo=clock.LONDON))


def form_of(person: Resident) -> str:
    return f"/people/{person.reference}/promises/new"


def said(keeper: User, **differently: Any) -> dict[str, Any]:
    return {"words": WORDS, "due_on": "friday", "owner": str(keeper.pk), "told": ""} | differently


def page(response: Any) -> Tag:
    return BeautifulSoup(response.content, "html.parser")


def test_makes_a_promise_from_the_persons_page(client: Client, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    response = client.post(form_of(jean), said(ben, told="her daughter Maria"), follow=True)
    made = Promise.objects.get()
    assert (made.words, made.due_on, made.owner, made.told) == (WORDS, FRIDAY, ben, "her daughter Maria")
    section = page(response).select_one(".tc-promises")
    assert "Friday 27 November, due in 2 days. Ben Okafor keeps it. Said to her daughter Maria." in " ".join(
        section.text.split()
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("friday", date(2026, 11, 27)),
        ("Wednesday", date(2026, 12, 2)),
        ("today", date(2026, 11, 25)),
        ("tomorrow", date(2026, 11, 26)),
        ("27/11", date(2026, 11, 27)),
        ("4 dec 2026", date(2026, 12, 4)),
    ],
)
def test_takes_the_day_as_people_say_it(client: Client, jean: Resident, ben: User, typed: str, day: date) -> None:
    client.force_login(ben)
    client.post(form_of(jean), said(ben, due_on=typed))
    assert Promise.objects.get().due_on == day


@pytest.mark.parametrize(
    ("differently", "field", "sentence"),
    [
        ({"words": ""}, "words", "Enter what was promised"),
        ({"words": "x" * 301}, "words", "What did we promise? must be 300 characters or fewer"),
        ({"due_on": ""}, "due_on", "Enter the day by which it will be kept"),
        ({"due_on": "soon"}, "due_on", "By when? must be a real date, like 27 November 2026"),
        ({"due_on": "24 November 2026"}, "due_on", "By when? must be"),
        ({"due_on": "29 November 2027"}, "due_on", "By when must be a day in the next 12 months"),
        ({"owner": "nobody"}, "owner", "Select somebody who works here now"),
        ({"told": "x" * 201}, "told", "To whom was it said? must be 200 characters or fewer"),
    ],
)
def test_says_beside_the_field_what_is_wrong_and_keeps_the_words(
    client: Client, jean: Resident, ben: User, differently: dict[str, str], field: str, sentence: str
) -> None:
    client.force_login(ben)
    typed = said(ben, **differently)
    response = client.post(form_of(jean), typed)
    shown = page(response)
    assert response.status_code == 422
    assert sentence in shown.select_one(".govuk-error-summary").text
    assert sentence in shown.select_one(f"#id_{field}_error, #id_{field}-error").text
    assert shown.select_one("#id_words").text.strip() == typed["words"]
    assert not Promise.objects.exists()


def test_prm_3_asks_once_about_a_day_on_which_nobody_works_and_then_takes_it(
    client: Client, jean: Resident, ben: User
) -> None:
    client.force_login(ben)
    response = client.post(form_of(jean), said(ben, due_on="saturday"))
    shown = page(response)
    assert response.status_code == 422
    assert "Saturday 28 November is not a working day. The working day before is Friday 27 November." in shown.text
    sure = shown.select_one("[name=sure]")["value"]
    other = client.post(form_of(jean), said(ben, due_on="sunday", sure=sure))
    assert other.status_code == 422, "sure of one day is not sure of another"
    client.post(form_of(jean), said(ben, due_on="saturday", sure=sure))
    assert Promise.objects.get().due_on == date(2026, 11, 28)


def test_offers_the_colleagues_and_who_holds_the_person(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, chidi: User, ines: User
) -> None:
    client.force_login(ben)
    choices = [option.text.strip() for option in page(client.get(form_of(jean))).select("#id_owner option")]
    assert choices == ["Me", "Dee Walsh"]
    client.post(form_of(jean), said(dee))
    assert Promise.objects.get().owner == dee
    assert client.post(form_of(jean), said(chidi)).status_code == 422


def test_belongs_to_the_referral_from_whose_page_it_was_made(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    referral = make_referral(jean, asha)
    client.force_login(ben)
    link = page(client.get(referral.get_absolute_url())).select_one(".tc-promises a[href*=promises]")["href"]
    response = client.post(link, said(ben))
    assert response.url == referral.get_absolute_url()
    assert Promise.objects.get().referral == referral


def test_takes_no_referral_of_somebody_else(client: Client, jean: Resident, asha: User, ben: User) -> None:
    other = make_referral(make_resident(asha, known_as="Arthur"), asha)
    client.force_login(ben)
    client.post(f"{form_of(jean)}?referral={other.reference}", said(ben))
    assert Promise.objects.get().referral is None


def test_makes_one_promise_when_it_is_sent_twice(client: Client, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    for _ in range(2):
        client.post(form_of(jean), said(ben, form_token="one form"))
    assert Promise.objects.count() == 1


def test_kept_with_one_press_comes_back_to_the_page_and_can_be_undone(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    promise = make_promise_to(jean, asha)
    client.force_login(ben)
    here = jean.get_absolute_url()
    shown = page(client.get(here)).select_one(".tc-promises form")
    button, back = shown.select_one("button[formaction]"), shown.select_one("[name=next]")
    response = client.post(button["formaction"], {"next": back["value"]}, follow=True)
    assert response.redirect_chain == [(here, 302)]
    promise.refresh_from_db()
    assert (promise.status, promise.ended_by) == (PromiseStatus.KEPT, ben)
    undo = page(response).select_one(".tc-alert__undo")["action"]
    assert client.post(undo).url == here
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.OPEN


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_leads_nowhere_else(client: Client, jean: Resident, asha: User, wanted: str) -> None:
    promise = make_promise_to(jean, asha)
    client.force_login(asha)
    assert client.post(f"{promise.get_absolute_url()}kept", {"next": wanted}).url == promise.get_absolute_url()


def test_is_kept_with_a_word_of_how(client: Client, jean: Resident, asha: User) -> None:
    promise = make_promise_to(jean, asha)
    client.force_login(asha)
    response = client.post(f"{promise.get_absolute_url()}kept", {"note": "Rang her", "version": 1}, follow=True)
    assert "Kept by Asha Patel, 25 November 2026 at 10:15am: Rang her" in response.content.decode()


def test_says_beside_the_field_that_the_note_is_too_long(client: Client, jean: Resident, asha: User) -> None:
    promise = make_promise_to(jean, asha)
    client.force_login(asha)
    response = client.post(f"{promise.get_absolute_url()}kept", {"note": "x" * 301, "version": 1})
    assert response.status_code == 422
    told = page(response).select_one("#id_note_error, #id_note-error").text
    assert "How was it kept? must be 300 characters or fewer" in told
    assert page(response).select_one("#id_note")["value"] == "x" * 301
    assert Event.objects.get(verb="resident.viewed").detail == {"page": "referrals.promise"}


def test_shows_both_versions_when_somebody_was_quicker(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    promise = make_promise_to(jean, ben)
    give_promise(promise=promise, to=dee, reason="Away", by=dee)
    client.force_login(ben)
    for step, typed in (
        ("kept", {"note": "I rang her"}),
        ("withdraw", {"note": "I rang her", "told": "Jean"}),
        ("owner", {"reason": "I rang her", "worker": str(ben.pk)}),
        ("day", {"reason": "I rang her", "due_on": "monday"}),
    ):
        response = client.post(f"{promise.get_absolute_url()}{step}", typed | {"version": 1})
        shown = page(response)
        assert response.status_code == 409, step
        assert "Dee Walsh keeps it now" in shown.select_one(".govuk-error-summary").text
        assert "Dee Walsh" in shown.select_one(".govuk-summary-list").text
        assert shown.select_one("[name=note], [name=reason]")["value"] == "I rang her"
        assert shown.select_one("[name=version]")["value"] == "2"
        theirs, mine = (cell.text.strip() for cell in shown.select("main table tbody tr")[0].select("td"))
        assert theirs == "Dee Walsh keeps it by the end of Thursday 26 November", step
        assert mine
        assert "I rang her" in shown.select_one("main table tbody").text


def test_takes_my_words_when_i_have_seen_theirs(client: Client, jean: Resident, asha: User, ben: User) -> None:
    promise = make_promise_to(jean, asha)
    keep_promise(promise=promise, by=asha, note="She knows")
    client.force_login(ben)
    mine = {"note": "I rang her too"}
    response = client.post(f"{promise.get_absolute_url()}kept", mine | {"version": 1})
    cells = [cell.text.strip() for cell in page(response).select("main table tbody td")]
    assert response.status_code == 409
    assert cells == ["Kept by Asha Patel, 25 November 2026 at 10:15am: She knows", "Kept: I rang her too"]
    version = page(response).select_one("[name=version]")["value"]
    assert client.post(f"{promise.get_absolute_url()}kept", mine | {"version": version}).status_code == 302
    promise.refresh_from_db()
    assert (promise.note, promise.ended_by) == ("I rang her too", ben)


def test_changes_the_day_with_the_reason_and_shows_which_it_was(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    promise = make_promise_to(jean, ben, due_on=FRIDAY)
    client.force_login(asha)
    address = f"{promise.get_absolute_url()}day"
    assert page(client.get(promise.get_absolute_url())).select_one(f"a[href='{address}']")
    wrong = client.post(address, {"due_on": "monday", "reason": "", "version": 1})
    assert wrong.status_code == 422
    assert "Enter why the day is changed" in page(wrong).select_one(".govuk-error-summary").text
    assert page(wrong).select_one("#id_due_on")["value"] == "monday"
    response = client.post(address, {"due_on": "monday", "reason": "She asked", "version": 1}, follow=True)
    assert response.redirect_chain == [(promise.get_absolute_url(), 302)]
    facts = " ".join(page(response).select_one(".govuk-summary-list").text.split())
    assert "By the end of Monday 30 November" in facts
    assert "Once. It was promised for Friday 27 November first. She asked" in facts
    client.post(address, {"due_on": "tuesday", "reason": "And again", "version": 2})
    was = "Was Friday 27 November, changed 2 times."
    assert was in " ".join(page(client.get(jean.get_absolute_url())).select_one(".tc-promises").text.split())
    client.force_login(ben)
    assert was in " ".join(page(client.get("/promises/")).select_one("main table").text.split())


def test_prm_5_offers_no_other_day_once_its_day_has_passed(client: Client, jean: Resident, asha: User) -> None:
    promise = overdue_promise(jean, asha)
    client.force_login(asha)
    address = f"{promise.get_absolute_url()}day"
    assert not page(client.get(promise.get_absolute_url())).select_one(f"a[href='{address}']")
    assert client.get(address).url == promise.get_absolute_url()
    response = client.post(address, {"due_on": "monday", "reason": "She asked", "version": 1})
    assert response.status_code == 422
    assert "Once its day has passed a promise stays broken" in page(response).select_one(".govuk-error-summary").text
    assert page(response).select_one("#id_reason")["value"] == "She asked"


def test_keeps_what_is_typed_of_a_promise_until_it_is_made(client: Client, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    kept = keep_words(client, "promise", jean.reference, {"words": "We will send", "due_on": "friday"})
    shown = page(client.get(form_of(jean)))
    assert shown.select_one("#id_words").text.strip() == "We will send"
    assert shown.select_one("#id_due_on")["value"] == "friday"
    assert shown.select_one("[data-draft-key]")["data-draft-form"] == shown.select_one("form[id]")["id"]
    client.post(form_of(jean), said(ben, draft_version=str(kept)))
    assert not Draft.objects.exists()


def test_is_withdrawn_with_the_reason_and_who_was_told(client: Client, jean: Resident, asha: User) -> None:
    promise = make_promise_to(jean, asha)
    client.force_login(asha)
    address = f"{promise.get_absolute_url()}withdraw"
    response = client.post(address, {"note": "", "told": "", "version": 1})
    assert response.status_code == 422
    assert "Enter why it will not be kept" in response.content.decode()
    assert "Enter who has been told, or that nobody has been yet" in response.content.decode()
    client.post(address, {"note": "Her son drives her", "told": "Jean", "version": 1})
    promise.refresh_from_db()
    assert (promise.status, promise.told_of_end) == (PromiseStatus.WITHDRAWN, "Jean")
    assert "Told that it is withdrawn" in client.get(promise.get_absolute_url()).content.decode()


def test_somebody_else_keeps_it_after_its_owner_left(
    client: Client, jean: Resident, ben: User, dee: User, asha: User
) -> None:
    promise = make_promise_to(jean, ben)
    deactivate(user=ben, by=SYSTEM)
    client.force_login(dee)
    assert "Ben Okafor, who has left" in client.get(promise.get_absolute_url()).content.decode()
    assert "has left: nobody does now" in client.get(jean.get_absolute_url()).content.decode()
    client.post(f"{promise.get_absolute_url()}owner", {"worker": str(dee.pk), "reason": "Ben has left", "version": 1})
    promise.refresh_from_db()
    assert promise.owner == dee


def test_shows_a_broken_promise_before_the_next_hello_and_what_was_kept_late(
    client: Client, jean: Resident, asha: User
) -> None:
    promise = overdue_promise(jean, asha, days=3)
    break_promises_due()
    client.force_login(asha)
    section = page(client.get(jean.get_absolute_url())).select_one(".tc-promises")
    assert section.select_one(".govuk-tag").text.strip() == "Broken"
    assert "3 days overdue" in section.text
    keep_promise(promise=promise, by=asha)
    kept = " ".join(page(client.get(jean.get_absolute_url())).select_one(".tc-promises").text.split())
    assert "Broken, then kept" in kept


def test_hides_what_ended_more_than_two_weeks_ago(client: Client, jean: Resident, asha: User) -> None:
    promise = keep_promise(promise=make_promise_to(jean, asha), by=asha)
    Promise.objects.filter(pk=promise.pk).update(ended_at=clock.now() - timedelta(days=15))
    client.force_login(asha)
    assert "Nothing is open." in page(client.get(jean.get_absolute_url())).select_one(".tc-promises").text


@pytest.mark.parametrize("name", ["ines", "hal"])
def test_a_partner_learns_nothing_of_promises(
    client: Client, jean: Resident, asha: User, name: str, request: pytest.FixtureRequest
) -> None:
    partner = request.getfixturevalue(name)
    share(resident=jean, team=partner.teams.get(), by=asha, reason="R-222-2222")
    make_call_back(jean, asha, about=WORDS)
    promise = make_promise_to(jean, asha)
    client.force_login(partner)
    shown = client.get(jean.get_absolute_url()).content.decode()
    assert "What we promised" not in shown
    assert WORDS not in shown
    assert WORDS not in client.get(f"{jean.get_absolute_url()}timeline").content.decode()
    assert client.get(promise.get_absolute_url()).status_code == 403


def test_writes_only_who_looked(client: Client, jean: Resident, asha: User) -> None:
    promise = make_promise_to(jean, asha)
    client.force_login(asha)
    before = rows(without="audit.event")
    for address in (promise.get_absolute_url(), f"{promise.get_absolute_url()}withdraw", form_of(jean)):
        assert client.get(address).status_code == 200
    pages = Event.objects.filter(verb="resident.viewed").values_list("detail__page", flat=True)
    assert sorted(pages) == ["referrals.promise", "referrals.promise_new", "referrals.promise_withdraw"]
    assert rows(without="audit.event") == before


def test_a_fixed_number_of_queries(
    client: Client, jean: Resident, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    promise = make_promise_to(jean, asha)
    client.force_login(asha)
    client.get(promise.get_absolute_url())
    with django_assert_num_queries(14):
        client.get(promise.get_absolute_url())
