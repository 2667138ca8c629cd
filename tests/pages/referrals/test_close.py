"""/referrals/<reference>/close: the team's work ends, with the reason."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from referrals.enums import CHOSEN_BY_TEAM, CloseReason, ReferralSource, ReferralStatus
from referrals.models import Referral
from residents.models import Resident
from tests.factories.referrals import give, make_referral
from tests.rows import rows


@pytest.fixture
def held(jean: Resident, asha: User, ben: User, dee: User) -> Referral:
    """A referral that Ben holds."""
    referral = make_referral(jean, asha)
    give(referral, ben, dee)
    referral.refresh_from_db()
    return referral


def page_of(referral: Referral) -> str:
    return f"{referral.get_absolute_url()}close"


@pytest.mark.parametrize("role", ["ben", "dee", "olu"])
def test_closes_for_the_worker_and_for_who_allocates(
    client: Client, held: Referral, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    response = client.post(page_of(held), {"reason": "support_ended", "version": held.version})
    assert response.url == held.get_absolute_url()
    held.refresh_from_db()
    assert (held.status, held.close_reason) == (ReferralStatus.CLOSED, CloseReason.SUPPORT_ENDED)


def test_offers_what_a_team_may_choose_and_no_more(client: Client, held: Referral, ben: User) -> None:
    client.force_login(ben)
    page = BeautifulSoup(client.get(page_of(held)).content, "html.parser")
    assert [choice["value"] for choice in page.select("[name=reason]")] == [str(reason) for reason in CHOSEN_BY_TEAM]


def test_leads_to_the_one_place_where_a_death_or_a_move_is_recorded(
    client: Client, held: Referral, ben: User, olu: User
) -> None:
    person = f"/people/{held.resident.reference}"
    client.force_login(ben)
    text = client.get(page_of(held)).content.decode()
    assert f'href="{person}/died"' in text
    assert f'href="{person}/moved"' in text
    client.force_login(olu)
    text = " ".join(client.get(page_of(held)).content.decode().split())
    assert "/died" not in text
    assert "tell Thurrock First on 01375 511000" in text


@pytest.mark.parametrize("reason", ["", "review_held", "nonsense", "died", "moved"])
def test_refuses_any_other_reason(client: Client, held: Referral, ben: User, reason: str) -> None:
    client.force_login(ben)
    response = client.post(page_of(held), {"reason": reason, "version": held.version})
    assert response.status_code == 422
    held.refresh_from_db()
    assert held.status == ReferralStatus.ALLOCATED


def test_says_who_acted_meanwhile_and_keeps_the_choice(
    client: Client, held: Referral, ben: User, dee: User, olu: User
) -> None:
    seen = held.version
    give(held, dee, olu)
    client.force_login(dee)
    response = client.post(page_of(held), {"reason": "declined", "version": seen})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 409
    assert "Olu Adeyemi allocated this to Dee Walsh" in page.select_one(".govuk-error-summary").text
    assert page.select_one("[name=reason][checked]")["value"] == "declined"


def test_closes_once_when_it_is_sent_twice(client: Client, held: Referral, ben: User) -> None:
    client.force_login(ben)
    words = {"reason": "declined", "version": held.version, "form_token": "one form"}
    assert client.post(page_of(held), words).url == client.post(page_of(held), words).url
    assert Event.objects.filter(verb="referral.closed").count() == 1


def test_leads_back_from_a_review_after_a_discharge(client: Client, held: Referral, ben: User) -> None:
    Referral.objects.filter(pk=held.pk).update(source=ReferralSource.DISCHARGE, contact=None)
    client.force_login(ben)
    words = {"reason": "declined", "version": held.version}
    assert client.get(page_of(held)).url == client.post(page_of(held), words).url == held.get_absolute_url()
    held.refresh_from_db()
    assert held.status == ReferralStatus.ALLOCATED


@pytest.mark.parametrize("role", ["asha", "chidi", "gwen", "eve", "ada"])
def test_is_closed_to_who_neither_holds_nor_allocates_it(
    client: Client, held: Referral, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page_of(held)).status_code == 403
    assert client.post(page_of(held), {"reason": "declined", "version": held.version}).status_code == 403


def test_does_not_exist_for_a_partner_to_whom_it_was_not_sent(client: Client, held: Referral, ines: User) -> None:
    client.force_login(ines)
    assert client.get(page_of(held)).status_code == 404


def test_sends_a_stranger_to_sign_in(client: Client, held: Referral) -> None:
    assert client.get(page_of(held)).url.startswith("/sign-in?next=")


def test_writes_only_who_looked(client: Client, held: Referral, ben: User, jean: Resident) -> None:
    client.force_login(ben)
    before = rows(without="audit.event")
    client.get(page_of(held))
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed", resident_id=jean.pk).detail == {"page": "referrals.close"}


def test_a_fixed_number_of_queries(
    client: Client, held: Referral, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    with django_assert_num_queries(12):
        client.get(page_of(held))
