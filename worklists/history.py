"""Who opened and changed what: the audit log in words.

It shows references and names of staff, never what a record says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from residents.models import Resident

PER_STRETCH = 50
# A kind of event alone may be rare: without a day or a name only these many days are looked through.
DAYS_OF_ONE_VERB = 28
LIST, SHOWN = "list.viewed", "Shown in a list or search"

VERBS = {
    "agreed_action.done": "Ticked off something agreed",
    "agreed_action.ended": "Let go something agreed",
    "agreed_action.reopened": "Reopened something agreed",
    "api_token.issued": "Issued a token for another system",
    "api_token.revoked": "Ended the tokens of another system",
    "assessment.completed": "Completed an assessment",
    "assessment.reopened": "Opened an assessment again that was completed",
    "assessment.saved": "Saved an assessment",
    "assessment.started": "Started an assessment",
    "assessment.voided": "Said that an assessment was entered in error",
    "audit.viewed": "Looked into the audit log",
    "blocker.cleared": "Said that something holds somebody in hospital no longer",
    "blocker.raised": "Said what holds somebody in hospital",
    "blocker.reopened": "Said that something holds somebody in hospital still",
    "call_back.booked": "Booked a call-back",
    "call_back.claimed": "Took a call-back to ring",
    "call_back.ended": "Said how a call-back went",
    "call_back.reopened": "Undid how a call-back went",
    "contact.taken": "Took a contact",
    "contact.viewed": "Opened a contact about nobody known here",
    "contact.withdrawn": "Took back what was sent from a contact",
    "conversation.amended": "Added to a conversation",
    "conversation.logged": "Logged a conversation",
    "discharge.corrected": "Put a discharge right",
    "discharge.not_told": "Said that somebody was not told of the way home after all",
    "discharge.recorded": "Recorded a discharge",
    "discharge.told": "Told somebody of the way home",
    "discharge.voided": "Said that a discharge was entered in error",
    "goal.added": "Added a goal of reablement",
    "goal.reviewed": "Reviewed a goal of reablement",
    "list.viewed": "Opened a list of people",
    "membership.started": "Put somebody into a team",
    "notice.received": "Took in a notice of a ward",
    "notice.replaced": "Replaced a notice of a ward by a corrected one",
    "notice.set_aside": "Set a notice of a ward aside",
    "notice.taken_back": "Took up a notice again that was set aside",
    "notice.taken_up": "Took up a notice of a ward",
    "places.said": "Said how many places a team has",
    "programme.cancelled": "Cancelled reablement or bridging before it started",
    "programme.changed": "Changed who works in reablement or bridging, or the hours",
    "programme.ended": "Ended reablement or bridging",
    "programme.free_period_over": "Reablement or bridging: the free six weeks are over",
    "programme.planned": "Planned reablement or bridging",
    "programme.planned_again": "Planned reablement or bridging again",
    "programme.reopened": "Let reablement or bridging run on",
    "programme.started": "Started reablement or bridging",
    "promise.broken": "The day of a promise passed",
    "promise.day_changed": "Changed the day of a promise",
    "promise.given": "Gave a promise to somebody else to keep",
    "promise.kept": "Kept a promise",
    "promise.made": "Made a promise",
    "promise.reopened": "Undid that a promise was kept or withdrawn",
    "promise.withdrawn": "Withdrew a promise",
    "referral.claimed": "Took a referral to decide about it",
    "referral.accepted": "Accepted a referral",
    "referral.added_to": "Added to a referral that was open",
    "referral.allocated": "Allocated a referral",
    "referral.allocation_undone": "Undid an allocation",
    "referral.asked": "Asked something about a referral",
    "referral.closed": "Closed a referral",
    "referral.given_back": "Undid an allocation: back to who held it before",
    "referral.passed_on": "Handed a referral on",
    "referral.question_answered": "Answered a question about a referral",
    "referral.reopened": "Opened a referral again",
    "referral.reopened_with_sender": "Opened a referral again, with its sender",
    "referral.reopened_with_worker": "Opened a referral again, with its worker",
    "referral.returned": "Returned a referral",
    "referral.sent": "Sent a referral",
    "referral.sent_again": "Sent a returned referral again",
    "referral.taken_back": "Took a handed-on referral back",
    "refusal.recorded": "Recorded a refusal of the full assessment",
    "refusal.withdrawn": "Withdrew a refusal of the full assessment",
    "resident.access_ended": "Ended an access need",
    "resident.access_none": "Asked about access: needs nothing",
    "resident.access_recorded": "Recorded an access need",
    "resident.access_reopened": "Opened an access need again",
    "resident.access_reviewed": "Looked at an access need again",
    "resident.added": "Added the person",
    "resident.address_changed": "Changed the address",
    "resident.alert_ended": "Ended an alert",
    "resident.alert_reviewed": "Looked at an alert again",
    "resident.alert_started": "Started an alert",
    "resident.changed": "Changed who the person is",
    "resident.circle_added": "Added somebody to the circle",
    "resident.circle_changed": "Changed somebody of the circle",
    "resident.circle_ended": "Ended a link of the circle",
    "resident.died": "Recorded a death",
    "resident.handed_over": "Handed the person over to another team",
    "resident.life_event_corrected": "Corrected a death or a move",
    "resident.moved_away": "Recorded a move out of the borough",
    "resident.phone_added": "Added a telephone number",
    "resident.phone_changed": "Changed a telephone number",
    "resident.phone_ended": "Ended a telephone number",
    "resident.phone_main": "Changed the main telephone number",
    "resident.placed": "Changed the locality",
    "resident.share_ended": "Ended sharing the person with a partner",
    "resident.shared": "Shared the person with a partner",
    "resident.viewed": "Opened the record",
    "residents.merge_undone": "Undid the merge of two records",
    "residents.merged": "Merged two records",
    "residents.pair_reopened": "Asked again whether two records are one person",
    "residents.told_apart": "Said that two records are two people",
    "six_weeks.breach": "Six-week clock: breach, day 42 has passed",
    "six_weeks.date_moved": "Moved the date of a six-week clock",
    "six_weeks.due_soon": "Six-week clock: urgent, not done",
    "six_weeks.ended": "Ended a six-week clock",
    "six_weeks.met": "Met a six-week clock",
    "six_weeks.moved": "Handed a six-week clock on to another team",
    "six_weeks.no_visit": "Six-week clock: no visit planned",
    "six_weeks.not_allocated": "Six-week clock: not allocated",
    "six_weeks.put_right": "Put the reason or the day of a six-week clock right",
    "six_weeks.reason_given": "Said why a six-week review is late",
    "six_weeks.reopened": "Let a six-week clock run again",
    "six_weeks.started": "Started a six-week clock",
    "six_weeks.still_no_visit": "Six-week clock: still no visit planned",
    "six_weeks.twinned": "Found two six-week clocks of one discharge",
    "six_weeks.voided": "Voided a six-week clock",
    "six_weeks.weekly": "Six-week clock: still not held, a week later",
    "stay.added": "Put on the hospital list",
    "stay.ended": "Ended a stay in hospital with a death",
    "stay.planned": "Planned somebody's way home",
    "stay.reopened": "Opened a stay in hospital again",
    "stay.voided": "Said that somebody was put on the hospital list in error",
    "steps.changed": "Changed the day of a step on the way to a six-week review",
    "user.added": "Added an account",
    "user.deactivated": "Closed an account",
    "visit.called_off": "Called a visit off",
    "visit.held": "Said that a visit was held",
    "visit.moved": "Moved a visit to another day or worker",
    "visit.planned": "Planned a visit",
}


PAGES = {
    "api.overview": "API: overview of a person",
    "api.residents": "API: search",
    "api.team_queue": "API: queue of a team",
    "assessments.full": "Care and support assessment",
    "assessments.in_error": "Care and support assessment entered in error",
    "assessments.start": "Start a care and support assessment",
    "assessments.light_touch": "Light-touch assessment",
    "dashboards.asked_again_by_team": "People asked again by a team",
    "dashboards.returned_by_team": "People returned by a team",
    "dashboards.due": "Reviews that fell due in a week",
    "dashboards.late_because": "Reviews that are late for a reason",
    "dashboards.people_behind": "People behind a figure",
    "discharges.discharge": "Record a discharge",
    "discharges.blocker_new": "What holds somebody in hospital",
    "discharges.discharge_correct": "Put a discharge right",
    "discharges.discharge_void": "A discharge entered in error",
    "discharges.hospital_list": "Hospital list",
    "discharges.late": "Why a six-week review is late",
    "discharges.refusal": "Record a refusal of the full assessment",
    "discharges.refusal_withdraw": "Withdraw a refusal of the full assessment",
    "discharges.review": "Six-week review",
    "discharges.stay": "Stay in hospital",
    "discharges.stay_new": "Put on the hospital list",
    "discharges.visit": "Plan or move a visit",
    "discharges.visit_call_off": "Call a visit off",
    "discharges.morning": "Morning update of the hospital list",
    "discharges.plan": "Plan for a way home",
    "discharges.stay_void": "Put on the hospital list in error",
    "services.cancel": "Cancel reablement or bridging",
    "services.change": "Change worker or hours of reablement or bridging",
    "services.end": "End reablement or bridging",
    "services.goal": "Review a goal of reablement",
    "services.goal_new": "Add a goal of reablement",
    "services.people": "People in reablement or bridging",
    "services.programme": "Reablement or bridging",
    "services.programme_new": "Plan reablement or bridging",
    "services.start": "Start reablement or bridging",
    "referrals.allocate": "Allocate a referral",
    "referrals.answer": "Answer a question about a referral",
    "referrals.ask": "Ask about a referral",
    "referrals.call_back": "Call-back",
    "referrals.call_back_new": "Book a call-back",
    "referrals.call_check": "Check a call",
    "referrals.call_new": "New call",
    "referrals.close": "Close a referral",
    "referrals.contact": "Contact",
    "referrals.hand_on": "Hand a referral on",
    "referrals.promise": "Promise",
    "referrals.promise_day": "Change the day of a promise",
    "referrals.promise_give": "Let somebody else keep a promise",
    "referrals.promise_new": "Make a promise",
    "referrals.promise_withdraw": "Withdraw a promise",
    "referrals.referral": "Referral",
    "referrals.return": "Return a referral",
    "referrals.send_again": "Send a returned referral again",
    "residents.life": "Death and moves",
    "residents.life_in_error": "Death or move recorded in error",
    "residents.life_new": "Record a death or a move",
    "residents.alerts": "Alerts and access",
    "residents.change": "Change of a detail",
    "residents.circle_find": "Search for somebody of a circle",
    "residents.circle_new": "Add somebody to a circle",
    "residents.details": "Details and circle",
    "residents.new": "Add a person",
    "talking_shops.conversation": "Conversation",
    "talking_shops.conversation_add": "Add to a conversation",
    "talking_shops.conversation_new": "Log a conversation",
    "talking_shops.session": "Talking Shop",
    "worklists.audit_log": "Audit log",
    "worklists.calls": "Calls",
    "worklists.duplicate": "Two records that may be one person",
    "worklists.duplicate_merge": "Merge of two records",
    "worklists.duplicates": "Possible duplicates",
    "worklists.history": "History of the record",
    "worklists.look_again": "Access needs and alerts to look at again",
    "worklists.merge_undo": "Undo a merge",
    "worklists.my_day": "My day",
    "worklists.near": "Search, while typing",
    "worklists.promises": "Promises",
    "worklists.resident": "Overview",
    "worklists.reviews": "Six-week reviews of a team",
    "worklists.search": "Search",
    "worklists.team_queue": "Queue of a team",
    "worklists.timeline": "Timeline",
    "worklists.worker": "Caseload of a worker",
}


@dataclass(frozen=True)
class Asked:
    """What the auditor looks for; empty is anything."""

    who: str = ""
    verb: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Line:
    """One row of the log. `reference` is the person's, "" when the event touches nobody's record."""

    at: datetime
    who: str
    role: str
    actor_id: UUID
    what: str
    reference: str
    page: str
    people: int
    reason: str


def resident_or_404(reference: str) -> Resident:
    """Key and reference of a person, and nothing else of them: all that an auditor may see."""
    found: Resident | None = Resident.objects.only("id", "reference").filter(reference=reference).first()
    if found is None:
        raise Http404("No person here.")
    return found


def events(asked: Asked, resident: Resident | None = None) -> QuerySet[Event]:
    """The events that match, of one person or of everything; of a person also the lists that showed them."""
    found = Event.objects.filter(touching(resident)) if resident else Event.objects.all()
    if asked.who:
        staff = User.objects.filter(name__icontains=asked.who).order_by("name").values_list("pk", flat=True)
        found = found.filter(actor_id__in=list(staff))
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.day:
        after = clock.start_of(asked.day + timedelta(days=1))
        return found.filter(at__gte=clock.start_of(asked.day), at__lt=after)
    if only_a_verb(asked, resident):
        return found.filter(at__gte=clock.start_of(clock.days_ago(DAYS_OF_ONE_VERB)))
    return found


def touching(resident: Resident) -> Q:
    """What was done with a person's record, and every list or search in which they were shown.

    What was done with records that were merged into theirs belongs to it.
    """
    keys = [resident.pk, *Resident.objects.filter(merged_into=resident.pk).order_by("pk").values_list("pk", flat=True)]
    found = Q(resident_id__in=keys)
    for key in keys:
        found |= Q(verb=LIST, detail__contains={"residents": [str(key)]})
    return found


def merged_here(resident: Resident) -> list[str]:
    """The references of the records that were merged into a person's."""
    return list(
        Resident.objects.filter(merged_into=resident.pk).order_by("reference").values_list("reference", flat=True)
    )


def only_a_verb(asked: Asked, resident: Resident | None) -> bool:
    """Whether one kind of event is looked for, of anybody, by anybody, on any day: too rare to find by its moment."""
    return bool(asked.verb and not asked.who and not asked.day and resident is None)


def in_words(rows: Iterable[Event], resident: Resident | None = None) -> list[Line]:
    """The rows in words, as the history of `resident` or of everything. One query finds the references of people."""
    found = list(rows)
    ids = {row.resident_id for row in found if row.resident_id}
    references = dict(Resident.objects.filter(pk__in=ids).values_list("pk", "reference"))
    return [_line(row, references, of_one=resident is not None) for row in found]


def _line(row: Event, references: dict[UUID, str], *, of_one: bool) -> Line:
    is_list = row.verb == LIST
    page = row.subject_type if is_list else str(row.detail.get("page", ""))
    return Line(
        at=row.at,
        who=row.actor_label,
        role=Role(row.actor_role).label if row.actor_role in Role else "The system",
        actor_id=row.actor_id,
        what=SHOWN if is_list and of_one else VERBS.get(row.verb, row.verb),
        reference=references.get(row.resident_id, "") if row.resident_id else "",
        page=PAGES.get(page, page.replace(".", ": ").replace("_", " ")),
        people=len(row.detail.get("residents", ())) if is_list and not of_one else 0,
        reason=row.reason,
    )


def verbs_to_choose() -> list[tuple[str, Any]]:
    """The kinds of event for a select, in words, by the alphabet."""
    return [("", "Anything"), *sorted(VERBS.items(), key=lambda verb: verb[1])]
