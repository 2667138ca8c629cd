"""How somebody is written to, on their details: e-mail addresses, and how they want to have things in writing."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from residents.actions import change_identity, end_email, share
from residents.models import EmailAddress, Resident
from tests.factories.around import make_email
from tests.factories.people import make_resident
from tests.pages.residents.test_details import at, opened, words
from tests.rows import rows

ADDRESS = "jean@example.org"
CHOICE = "How they want to have things in writing"


def test_says_that_nobody_asked_yet_and_leads_to_the_question(client: Client, jean: Resident, asha: User) -> None:
    page = opened(client, asha, at(jean))
    row = next(row for row in page.select(".govuk-summary-list__row") if CHOICE in row.dt.text)
    assert "Not asked yet" in words(row)
    assert row.a["href"] == at(jean, "identity", question="in-writing")
    assert "No e-mail address is known." in words(page)


def test_keeps_how_they_want_things_in_writing(client: Client, jean: Resident, asha: User) -> None:
    page = opened(client, asha, at(jean, "identity", question="in-writing"))
    assert [radio["value"] for radio in page.select("input[name=in_writing]")] == [
        "paper", "large_print", "text", "email", "",
    ]  # fmt: skip
    typed = {"in_writing": "large_print", "version": str(jean.version)}
    answer = client.post(at(jean, "identity", question="in-writing"), typed, follow=True)
    text = words(BeautifulSoup(answer.content, "html.parser"))
    assert f"{CHOICE} saved." in text
    assert "In large print" in text


def test_a_choice_may_become_not_asked_again_and_no_other_is_taken(client: Client, jean: Resident, asha: User) -> None:
    change_identity(resident=jean, changes={"in_writing": "email"}, by=asha, version=jean.version)
    jean.refresh_from_db()
    client.force_login(asha)
    typed = {"in_writing": "pigeon", "version": str(jean.version)}
    assert client.post(at(jean, "identity", question="in-writing"), typed).status_code == 422
    assert client.post(at(jean, "identity", question="in-writing"), typed | {"in_writing": ""}).status_code == 302
    jean.refresh_from_db()
    assert jean.in_writing == ""


def test_adds_an_address_and_asks_whether_it_is_safe(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    given = {"address": "Jean@Example.org", "safe_to_write": "no", "note": "her son reads it"}
    answer = client.post(at(jean, "email_new"), given, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    assert "E-mail address added." in words(page)
    assert "No: do not write there" in words(page)
    assert page.select_one("main s").text.strip() == ADDRESS
    assert EmailAddress.objects.get(resident=jean).safe_to_write is False


@pytest.mark.parametrize("typed", ["", "jean", "<script>@example.org"])
def test_refuses_what_is_no_address_and_keeps_it(client: Client, jean: Resident, asha: User, typed: str) -> None:
    client.force_login(asha)
    before = rows(without="audit.event")
    answer = client.post(at(jean, "email_new"), {"address": typed, "note": "her <son>"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(".govuk-error-summary a")["href"] == "#id_address"
    assert page.select_one("#id_address").get("value", "") == typed
    assert page.select_one("#id_note")["value"] == "her <son>"
    assert rows(without="audit.event") == before


def test_says_once_more_that_an_address_stands_there_already(client: Client, jean: Resident, asha: User) -> None:
    make_email(jean, asha)
    client.force_login(asha)
    answer = client.post(at(jean, "email_new"), {"address": ADDRESS})
    assert (answer.status_code, "stands in the record already" in answer.content.decode()) == (422, True)


def test_shows_both_versions_of_what_somebody_changed_meanwhile(client: Client, jean: Resident, asha: User) -> None:
    held = make_email(jean, asha, safe_to_write=True)
    client.force_login(asha)
    typed = {"address": ADDRESS, "safe_to_write": "no", "then": "keep", "version": "0"}
    answer = client.post(at(jean, "email", pk=held.pk), typed)
    text = words(BeautifulSoup(answer.content, "html.parser"))
    assert (answer.status_code, "Is it safe to write to them there?" in text) == (409, True)
    held.refresh_from_db()
    assert held.safe_to_write is True


def test_an_address_that_has_ended_is_shown_as_ended(client: Client, jean: Resident, asha: User) -> None:
    held = make_email(jean, asha)
    client.force_login(asha)
    typed = {"address": ADDRESS, "then": "end", "version": str(held.version)}
    answer = client.post(at(jean, "email", pk=held.pk), typed, follow=True)
    assert "1 e-mail address no longer used" in words(BeautifulSoup(answer.content, "html.parser"))
    held.refresh_from_db()
    assert held.ended_on is not None


def test_another_persons_address_is_not_found(client: Client, jean: Resident, asha: User) -> None:
    held = make_email(make_resident(asha, given_name="Maud", known_as=""), asha)
    client.force_login(asha)
    assert client.get(at(jean, "email", pk=held.pk)).status_code == 404


def test_a_partner_learns_no_address(client: Client, jean: Resident, asha: User, hal: User) -> None:
    end_email(held=make_email(jean, asha, "old@example.org"), on=clock.today(), by=asha, version=1)
    make_email(jean, asha)
    share(resident=jean, team=hal.teams.get(), by=asha, reason="care at home")
    text = words(opened(client, hal, at(jean)))
    for hidden in (ADDRESS, "old@example.org", CHOICE):
        assert hidden not in text
