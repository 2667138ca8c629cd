"""Send a need to a team."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from localities.models import Team
from referrals import messages
from referrals.actions.steps import PARTNER_KINDS, because_for, wait_for_answer, write_hand_off
from referrals.enums import URGENT_FIRST, HandOffKind, ReferralSource, Urgency
from referrals.models import Contact, Referral
from referrals.routing import Suggestion, suggest
from residents.actions import lock_life_of_kept, note_event, share
from residents.enums import TimelineKind
from residents.life import check_may_begin
from residents.models import Resident, Statement
from talking_shops.models import Conversation


@transaction.atomic
def send_referral(
    *, resident: Resident, source: ReferralSource, need: str, urgency: str, by: User, story: Statement | None = None,
    contact: Contact | None = None, conversation: Conversation | None = None, from_team: Team | None = None,
    suggestion: Suggestion | None = None, expects: str = "",
) -> Referral:  # fmt: skip
    """Send a need to the team that the router names, with the rule and the reason, and write the hand-off.

    `from_team` is the team that held it so far; None when nobody did. `suggestion` is what the router, or a person
    against it, has named already; `expects` is what the person was told to expect. The caller has checked who may.
    Raises Refused for somebody whose death or move was recorded meanwhile: what they end would not end this.
    """
    check_not_ended(resident)
    chosen = suggestion or suggest(resident, need, urgency=urgency)
    now, because = clock.now(), because_for(chosen.team, chosen.because, by)
    referral = Referral(
        resident=resident, source=source, contact=contact, conversation=conversation, story=story, need=need,
        urgency=urgency, urgency_order=URGENT_FIRST.index(Urgency(urgency)), team=chosen.team, rule=chosen.rule,
        because=because, received_at=now, sent_by=by, from_team=from_team, works_from=chosen.works_from,
        expects=expects,
    )  # fmt: skip
    wait_for_answer(referral, now)
    referral.save(force_insert=True)
    record("referral.sent", by=by, subject=referral, resident_id=resident.pk, team=chosen.team.slug, rule=chosen.rule)
    reason = f"{chosen.rule}: {because}"
    write_hand_off(referral, kind=HandOffKind.TEAM, by=by, reason=reason, from_team=from_team)
    announce(referral, by)
    return referral


def check_not_ended(resident: Resident) -> None:
    """Lock the person, so that a death or a move at this moment waits and ends this too, and raise Refused when one
    was recorded since `resident` was read. Of somebody merged away at this moment the kept record says it: nobody on
    the telephone loses a call to a merge, and what they send is gathered there.
    """
    now = lock_life_of_kept(resident)
    check_may_begin(now)
    if now.left_on and not resident.left_on:
        raise Refused(f"Somebody recorded just now that {now.display_name} moved away. Nothing was sent.")


def announce(referral: Referral, by: User, title: str = "", kind: TimelineKind = TimelineKind.REFERRAL) -> None:
    """On the person's timeline, to the team, and to a partner that may look from now on."""
    note_event(
        referral.resident, kind, title or f"Referral {referral.reference}", by=by, source=referral,
        detail=f"Sent to {referral.team.spoken}, because {referral.because}.", team=referral.team,
    )  # fmt: skip
    if referral.team.kind in PARTNER_KINDS:
        reason = f"Referral {referral.reference}"
        share(resident=referral.resident, team=referral.team, by=by, reason=reason, story=referral.story)
    messages.tell_team_of_new_referral(referral)
