"""The life of a referral, as a table: every verb from every status."""

import pytest

from core.errors import WrongState
from referrals.enums import ReferralStatus as S
from referrals.states import REFERRAL

POSSIBLE = {
    ("allocate", S.AWAITING_ALLOCATION): S.ALLOCATED,
    ("allocate", S.ALLOCATED): S.ALLOCATED,
    ("undo allocation", S.ALLOCATED): S.AWAITING_ALLOCATION,
    ("give back", S.ALLOCATED): S.ALLOCATED,
    ("pass on", S.AWAITING_ALLOCATION): S.AWAITING_ALLOCATION,
    ("pass on", S.ALLOCATED): S.AWAITING_ALLOCATION,
    ("close", S.AWAITING_ALLOCATION): S.CLOSED,
    ("close", S.ALLOCATED): S.CLOSED,
    ("close", S.RETURNED): S.CLOSED,
    ("return", S.AWAITING_ALLOCATION): S.RETURNED,
    ("return", S.ALLOCATED): S.RETURNED,
    ("send again", S.RETURNED): S.AWAITING_ALLOCATION,
    ("accept", S.AWAITING_ALLOCATION): S.AWAITING_ALLOCATION,
    ("take back", S.AWAITING_ALLOCATION): S.AWAITING_ALLOCATION,
    ("reopen in the queue", S.CLOSED): S.AWAITING_ALLOCATION,
    ("reopen with its worker", S.CLOSED): S.ALLOCATED,
    ("reopen with the sender", S.CLOSED): S.RETURNED,
}
VERBS = tuple(dict.fromkeys(verb for verb, _ in POSSIBLE))


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("verb", VERBS)
def test_leads_where_the_table_says_and_nowhere_else(verb: str, status: S) -> None:
    if (verb, status) in POSSIBLE:
        assert REFERRAL.transition(verb, status).target == POSSIBLE[verb, status]
    else:
        with pytest.raises(WrongState, match=r"^This cannot be done now: it is .*\.$"):
            REFERRAL.transition(verb, status)


def test_names_every_verb_that_it_has() -> None:
    assert {transition.verb for transition in REFERRAL.transitions} == set(VERBS)


def test_says_of_every_status_who_acts_next() -> None:
    assert set(REFERRAL.owners) == set(S)
    assert all(REFERRAL.owners.values())


def test_begins_in_the_queue_and_is_opened_again_by_nobodys_choice() -> None:
    assert REFERRAL.initial == S.AWAITING_ALLOCATION
    leads_out = {step.verb for step in REFERRAL.transitions if S.CLOSED in step.sources}
    assert all(verb.startswith("reopen ") for verb in leads_out)


def test_audits_every_verb_under_a_name_of_its_own() -> None:
    events = [transition.event for transition in REFERRAL.transitions]
    assert len(set(events)) == len(events)
    assert all(event.startswith("referral.") for event in events)
