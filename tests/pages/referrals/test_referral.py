"""/referrals/<reference>/: the story, where it came from, who holds it, and what may be done now."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from referrals.actions import accept, answer_question, ask, close
from referrals.enums import CloseReason, ReferralSource
from referrals.models import Allocation, Referral
from residents.models import Resident
from tests.factories.answers import NOT_OURS, fresh, give_back, let_the_days_pass
from tests.factories.referrals import STORY, give, make_referral
from tests.rows import rows


@pytest.fixture
def referral(jean: Resident, asha: User) -> Referral:
    return make_referral(jean, asha)


ANSWERS = {"Ask whoever sent it", "Return it, with the reason"}
HANDS_ON = "Hand on to another team"


def see(client: Client, viewer: User, referral: Referral) -> BeautifulSoup:
    client.force_login(viewer)
    return BeautifulSoup(client.get(referral.get_absolute_url()).content, "html.parser")


def offers(page: BeautifulSoup) -> set[str]:
    """The buttons and links by which something may be done."""
    column = page.select_one(".govuk-grid-column-one-third")
    return {" ".join(offer.text.split()) for offer in column.select("a, button")} - {"Make a promise"}


def test_says_the_story_with_who_said_and_who_heard_it(client: Client, ben: User, referral: Referral) -> None:
    text = see(client, ben, referral).select_one("main").get_text(" ", strip=True)
    assert STORY in text
    assert "Maria Hughes (family), to Asha Patel" in text
    assert "Maria Hughes (daughter or son), by telephone, to Asha Patel" in text


def test_tells_a_partner_the_source_but_not_who_rang_and_who_took_the_call(
    client: Client, jean: Resident, asha: User, ines: User
) -> None:
    page = see(client, ines, make_referral(jean, asha, need="carer", caller_phone="01375 000000"))
    told = {row.dt.text.strip(): row.dd.get_text(strip=True) for row in page.select(".govuk-summary-list__row")}
    assert told["Where it came from"] == ReferralSource.CONTACT.label


def test_says_the_rule_and_the_reason(client: Client, ben: User, referral: Referral) -> None:
    text = see(client, ben, referral).select_one("main").get_text(" ", strip=True)
    assert "Rule ROU-9" in text
    assert "The person belongs to Tilbury and Chadwell: the practice, Tilbury Health Centre" in text


def test_counts_the_hand_offs_out_loud(client: Client, ben: User, dee: User, referral: Referral) -> None:
    assert "This is the 1st hand-off for Jean Smith" in see(client, ben, referral).text
    give(referral, ben, dee)
    assert "This is the 1st hand-off for Jean Smith" in see(client, ben, referral).text
    give(referral, dee, dee)
    assert "This is the 2nd hand-off for Jean Smith" in see(client, ben, referral).text


def test_offers_the_manager_to_allocate_and_to_close(client: Client, dee: User, referral: Referral) -> None:
    assert offers(see(client, dee, referral)) == {"Allocate", "Accept", "Close this referral", HANDS_ON, *ANSWERS}


def test_offers_the_manager_to_undo_for_ten_minutes(client: Client, dee: User, ben: User, referral: Referral) -> None:
    given = give(referral, ben, dee)
    every = {"Allocate to somebody else", "Undo this allocation", "Close this referral", HANDS_ON, *ANSWERS}
    assert offers(see(client, dee, referral)) == every
    Allocation.objects.filter(pk=given.pk).update(started_at=clock.now() - timedelta(minutes=10, seconds=1))
    assert offers(see(client, dee, referral)) == every - {"Undo this allocation"}


def test_offers_the_worker_who_holds_it_to_close(client: Client, dee: User, ben: User, referral: Referral) -> None:
    assert offers(see(client, ben, referral)) == {"Accept", HANDS_ON, *ANSWERS}
    give(referral, ben, dee)
    assert offers(see(client, ben, referral)) == {"Close this referral", HANDS_ON, *ANSWERS}


def test_offers_a_colleague_of_who_holds_it_nothing(client: Client, dee: User, ben: User, referral: Referral) -> None:
    give(referral, dee, dee)
    assert offers(see(client, ben, referral)) == set()


def test_ans_1_says_by_when_it_is_answered_and_who_accepted_it(
    client: Client, asha: User, ben: User, referral: Referral
) -> None:
    assert "To be answered" in see(client, asha, referral).text
    let_the_days_pass(referral)
    page = see(client, ben, referral)
    assert "Not answered yet" in page.text
    assert "1 day overdue" in page.text
    accept(referral=referral, by=ben)
    assert "Ben Okafor accepted it on" in see(client, asha, referral).text


def test_offers_the_sender_to_answer_a_question_and_to_decide(
    client: Client, asha: User, ben: User, referral: Referral
) -> None:
    assert offers(see(client, asha, referral)) == set()
    ask(referral=referral, words="Which stairs?", by=ben)
    page = see(client, asha, referral)
    assert offers(page) == {"Answer the question"}
    assert "Which stairs?" in page.text
    give_back(referral, ben)
    page = see(client, asha, referral)
    assert offers(page) == {"Send again", "Close this referral"}
    assert NOT_OURS in page.text
    assert offers(see(client, ben, referral)) == set()


def test_tells_a_partner_nobodys_name_but_those_of_their_own(
    client: Client, jean: Resident, asha: User, ines: User, olu: User
) -> None:
    theirs = make_referral(jean, asha, need="carer")
    ask(referral=theirs, words="Is she at home?", by=ines)
    answer_question(referral=theirs, words="She is.", by=asha)
    give(theirs, ines, olu)
    shown = " ".join(see(client, ines, theirs).select_one("main").text.split())
    for name in ("Asha Patel", "Olu Adeyemi", "Maria"):
        assert name not in shown, name
    for told in ("Family, to Thurrock First triage worker", "She is.", "Thurrock First", "Ines Costa"):
        assert told in shown, told
    close(referral=fresh(theirs), reason=CloseReason.DECLINED, by=olu)
    shown = see(client, ines, theirs).text
    assert "Olu Adeyemi" not in shown
    assert "Head of service closed it" in " ".join(shown.split())


def test_offers_nothing_to_somebody_of_another_team(client: Client, chidi: User, referral: Referral) -> None:
    assert offers(see(client, chidi, referral)) == set()


def test_offers_the_head_of_service_to_allocate_in_any_team(client: Client, olu: User, referral: Referral) -> None:
    assert "Allocate" in offers(see(client, olu, referral))


def test_does_not_offer_to_close_a_review_after_a_discharge(client: Client, dee: User, referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(source=ReferralSource.DISCHARGE, contact=None, answer_by=None)
    page = see(client, dee, referral)
    assert offers(page) == {"Allocate", "Hold the review"}
    assert "A discharge from hospital" in page.text


def test_says_who_closed_it_and_why(client: Client, dee: User, referral: Referral) -> None:
    close(referral=referral, reason=CloseReason.MOVED, by=dee)
    page = see(client, dee, referral)
    assert offers(page) == set()
    assert "Dee Walsh closed it" in page.text
    assert "The person moved away" in page.text


def test_names_the_key_worker_in_the_banner(client: Client, dee: User, ben: User, referral: Referral) -> None:
    assert "No one yet" in see(client, dee, referral).select_one(".tc-banner").text
    give(referral, ben, dee)
    assert "Ben Okafor, Tilbury and Chadwell CLS team" in see(client, dee, referral).select_one(".tc-banner").text


def test_is_there_for_the_carers_service_when_it_was_sent_to_them(
    client: Client, jean: Resident, asha: User, ines: User, referral: Referral
) -> None:
    theirs = make_referral(jean, asha, need="carer")
    assert theirs.reference in see(client, ines, theirs).select_one("h1").text
    assert client.get(referral.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["eve", "ada"])
def test_is_closed_to_roles_that_see_no_queue(
    client: Client, referral: Referral, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(referral.get_absolute_url()).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, referral: Referral) -> None:
    assert client.get(referral.get_absolute_url()).url.startswith("/sign-in?next=")


def test_writes_only_who_looked(client: Client, ben: User, jean: Resident, referral: Referral) -> None:
    before = rows(without="audit.event")
    see(client, ben, referral)
    assert rows(without="audit.event") == before
    seen = Event.objects.get(verb="resident.viewed", resident_id=jean.pk)
    assert (seen.actor_id, seen.detail) == (ben.pk, {"page": "referrals.referral"})


def test_a_fixed_number_of_queries_however_often_it_changed_hands(
    client: Client, dee: User, ben: User, referral: Referral, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for worker in (ben, dee, ben):
        give(referral, worker, dee)
    client.force_login(dee)
    with django_assert_num_queries(19):
        client.get(referral.get_absolute_url())
