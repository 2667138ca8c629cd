"""/referrals/<reference>/allocate, the undo of it, and closing: what a manager does at twenty to ten."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from outbox.models import Job
from referrals.actions import close
from referrals.enums import CloseReason, ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from residents.models import Resident
from tests.factories.people import make_user
from tests.factories.referrals import STORY, fill, give, make_referral
from tests.rows import rows

TEAM = "cls-tilbury-chadwell"


@pytest.fixture
def referral(jean: Resident, asha: User) -> Referral:
    return make_referral(jean, asha)


@pytest.fixture
def manager(client: Client, dee: User, ben: User) -> Client:
    """Dee, signed in; Ben works in her team."""
    client.force_login(dee)
    return client


def page_of(referral: Referral) -> str:
    return f"{referral.get_absolute_url()}allocate"


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_shows_the_referral_beside_the_workers(manager: Client, referral: Referral, ben: User) -> None:
    text = " ".join(soup(manager.get(page_of(referral))).select_one("main").text.split())
    for words in (STORY, "This week", "Getting about at home", "Not asked", "Ben Okafor"):
        assert words in text
    assert "Room for 20 more, holds 0 of 20 at 37 hours a week" in text


def test_suggests_first_who_knows_the_person_and_says_how(manager: Client, referral: Referral, ben: User) -> None:
    knows = make_user("Zoe Last", Role.SOCIAL_WORKER, TEAM)
    give(make_referral(referral.resident, referral.contact.taken_by), knows, manager_of(manager))
    rows_shown = soup(manager.get(page_of(referral))).select("tbody tr")
    assert [row.label.text for row in rows_shown] == ["Zoe Last", "Ben Okafor"]
    assert "Allocated to them on" in rows_shown[0].text


def test_load_1_shows_and_does_not_hide_who_has_no_room(
    manager: Client, referral: Referral, asha: User, dee: User
) -> None:
    full = make_user("Kit Brown", Role.SOCIAL_WORKER, TEAM, hours=3.7)
    fill(full, dee, asha, 2)
    row = soup(manager.get(page_of(referral))).select("tbody tr")[-1]
    assert row.label.text == "Kit Brown"
    assert "No room" in row.text
    assert row.select_one("input[type=radio]") is not None


def test_allocates_and_offers_to_undo(manager: Client, referral: Referral, ben: User) -> None:
    words = {"worker": str(ben.pk), "version": referral.version, "note": "Jean prefers mornings"}
    response = manager.post(page_of(referral), words)
    given = Allocation.objects.get(referral=referral)
    assert (given.worker, given.note, given.ended_at) == (ben, "Jean prefers mornings", None)
    assert response.url == f"/teams/{TEAM}/"
    after = soup(manager.get(response.url))
    assert f"{referral.reference} is allocated to Ben Okafor." in after.select_one(".tc-alert--success").text
    assert after.select_one(".tc-alert--success form")["action"] == f"/allocations/{given.pk}/undo"


def test_makes_one_allocation_when_it_is_sent_twice(manager: Client, referral: Referral, ben: User) -> None:
    words = {"worker": str(ben.pk), "version": referral.version, "form_token": "one form"}
    assert manager.post(page_of(referral), words).url == manager.post(page_of(referral), words).url
    assert Allocation.objects.count() == 1


def test_asks_who_takes_it_and_keeps_the_note(manager: Client, referral: Referral) -> None:
    response = manager.post(page_of(referral), {"version": referral.version, "note": "Mornings"})
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one(".govuk-error-summary a")["href"] == "#id_worker"
    assert page.select_one("#id_worker")["type"] == "radio"
    assert page.select_one("#id_note").text.strip() == "Mornings"


def test_refuses_somebody_of_another_team(manager: Client, referral: Referral, chidi: User) -> None:
    response = manager.post(page_of(referral), {"worker": str(chidi.pk), "version": referral.version})
    assert "Select somebody who works in this team now" in soup(response).select_one(".govuk-error-summary").text
    assert not Allocation.objects.exists()


def test_says_who_acted_meanwhile_and_keeps_the_note(manager: Client, referral: Referral, ben: User, olu: User) -> None:
    other = make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM)
    seen = referral.version
    give(referral, other, olu)
    response = manager.post(page_of(referral), {"worker": str(ben.pk), "version": seen, "note": "Mornings"})
    page = soup(response)
    assert response.status_code == 409
    assert "Olu Adeyemi allocated this to Pia Lund at" in page.select_one(".govuk-error-summary").text
    assert page.select_one("#id_note").text.strip() == "Mornings"
    assert page.select_one("[name=worker][checked]")["value"] == str(ben.pk)
    assert Allocation.objects.get(ended_at__isnull=True).worker == other


def test_allocates_all_the_same_when_it_is_sent_again_knowing_that(
    manager: Client, referral: Referral, ben: User, olu: User
) -> None:
    other = make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM)
    seen = referral.version
    give(referral, other, olu)
    page = soup(manager.post(page_of(referral), {"worker": str(ben.pk), "version": seen}))
    now = page.select_one("[name=version]")["value"]
    manager.post(page_of(referral), {"worker": str(ben.pk), "version": now})
    assert Allocation.objects.get(ended_at__isnull=True).worker == ben


def test_says_that_to_give_it_to_somebody_else_is_a_hand_off(manager: Client, referral: Referral, ben: User) -> None:
    give(referral, ben, manager_of(manager))
    page = soup(manager.get(page_of(referral)))
    assert "would be the 2nd hand-off for Jean Smith" in page.text
    assert page.select_one(f'input[value="{ben.pk}"]') is None
    assert "Holds this now" in page.text


def test_says_so_when_nobody_works_in_the_team(client: Client, dee: User, referral: Referral) -> None:
    client.force_login(dee)
    assert "Nobody works in this team now." in soup(client.get(page_of(referral))).text


def test_leads_back_to_a_referral_that_is_closed(manager: Client, referral: Referral) -> None:
    close(referral=referral, reason=CloseReason.MOVED, by=manager_of(manager))
    assert manager.get(page_of(referral)).url == referral.get_absolute_url()


def test_writes_only_who_looked(manager: Client, referral: Referral, jean: Resident) -> None:
    before = rows(without="audit.event")
    manager.get(page_of(referral))
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed", resident_id=jean.pk).detail == {"page": "referrals.allocate"}


@pytest.mark.parametrize("role", ["asha", "ben", "ines", "hal", "gwen", "eve", "ada"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_is_closed_to_who_does_not_allocate(
    client: Client, referral: Referral, role: str, verb: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert getattr(client, verb)(page_of(referral)).status_code == 403


def test_is_closed_to_the_manager_of_another_locality(client: Client, referral: Referral) -> None:
    client.force_login(make_user("Gil Ford", Role.LOCALITY_MANAGER, "cls-grays"))
    assert client.get(page_of(referral)).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, referral: Referral) -> None:
    assert client.get(page_of(referral)).url.startswith("/sign-in?next=")


def test_undo_puts_it_back_into_the_queue(manager: Client, referral: Referral, ben: User) -> None:
    given = give(referral, ben, manager_of(manager))
    assert manager.post(f"/allocations/{given.pk}/undo").url == referral.get_absolute_url()
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.AWAITING_ALLOCATION


def test_undo_gives_it_back_to_the_worker_from_whom_it_was_taken(
    manager: Client, referral: Referral, ben: User
) -> None:
    dee, other = manager_of(manager), make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM)
    give(referral, ben, dee)
    mistaken = give(referral, other, dee)
    manager.post(f"/allocations/{mistaken.pk}/undo")
    page = soup(manager.post(f"/allocations/{mistaken.pk}/undo", follow=True))  # a double click
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.ALLOCATED
    assert Allocation.objects.get(referral=referral, ended_at=None).worker == ben
    undone = HandOff.objects.filter(referral=referral).latest("at")
    assert (undone.from_worker, undone.to_worker, undone.reason[:6]) == (other, ben, "Undone")
    assert "is with Ben Okafor again. Pia Lund has been told." in page.select_one(".tc-alert--success").text


def test_undo_puts_it_into_the_queue_when_who_held_it_has_left(manager: Client, referral: Referral, ben: User) -> None:
    dee = manager_of(manager)
    give(referral, ben, dee)
    mistaken = give(referral, make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM), dee)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    manager.post(f"/allocations/{mistaken.pk}/undo")
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.AWAITING_ALLOCATION


def test_tells_the_earlier_worker_that_they_no_longer_hold_it(manager: Client, referral: Referral, ben: User) -> None:
    first = give(referral, ben, manager_of(manager))
    give(referral, make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM), manager_of(manager))
    assert Job.objects.filter(dedupe_key__contains=f"allocation-ended:{first.pk}").count() == 1


@pytest.mark.parametrize("meanwhile", ["closed", "held"])
def test_a_stale_undo_says_that_nothing_was_undone(
    manager: Client, referral: Referral, ben: User, meanwhile: str
) -> None:
    dee = manager_of(manager)
    stale = give(referral, ben, dee)
    if meanwhile == "closed":
        close(referral=referral, reason=CloseReason.MOVED, by=dee)
    else:
        give(referral, make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM), dee)
    response = manager.post(f"/allocations/{stale.pk}/undo")
    assert response.status_code == 409
    assert "Nothing was undone." in response.content.decode()


def test_keeps_the_note_when_the_referral_was_closed_meanwhile(manager: Client, referral: Referral, ben: User) -> None:
    seen = referral.version
    close(referral=referral, reason=CloseReason.MOVED, by=manager_of(manager))
    for version in (seen, seen + 1):
        words = {"worker": str(ben.pk), "version": version, "note": "Mornings"}
        response = manager.post(page_of(referral), words)
        assert response.status_code in (409, 422)
        assert soup(response).select_one("#id_note").text.strip() == "Mornings"
    assert not Allocation.objects.exists()


def test_undo_twice_is_harmless(manager: Client, referral: Referral, ben: User) -> None:
    given = give(referral, ben, manager_of(manager))
    for _ in range(2):
        assert manager.post(f"/allocations/{given.pk}/undo").status_code == 302
    assert Event.objects.filter(verb="referral.allocation_undone").count() == 1


def test_undo_is_refused_with_a_sentence_after_ten_minutes(manager: Client, referral: Referral, ben: User) -> None:
    given = give(referral, ben, manager_of(manager))
    Allocation.objects.filter(pk=given.pk).update(started_at=clock.now() - timedelta(minutes=11))
    response = manager.post(f"/allocations/{given.pk}/undo")
    assert response.status_code == 409
    assert "more than 10 minutes ago" in response.content.decode()
    assert Allocation.objects.get(pk=given.pk).ended_at is None


def test_undo_does_nothing_when_it_is_only_opened(manager: Client, referral: Referral, ben: User) -> None:
    given = give(referral, ben, manager_of(manager))
    assert manager.get(f"/allocations/{given.pk}/undo").status_code == 405
    assert Allocation.objects.get(pk=given.pk).ended_at is None


@pytest.mark.parametrize("role", ["asha", "ben", "ines", "hal", "eve"])
def test_undo_is_closed_to_who_does_not_allocate(
    client: Client, referral: Referral, dee: User, ben: User, role: str, request: pytest.FixtureRequest
) -> None:
    given = give(referral, ben, dee)
    client.force_login(request.getfixturevalue(role))
    assert client.post(f"/allocations/{given.pk}/undo").status_code == 403


def test_a_fixed_number_of_queries_however_many_workers(
    manager: Client, referral: Referral, asha: User, dee: User, ben: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(3):
        make_user(f"Worker {number}", Role.SOCIAL_WORKER, TEAM)
    fill(ben, dee, asha, 2)
    with django_assert_num_queries(15):
        manager.get(page_of(referral))


def manager_of(client: Client) -> User:
    """Whoever is signed in."""
    return User.objects.get(pk=client.session["_auth_user_id"])
