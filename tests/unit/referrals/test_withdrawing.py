"""Taking back what was sent from a call: within ten minutes, by whoever took it, while nobody has acted."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.errors import NotPermitted, Refused
from core.models import Draft
from localities.models import Team
from referrals.actions import accept, ask, route_contact, withdraw_contact
from referrals.enums import CloseReason, Need, ReferralStatus
from referrals.models import Contact, Referral
from residents.models import Resident, Share, Statement
from tests.factories.people import make_user
from tests.factories.referrals import STORY, give, make_contact, told


@pytest.fixture
def contact(jean: Resident, asha: User) -> Contact:
    started_at = clock.now() - timedelta(minutes=3)
    return make_contact(jean, asha, started_at=started_at, matters="Her own front door", caller_phone="07700900456")


def test_closes_the_referral_as_an_error_and_gives_the_words_back(contact: Contact, asha: User) -> None:
    closed = withdraw_contact(contact=contact, by=asha)
    assert (closed.status, closed.close_reason) == (ReferralStatus.CLOSED, CloseReason.VOIDED)
    words = Draft.objects.get(owner_id=asha.pk, form="call", subject="new").fields
    assert (words["story"], words["matters"], words["caller_phone"]) == (
        STORY,
        "Her own front door",
        "07700900456",
    )
    assert (words["person"], words["need"]) == (contact.resident and contact.resident.reference, "getting_about")
    assert Event.objects.filter(verb="contact.withdrawn").count() == 1


def test_asks_nobody_again_when_the_words_are_sent_once_more(contact: Contact, asha: User) -> None:
    assert contact.resident is not None
    withdraw_contact(contact=contact, by=asha)
    better = told(story="Mum fell three times.", started_at=contact.started_at)
    route_contact(resident=contact.resident, told=better, by=asha)
    current = Statement.objects.current().filter(resident=contact.resident, topic="story")
    assert [one.words for one in current] == ["Mum fell three times."]
    assert not Statement.objects.filter(re_asked=True).exists()


def test_parks_the_call_that_is_being_written(contact: Contact, asha: User) -> None:
    save_draft(owner_id=asha.pk, form="call", subject="new", fields={"story": "The next caller"}, version=None)
    withdraw_contact(contact=contact, by=asha)
    drafts = Draft.objects.filter(owner_id=asha.pk, form="call")
    assert {draft.subject: draft.fields["story"] for draft in drafts} == {
        "new": STORY,
        "parked-1": "The next caller",
    }


def test_is_harmless_when_it_is_done_twice(contact: Contact, asha: User) -> None:
    withdraw_contact(contact=contact, by=asha)
    withdraw_contact(contact=contact, by=asha)
    assert Event.objects.filter(verb="contact.withdrawn").count() == 1


def test_lets_a_partner_look_no_longer(jean: Resident, asha: User) -> None:
    sent = make_contact(jean, asha, need=Need.CARER)
    withdraw_contact(contact=sent, by=asha)
    carers = Team.objects.get(slug="carers-service")
    assert all(share.ended_at <= clock.now() for share in Share.objects.filter(resident=jean, team=carers))


def test_refuses_when_somebody_has_taken_it_up(contact: Contact, asha: User, dee: User, ben: User) -> None:
    give(Referral.objects.get(), ben, dee)
    with pytest.raises(Refused, match="Somebody has acted"):
        withdraw_contact(contact=contact, by=asha)


def test_refuses_when_the_team_has_accepted_it(contact: Contact, asha: User, dee: User) -> None:
    accept(referral=Referral.objects.get(), by=dee)
    with pytest.raises(Refused, match="Somebody has acted"):
        withdraw_contact(contact=contact, by=asha)


@pytest.mark.parametrize(("minutes", "refused"), [(9, False), (10, True)])
def test_hand_2_holds_for_a_call_too(
    contact: Contact, asha: User, monkeypatch: pytest.MonkeyPatch, minutes: int, refused: bool
) -> None:
    later = contact.taken_at + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: later)
    if refused:
        with pytest.raises(Refused, match="more than 10 minutes"):
            withdraw_contact(contact=contact, by=asha)
    else:
        withdraw_contact(contact=contact, by=asha)
    assert Referral.objects.get().is_open == refused


def test_is_for_whoever_took_the_call(contact: Contact, asha: User) -> None:
    colleague = make_user("Colleague", asha.role, "thurrock-first")
    with pytest.raises(NotPermitted):
        withdraw_contact(contact=contact, by=colleague)


def test_refuses_when_the_team_has_asked_about_it(contact: Contact, asha: User, ben: User) -> None:
    ask(referral=Referral.objects.get(), words="Which flat?", by=ben)
    with pytest.raises(Refused, match="Somebody has acted"):
        withdraw_contact(contact=contact, by=asha)
