"""The front door and the team: effect, audit once, nothing on failure, refused, twice is harmless."""

import pytest

from accounts.models import User
from audit.models import Event
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from outbox.models import Job
from referrals.actions import Told, allocate, route_contact, undo_allocation
from referrals.enums import HandOffKind, Need, ReferralStatus, Relation, Urgency
from referrals.models import HandOff, Referral
from residents.enums import SaidBy, Topic
from residents.models import Resident, Statement

STORY = "Mum fell twice this week. She is frightened of the stairs."
TOLD = Told(
    story=STORY,
    need=Need.GETTING_ABOUT,
    urgency=Urgency.THIS_WEEK,
    relation=Relation.DAUGHTER_OR_SON,
    caller_name="Maria Hughes",
)


@pytest.fixture
def referral(jean: Resident, asha: User) -> Referral:
    sent = route_contact(resident=jean, told=TOLD, by=asha)
    assert sent.referral is not None
    return sent.referral


def test_sends_to_the_team_of_the_practices_pcn_with_rule_and_reason(referral: Referral) -> None:
    assert referral.team.slug == "cls-tilbury-chadwell"
    assert referral.rule == "ROU-9"
    assert "Tilbury Health Centre" in referral.because
    assert "LOC-1" in referral.because


def test_keeps_the_story_once_as_the_callers_words(referral: Referral, jean: Resident) -> None:
    story = Statement.objects.get(resident=jean)
    assert (story.words, story.topic, story.said_by) == (STORY, Topic.STORY, SaidBy.FAMILY)
    assert story.speaker == "Maria Hughes (family)"
    assert referral.story == story


def test_writes_a_hand_off_from_thurrock_first(referral: Referral) -> None:
    hand_off = HandOff.objects.get(referral=referral)
    assert hand_off.kind == HandOffKind.TEAM
    assert hand_off.from_team is not None
    assert hand_off.from_team.slug == "thurrock-first"
    assert hand_off.reason.startswith("ROU-9")


def test_tells_the_team_through_the_outbox_without_the_persons_name(referral: Referral) -> None:
    job = Job.objects.get(kind="notice.deliver")
    assert job.payload["team"] == str(referral.team_id)
    assert "Jean" not in str(job.payload)
    assert "Smith" not in str(job.payload)


def test_audits_contact_and_referral_once_each(referral: Referral, jean: Resident) -> None:
    verbs = list(Event.objects.filter(resident_id=jean.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["resident.added", "contact.taken", "referral.sent"]


def test_refuses_a_call_from_somebody_who_takes_none(jean: Resident, ben: User) -> None:
    with pytest.raises(NotPermitted, match=r"[Aa]nswer a call"):
        route_contact(resident=jean, told=TOLD, by=ben)
    assert not Referral.objects.exists()
    assert not Statement.objects.exists()


def test_allocates_to_a_worker_of_the_team(referral: Referral, dee: User, ben: User) -> None:
    allocation = allocate(referral=referral, worker=ben, by=dee, version=referral.version)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.ALLOCATED
    assert allocation.worker == ben
    assert Event.objects.filter(verb="referral.allocated", subject_id=referral.pk).count() == 1


def test_refuses_a_worker_of_another_team(referral: Referral, dee: User, chidi: User) -> None:
    with pytest.raises(Refused, match="does not work in"):
        allocate(referral=referral, worker=chidi, by=dee, version=referral.version)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.AWAITING_ALLOCATION


def test_refuses_a_social_worker_who_would_allocate(referral: Referral, ben: User) -> None:
    with pytest.raises(NotPermitted):
        allocate(referral=referral, worker=ben, by=ben, version=referral.version)


def test_shows_the_current_record_when_somebody_allocated_meanwhile(referral: Referral, dee: User, ben: User) -> None:
    seen = referral.version
    allocate(referral=referral, worker=ben, by=dee, version=seen)
    with pytest.raises(ChangedMeanwhile) as refusal:
        allocate(referral=referral, worker=ben, by=dee, version=seen)
    assert isinstance(refusal.value.current, Referral)


def test_undoing_an_allocation_twice_is_harmless(referral: Referral, dee: User, ben: User) -> None:
    allocation = allocate(referral=referral, worker=ben, by=dee, version=referral.version)
    undo_allocation(allocation=allocation, by=dee)
    undo_allocation(allocation=allocation, by=dee)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.AWAITING_ALLOCATION
    assert Event.objects.filter(verb="referral.allocation_undone").count() == 1
