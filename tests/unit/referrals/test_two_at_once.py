"""Two people, or one finger twice, at the same moment: one of them is served, and the other is told."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.actions import save_draft
from core.errors import ChangedMeanwhile
from referrals.actions import allocate
from referrals.models import Allocation, Contact, HandOff, Referral
from tests.committed import at_once
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import STORY, make_referral

TEAM = "cls-tilbury-chadwell"


@dataclass(frozen=True)
class Cast:
    """Who is there when nothing is rolled back."""

    asha: User
    managers: list[User]
    workers: list[User]
    referral: Referral


@pytest.fixture
def cast(committed: str) -> Cast:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    return Cast(
        asha=asha,
        managers=[make_user(name, Role.LOCALITY_MANAGER, TEAM) for name in ("Dee Walsh", "Gil Ford")],
        workers=[make_user(name, Role.SOCIAL_WORKER, TEAM) for name in ("Ben Okafor", "Pia Lund")],
        referral=make_referral(make_resident(asha), asha),
    )


def test_one_of_two_managers_allocates_and_the_other_is_shown_what_happened(cast: Cast) -> None:
    seen = cast.referral.version

    def give(number: int) -> Allocation:
        referral = Referral.objects.select_related("team", "resident").get(pk=cast.referral.pk)
        return allocate(referral=referral, worker=cast.workers[number], by=cast.managers[number], version=seen)

    results = at_once(2, give)
    assert sorted(type(result).__name__ for result in results) == [Allocation.__name__, ChangedMeanwhile.__name__]
    assert Allocation.objects.filter(ended_at__isnull=True).count() == 1
    assert HandOff.objects.filter(referral=cast.referral, kind="worker").count() == 1


@pytest.mark.parametrize("tokens", [("one form", "one form"), ("one form", "another")])
def test_a_call_that_is_sent_twice_at_once_is_one_contact(cast: Cast, tokens: tuple[str, str]) -> None:
    jean = make_resident(cast.asha)
    words = {"person": jean.reference, "story": STORY, "relation": "child", "need": "company", "urgency": "no_rush"}
    words["started_at"] = clock.now().isoformat()
    draft = save_draft(owner_id=cast.asha.pk, form="call", subject="new", fields=words, version=None)
    sent = {"send": "yes", "goes": "router", "draft_version": str(draft.version)}
    sent["started_at"] = words["started_at"]  # as the page itself posts it
    page = reverse("referrals:call_check")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(cast.asha)

    answers = at_once(2, lambda number: clients[number].post(page, sent | {"form_token": tokens[number]}).url)
    contact = Contact.objects.get(resident=jean)
    assert answers == [contact.get_absolute_url()] * 2
    assert Referral.objects.filter(contact=contact).count() == 1
