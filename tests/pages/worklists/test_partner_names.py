"""No page tells a partner the names of the Council's staff, what staff noted, or whom the partner has no more."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from localities.models import Locality
from outbox.models import Job
from referrals.actions import answer_question, ask, withdraw_contact
from referrals.models import Referral
from residents.actions import Phone, add_phone, choose_locality
from residents.models import Resident
from tests.factories.answers import fresh, give_back, hand
from tests.factories.around import make_alert, make_member, make_need
from tests.factories.referrals import give, make_contact, make_referral
from worklists.teams import team_or_404

pytestmark = pytest.mark.django_db
QUEUE = "/teams/carers-service/"
TABS = ("", "?show=active", "?show=handed-in", "?show=came-back", "?show=left")
HIDDEN = ("Asha", "Priya", "Maria", "shouted", "fled from him", "neighbour")


@pytest.fixture
def theirs(jean: Resident, asha: User) -> Referral:
    """Asha sent Jean to the Carers service."""
    return fresh(make_referral(jean, asha, need="carer"))


def texts(client: Client, referral: Referral, partner: User) -> dict[str, str]:
    """Every page that a partner may look at, by its address."""
    client.force_login(partner)
    here = {"reference": referral.resident.reference}
    names = ("worklists:resident", "worklists:timeline", "residents:details", "residents:alerts")
    one, search = referral.get_absolute_url(), f"{reverse('worklists:search')}?q={referral.resident.family_name}"
    pages = [*(reverse(name, kwargs=here) for name in names), *(f"{QUEUE}{tab}" for tab in TABS), search]
    pages += [one, f"{one}return", f"{one}ask", reverse("worklists:my_day"), reverse("worklists:notices")]
    return {page: client.get(page).content.decode() for page in pages}


def test_names_nobody_of_the_council_and_tells_no_note_of_staff(
    client: Client, theirs: Referral, jean: Resident, asha: User, ines: User
) -> None:
    grays = Locality.objects.get(slug="grays")
    choose_locality(resident=jean, locality=grays, reason="she fled from him", by=asha, version=jean.version)
    add_phone(resident=jean, phone=Phone("07700900111", note="a neighbour answers", is_main=True), by=asha)
    make_need(jean, asha, may_share=True, said_by="Priya")
    make_member(jean, asha)
    make_alert(jean, asha)
    ask(referral=theirs, words="How long?", by=ines, version=theirs.version)
    answer_question(referral=fresh(theirs), words="Ten years", by=asha)
    shown = texts(client, theirs, ines)
    assert {(page, word) for page, text in shown.items() for word in HIDDEN if word in text} == set()


def test_keeps_from_a_partner_what_was_sent_to_them_in_error(
    client: Client, jean: Resident, asha: User, ines: User
) -> None:
    contact = make_contact(jean, asha, need="carer")
    withdrawn = withdraw_contact(contact=contact, by=asha)
    client.force_login(ines)
    assert client.get(withdrawn.get_absolute_url()).status_code == 404
    for tab in TABS:
        assert "Smith" not in client.get(f"{QUEUE}{tab}").content.decode()
    assert team_or_404(ines, "carers-service", "handed_in").handed_in == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("gone", ["returned", "handed on"])
def test_lists_to_a_partner_nobody_whom_it_has_no_more(
    client: Client, theirs: Referral, ines: User, olu: User, gone: str
) -> None:
    client.force_login(ines)
    page = f"{QUEUE}?show=handed-in"
    assert "Smith" in client.get(page).content.decode()
    if gone == "returned":
        give_back(theirs, ines)
    else:
        hand(theirs, "cls-grays", olu)
    assert "Smith" not in client.get(page).content.decode()
    assert team_or_404(ines, "carers-service", "handed_in").handed_in == 0  # type: ignore[attr-defined]


def test_tells_a_partner_the_role_of_who_acted_while_their_page_was_open(
    client: Client, theirs: Referral, ines: User, olu: User
) -> None:
    client.force_login(ines)
    seen = theirs.version
    give(theirs, ines, olu)
    answer = client.post(f"{theirs.get_absolute_url()}return", {"words": "Not ours", "version": seen})
    assert answer.status_code == 409
    assert "Head of service allocated this to Ines Costa" in answer.content.decode()
    assert "Olu" not in answer.content.decode()


def test_tells_a_partner_the_role_of_who_allocated_to_them(theirs: Referral, ines: User, olu: User) -> None:
    given = give(theirs, ines, olu)
    job = Job.objects.get(dedupe_key=f"allocation:{given.pk}")
    assert job.payload["words"] == f"{theirs.reference} was allocated to you by Head of service"
    assert not Notice.objects.filter(words__contains="Olu").exists()
