"""What is offered for somebody who has died: nothing new, with a sentence, at every address; their family is heard."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.actions import save_draft
from core.errors import NotPermitted, Refused
from core.models import Draft
from referrals.actions import advise_contact, receive_referral, route_contact
from referrals.enums import ReferralStatus, Relation
from referrals.models import CallBack, Contact, Promise, Referral
from residents.actions import record_death
from residents.models import Resident
from tests.factories.answers import fresh, hand
from tests.factories.people import make_user
from tests.factories.promises import WORDS, make_call_back, make_promise_to
from tests.factories.referrals import give, make_referral, told
from tests.pages.referrals.test_call_new import HEARD
from tests.rows import rows

NOTHING_NEW = "nothing new is promised to them, booked or sent for them"


@pytest.fixture
def gone(jean: Resident, asha: User) -> Resident:
    """Jean, who died yesterday."""
    record_death(resident=jean, died_on=clock.today() - timedelta(days=1), how_known="Her daughter rang", by=asha)
    jean.refresh_from_db()
    return jean


def words(client: Client, address: str) -> str:
    return " ".join(BeautifulSoup(client.get(address, follow=True).content, "html.parser").main.get_text(" ").split())


def test_life_6_the_persons_page_offers_neither_and_says_why(client: Client, gone: Resident, asha: User) -> None:
    client.force_login(asha)
    page = BeautifulSoup(client.get(gone.get_absolute_url()).content, "html.parser")
    assert NOTHING_NEW in " ".join(page.main.get_text(" ").split())
    offered = [link["href"] for link in page.main.select("a")]
    assert not [href for href in offered if "promises/new" in href or "call-backs/new" in href]
    assert [href for href in offered if href.startswith("/calls/new")], "what their family says is still heard"


@pytest.mark.parametrize("address", ["/people/{}/promises/new", "/call-backs/new?person={}"])
def test_life_6_the_address_leads_back_with_the_sentence(
    client: Client, gone: Resident, asha: User, address: str
) -> None:
    client.force_login(asha)
    response = client.get(address.format(gone.reference))
    assert response.url == gone.get_absolute_url()
    assert f"Jean Smith died on {clock.today() - timedelta(days=1):%-d %B %Y}: {NOTHING_NEW}" in words(
        client, address.format(gone.reference)
    )


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/people/{}/promises/new", {"words": WORDS, "due_on": "tomorrow", "told": ""}),
        ("/call-backs/new?person={}", {"name": "Maria", "phone": "07700 900123", "about": WORDS}),
    ],
)
def test_life_6_what_was_typed_before_she_died_is_refused_and_kept(
    client: Client, gone: Resident, asha: User, address: str, typed: dict[str, str]
) -> None:
    client.force_login(asha)
    day = clock.today() + timedelta(days=1)
    before = rows(without="audit.event")
    response = client.post(address.format(gone.reference), typed | {"owner": str(asha.pk), "slot": f"{day} 14"})
    text = response.content.decode()
    assert response.status_code == 422
    assert NOTHING_NEW in text
    assert WORDS in text
    assert rows(without="audit.event") == before


def test_life_6_nothing_is_sent_from_a_call_and_its_words_stay(client: Client, gone: Resident, asha: User) -> None:
    kept = HEARD | {"person": gone.reference}
    draft = save_draft(owner_id=asha.pk, form="call", subject="new", fields=kept, version=None)
    client.force_login(asha)
    sent = {"send": "yes", "goes": "router", "draft_version": str(draft.version)}
    for response in (client.get("/calls/new/check"), client.post("/calls/new/check", sent)):
        assert response.url == "/calls/new"
    assert "Nothing was sent. Jean Smith died on" in words(client, "/calls/new/check")
    assert not Referral.objects.exists()
    assert Draft.objects.get(form="call").fields["story"] == HEARD["story"]


def test_life_6_no_action_begins_anything_for_her(gone: Resident, asha: User) -> None:
    hospital = make_user("Basildon EPR", Role.SERVICE, organisation="Mid and South Essex")
    for begin in (
        lambda: make_promise_to(gone, asha),
        lambda: make_call_back(gone, asha),
        lambda: route_contact(resident=gone, told=told(), by=asha),
        lambda: receive_referral(resident=gone, told=told(), by=hospital),
    ):
        with pytest.raises(Refused, match=NOTHING_NEW):
            begin()
    assert not [model for model in (Promise, CallBack, Contact) if model.objects.exists()]


def test_life_6_her_daughter_is_heard_promised_and_rung_back_in_a_call(gone: Resident, asha: User) -> None:
    day = clock.today() + timedelta(days=1)
    heard = told(
        relation=Relation.DAUGHTER_OR_SON, caller_name="Maria", caller_phone="07700900123", promise=WORDS,
        promise_by=day, ring_back=(day, 14),
    )  # fmt: skip
    advise_contact(resident=gone, told=heard, advice="Who registers a death", by=asha)
    assert Promise.objects.get().told == "Maria"
    assert CallBack.objects.get().name == "Maria"


def test_life_6_what_was_open_with_her_is_handed_on_to_nobody(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    referral = make_referral(jean, asha)
    give(referral, ben, dee)
    record_death(resident=jean, died_on=clock.today(), how_known="Her daughter rang", by=asha)
    assert fresh(referral).status == ReferralStatus.CLOSED
    client.force_login(ben)
    assert client.get(f"{referral.get_absolute_url()}hand-on").status_code in {302, 403}
    with pytest.raises((NotPermitted, Refused)):
        hand(fresh(referral), "cls-grays", ben)
