"""Adding a contact to work that is open: no new referral, no hand-off, and whoever holds it is told."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from core.models import Draft
from localities.models import Team
from outbox.models import Job
from referrals.actions import add_to_open_work, close, withdraw_contact
from referrals.enums import CloseReason, ContactOutcome, Need, NoteKind, Urgency
from referrals.models import Contact, HandOff, Referral, ReferralNote
from residents.models import Resident, Share, Statement, TimelineEntry
from tests.factories.people import make_user
from tests.factories.referrals import give, make_referral, told
from tests.rows import rows

AGAIN = told(story="She fell again this morning.", urgency=Urgency.TODAY, caller_name="Maria Hughes")


@pytest.fixture
def referral(jean: Resident, asha: User) -> Referral:
    return make_referral(jean, asha)


def test_keeps_the_contact_the_words_and_a_note_and_makes_no_referral(referral: Referral, asha: User) -> None:
    hand_offs = HandOff.objects.count()
    sent = add_to_open_work(referral=referral, told=AGAIN, by=asha)
    assert (sent.contact.outcome, sent.contact.referrals.count()) == (ContactOutcome.ADDED, 0)
    note = ReferralNote.objects.get(referral=referral)
    assert (note.kind, note.words, note.team.slug) == (NoteKind.ADDED, AGAIN.story, "thurrock-first")
    assert Statement.objects.filter(resident=referral.resident, words=AGAIN.story).count() == 1
    assert (Referral.objects.count(), HandOff.objects.count()) == (1, hand_offs)
    assert TimelineEntry.objects.filter(title=f"Added to referral {referral.reference}").count() == 1


@pytest.mark.parametrize(
    ("urgency", "becomes"),
    [(Urgency.NOW, Urgency.NOW), (Urgency.THIS_WEEK, Urgency.THIS_WEEK), (Urgency.NO_RUSH, Urgency.THIS_WEEK)],
)
def test_makes_the_work_more_urgent_and_never_less(
    referral: Referral, asha: User, urgency: Urgency, becomes: Urgency
) -> None:
    add_to_open_work(referral=referral, told=told(urgency=urgency), by=asha)
    now = Referral.objects.get()
    assert (now.urgency, now.get_urgency_display(), now.version) == (becomes, Urgency(becomes).label, 2)
    assert now.urgency_order == list(Urgency).index(becomes)


def test_audits_it_once(referral: Referral, asha: User) -> None:
    sent = add_to_open_work(referral=referral, told=AGAIN, by=asha)
    event = Event.objects.get(verb="referral.added_to")
    assert event.detail == {"contact": sent.contact.reference, "urgency": "today"}


def test_tells_who_holds_it(referral: Referral, asha: User, dee: User, ben: User) -> None:
    give(referral, ben, dee)
    add_to_open_work(referral=referral, told=AGAIN, by=asha)
    job = Job.objects.get(dedupe_key__startswith="referral-added")
    assert job.payload["user"] == str(ben.pk)
    assert "Jean" not in job.payload["words"]


def test_tells_the_team_while_nobody_holds_it(referral: Referral, asha: User) -> None:
    add_to_open_work(referral=referral, told=AGAIN, by=asha)
    assert Job.objects.get(dedupe_key__startswith="referral-added").payload["team"] == str(referral.team_id)


def test_lets_a_partner_read_what_was_added_to_its_work(jean: Resident, asha: User) -> None:
    at_carers = make_referral(jean, asha, need=Need.CARER)
    add_to_open_work(referral=at_carers, told=told(need=Need.CARER, story="He cannot sleep."), by=asha)
    carers = Team.objects.get(slug="carers-service")
    stories = Share.objects.filter(resident=jean, team=carers).values_list("story__words", flat=True)
    assert "He cannot sleep." in stories


def test_changes_nothing_when_the_work_was_closed_meanwhile(referral: Referral, asha: User, dee: User) -> None:
    close(referral=referral, reason=CloseReason.ADVICE_GIVEN, by=dee)
    before = rows()
    with pytest.raises(Refused, match="not open with the Tilbury and Chadwell CLS team any more"):
        add_to_open_work(referral=referral, told=AGAIN, by=asha)
    assert rows() == before


def test_is_for_those_who_take_calls(referral: Referral, ben: User) -> None:
    with pytest.raises(NotPermitted):
        add_to_open_work(referral=referral, told=AGAIN, by=ben)
    assert Contact.objects.count() == 1


def test_hand_2_what_was_added_is_taken_back_and_the_work_is_as_urgent_as_before(
    referral: Referral, asha: User
) -> None:
    sent = add_to_open_work(referral=referral, told=AGAIN, by=asha)
    for _ in range(2):
        now = withdraw_contact(contact=sent.contact, by=asha)
    now.refresh_from_db()
    assert (now.urgency, now.urgency_order, now.is_open) == (Urgency.THIS_WEEK, 2, True)
    assert [note.kind for note in now.notes.order_by("at")] == [NoteKind.ADDED, NoteKind.TAKEN_BACK]
    assert Draft.objects.get(owner_id=asha.pk, form="call", subject="new").fields["story"] == AGAIN.story
    assert Event.objects.filter(verb="contact.withdrawn").count() == 1
    assert not Contact.objects.standing().filter(pk=sent.contact.pk).exists()
    notices = [job.payload["words"] for job in Job.objects.filter(dedupe_key__startswith="referral-added")]
    assert sum("what another contact added is taken back" in words for words in notices) == 1


def test_hand_2_what_was_added_stays_once_somebody_acted_on_it(
    referral: Referral, asha: User, dee: User, ben: User
) -> None:
    sent = add_to_open_work(referral=referral, told=AGAIN, by=asha)
    give(referral, ben, dee)
    with pytest.raises(Refused, match="Somebody has acted"):
        withdraw_contact(contact=sent.contact, by=asha)
    assert Referral.objects.get().urgency == Urgency.TODAY


def test_hand_2_what_was_added_stays_after_ten_minutes_and_is_only_for_who_took_the_call(
    referral: Referral, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = add_to_open_work(referral=referral, told=AGAIN, by=asha)
    with pytest.raises(NotPermitted):
        withdraw_contact(contact=sent.contact, by=make_user("Tom Reed", Role.TRIAGE, "thurrock-first"))
    later = sent.contact.taken_at + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Refused, match="10 minutes"):
        withdraw_contact(contact=sent.contact, by=asha)
