"""E11: eight ways in which what came from a device cannot be put where it belongs; each keeps every word."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.roles import Role
from core import clock
from residents.models import Resident
from sealed.actions import receive_item
from sealed.enums import ItemStatus
from sealed.models import SealedItem
from talking_shops.actions import tap
from talking_shops.enums import TapKind
from talking_shops.models import Conversation, Tap
from tests.factories.duplicates import make_merge
from tests.factories.field import make_session
from tests.factories.people import make_resident, make_user
from tests.factories.sealed import make_envelope

WORDS = {"story": "He came in to get dry and stayed for an hour.", "matters": "ü ‮ 👩‍👩‍👧 <b>"}


def talk(**more: Any) -> tuple[str, dict[str, Any]]:
    return "talk", {
        "place": "elsewhere", "held_on": str(clock.today()), "words": WORDS, "agreed": [], "finished": True, **more,
    }  # fmt: skip


def footfall(**more: Any) -> tuple[str, dict[str, Any]]:
    return "footfall", {"session": more.pop("session", "") or str(make_session().pk), "kind": TapKind.CAME_IN, **more}


def nobody_any_more(ben: User) -> tuple[str, dict[str, Any]]:
    return talk(person="P-222-2222")


def role_lost(ben: User) -> tuple[str, dict[str, Any]]:
    User.objects.filter(pk=ben.pk).update(role=Role.AUDITOR)
    ben.refresh_from_db()
    return talk()


def role_lost_at_the_stall(ben: User) -> tuple[str, dict[str, Any]]:
    User.objects.filter(pk=ben.pk).update(role=Role.AUDITOR)
    ben.refresh_from_db()
    return footfall()


def session_gone(ben: User) -> tuple[str, dict[str, Any]]:
    return footfall(session=str(uuid4()))


def session_ahead(ben: User) -> tuple[str, dict[str, Any]]:
    later = make_session(venue="Grays Hub", on=clock.today() + timedelta(days=7))
    return footfall(session=str(later.pk))


def no_kind_of_tap(ben: User) -> tuple[str, dict[str, Any]]:
    return footfall(kind="danced")


def tap_of_a_colleague(ben: User) -> tuple[str, dict[str, Any]]:
    session = make_session()
    undone = tap(session=session, kind=TapKind.CAME_IN, by=make_user("Chidi Eze", Role.SOCIAL_WORKER, "cls-grays"))
    return footfall(session=str(session.pk), undoes=str(undone.pk), kind=undone.kind)


def kind_of_a_newer_page(ben: User) -> tuple[str, dict[str, Any]]:
    return "photo", {"words": WORDS}


KINDS = (
    nobody_any_more, role_lost, role_lost_at_the_stall, session_gone, session_ahead, no_kind_of_tap, tap_of_a_colleague,
    kind_of_a_newer_page,
)  # fmt: skip


@pytest.mark.parametrize("why", KINDS, ids=lambda why: why.__name__)
def test_what_cannot_be_put_where_it_belongs_keeps_every_word_and_says_why(
    ben: User, why: Callable[[User], tuple[str, dict[str, Any]]]
) -> None:
    kind, body = why(ben)
    there = (Conversation.objects.count(), Tap.objects.count())
    receipt = receive_item(envelope=make_envelope(ben, body, kind=kind), by=ben)
    assert receipt.state == ItemStatus.NEEDS_YOU
    assert receipt.because.endswith((".", "?"))
    kept = SealedItem.objects.needing(ben).get()
    assert (kept.contents, kept.because) == (body, receipt.because)
    assert (Conversation.objects.count(), Tap.objects.count()) == there


def test_of_somebody_whose_record_was_merged_the_kept_record_is_written_on(
    ben: User, asha: User, jean: Resident
) -> None:
    twin = make_resident(asha, given_name="Jeanie")
    gone = twin.reference
    make_merge(jean, twin, asha)
    kind, body = talk(person=gone)
    receipt = receive_item(envelope=make_envelope(ben, body, kind=kind), by=ben)
    assert receipt.state == ItemStatus.TAKEN
    assert Conversation.objects.get().resident == jean
