"""The page about one person: their own words first, then what is going on now and who is doing what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.models import User
from accounts.roles import INTEGRATED, Permission
from core import clock
from core.words import due_in, plural, weekday_date
from discharges.enums import ClockStatus, StayStatus
from discharges.models import HospitalStay
from discharges.whereabouts import visits_of
from referrals.destinations import felt_in_a_year
from referrals.enums import ReferralSource
from referrals.models import Allocation, Referral
from residents.banner import Banner, banner_of
from residents.circle import Circle, circle_of
from residents.enums import Topic
from residents.heard import Heard, heard
from residents.life import stopped_in_words
from residents.models import Resident, Statement, TimelineEntry
from residents.tabs import tabs_of
from talking_shops.models import AgreedAction
from worklists.duplicates import Doubt, doubts_about
from worklists.timeline import Event, shown

LAST_EVENTS = 5
SOON = 7
STRENGTHS = (Topic.STRENGTHS, Topic.PEOPLE)


@dataclass(frozen=True)
class Alert:
    """One line above everything else; `kind` is one of components/alert.html."""

    kind: str
    text: str
    href: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class QuickAction:
    """Something that the viewer may do for this person now. `shortcut` is the letter of Alt+Shift."""

    text: str
    href: str
    shortcut: str = ""


@dataclass(frozen=True)
class Overview:
    """Everything that the page says."""

    resident: Resident
    banner: Banner
    alerts: Sequence[Alert]
    doubts: Sequence[Doubt]
    matters: Sequence[Heard]
    story: Sequence[Heard]
    strengths: Sequence[Heard]
    referrals: Sequence[Any]
    agreed: Sequence[AgreedAction]
    events: Sequence[Event]
    actions: Sequence[QuickAction]
    circle: Circle | None
    handed: str
    tabs: Sequence[dict[str, Any]]

    @property
    def others_named(self) -> list[UUID]:
        """The other people whom the page names."""
        in_circle = self.circle.known_ids if self.circle else []
        return [*in_circle, *(doubt.other.pk for doubt in self.doubts if doubt.other)]

    @property
    def is_new(self) -> bool:
        """Whether nobody has talked with the person nor sent them anywhere."""
        return not (self.matters or self.story or self.strengths or self.referrals)


def overview_of(resident: Resident, viewer: User) -> Overview:
    """Read the page in ten queries; a partner, who is not told of the circle nor of hand-offs, needs four fewer."""
    integrated = viewer.role in INTEGRATED
    referrals = _with_visits(list(_open_referrals(resident, viewer)), viewer)
    stay = HospitalStay.objects.visible_to(viewer).filter(resident=resident, status=StayStatus.IN_HOSPITAL).first()
    latest = _latest_words(resident, viewer)
    events = TimelineEntry.objects.visible_to(viewer).filter(resident=resident)
    held = max((row for row in referrals if row.holder), key=lambda row: row.held_since, default=None)
    holder, team = (held.holder, held.team.name) if held else ("", "")
    banner = banner_of(resident, viewer, key_worker=holder, team=team)
    doubts = doubts_about(resident, viewer)
    return Overview(
        resident=resident,
        banner=banner,
        alerts=[*_life(resident, viewer), *_doubts(doubts), *_hospital(stay), *_clocks(referrals)],
        doubts=doubts,
        matters=heard(_about(latest, Topic.MATTERS), with_topic=False, named=integrated),
        story=heard(_about(latest, Topic.STORY), with_topic=False, named=integrated),
        strengths=heard(_about(latest, *STRENGTHS), named=integrated),
        referrals=referrals,
        agreed=list(AgreedAction.objects.open().visible_to(viewer).filter(resident=resident).select_related("owner")),
        events=shown(events.newest_first()[:LAST_EVENTS], {}, viewer),
        actions=quick_actions(resident, viewer, in_hospital=stay is not None, has_review=_has_review(referrals)),
        circle=circle_of(resident) if integrated else None,
        handed=handed_in_words(resident) if integrated else "",
        tabs=tabs_of(resident, "worklists:resident"),
    )


def handed_in_words(resident: Resident) -> str:
    """How often the person was handed on in the last 12 months, as they feel it (HAND-1); one query."""
    felt = felt_in_a_year(resident)
    if not felt:
        return "Nobody has handed them on in the last 12 months."
    return f"Handed on {'once' if felt == 1 else plural(felt, 'time')} in the last 12 months."


def quick_actions(resident: Resident, viewer: User, *, in_hospital: bool, has_review: bool) -> list[QuickAction]:
    """What the viewer's role can do next for this person; of somebody who has died their family may still speak."""
    here = {"reference": resident.reference}
    talk = QuickAction("Log a conversation", reverse("talking_shops:conversation_new", kwargs=here), shortcut="n")
    call = QuickAction("New contact", f"{reverse('referrals:call_new')}?person={resident.reference}")
    stay = QuickAction("Put on the hospital list", reverse("discharges:stay_new", kwargs=here))
    review = "Hold the review" if has_review else "Assess care and support"
    assess = QuickAction(review, reverse("assessments:start", kwargs=here))
    support = QuickAction("Plan reablement or bridging", reverse("services:programme_new", kwargs=here))
    offers = (
        (viewer.may(Permission.LOG_CONVERSATION), talk),
        (viewer.may(Permission.ASSESS) and not resident.is_deceased, assess),
        (viewer.may(Permission.TAKE_CALL), call),
        (viewer.may(Permission.WORK_AT_HOSPITAL) and not in_hospital and not resident.is_deceased, stay),
        (viewer.may(Permission.MANAGE_REABLEMENT) and not resident.is_deceased, support),
    )
    return [offer for offered, offer in offers if offered]


def _has_review(referrals: Sequence[Any]) -> bool:
    """Whether a six-week clock runs."""
    clocks = [getattr(referral, "clock", None) for referral in referrals]
    return any(running is not None and running.status == ClockStatus.OPEN for running in clocks)


def _latest_words(resident: Resident, viewer: User) -> list[Statement]:
    """The newest statement of each topic that holds and that the viewer may read."""
    current = Statement.objects.visible_to(viewer).current().filter(resident=resident)
    return list(current.order_by("topic", "-heard_at").distinct("topic"))


def _about(latest: Sequence[Statement], *topics: Topic) -> list[Statement]:
    return [statement for statement in latest if statement.topic in topics]


def _open_referrals(resident: Resident, viewer: User) -> QuerySet[Any]:
    """Open work with its team, its clock when a discharge started one, and who holds it since when."""
    held = Allocation.objects.open().filter(referral=OuterRef("pk"))
    holder = {
        "holder": Subquery(held.values("worker__name")[:1]),
        "held_since": Subquery(held.values("started_at")[:1]),
    }
    here = Referral.objects.open().visible_to(viewer).filter(resident=resident).select_related("team", "clock")
    work: QuerySet[Any] = here.annotate(**holder).order_by("urgency_order", "received_at")
    return work


def _with_visits(referrals: list[Any], viewer: User) -> list[Any]:
    """Each with `visit`: who comes when for its six-week review; no query without one."""
    reviews = [one.pk for one in referrals if one.source == ReferralSource.DISCHARGE and viewer.role in INTEGRATED]
    visits = visits_of(reviews)
    for one in referrals:
        one.visit = visits.get(one.pk, "")
    return referrals


def _doubts(doubts: Sequence[Doubt]) -> list[Alert]:
    """A line for each other record that may be of the same person."""
    return [Alert("warning", doubt.words, doubt.href, doubt.look) for doubt in doubts]


def _life(resident: Resident, viewer: User) -> list[Alert]:
    """That they have died or moved away, with the way to what it ended for whoever may correct it."""
    words = stopped_in_words(resident)
    if not words or viewer.role not in INTEGRATED:
        return []
    may = viewer.may(Permission.CHANGE_PERSON)
    href = reverse("residents:life", kwargs={"reference": resident.reference}) if may else ""
    return [Alert("warning", words, href=href, link_text="What it ended, and how to correct it" if may else "")]


def _hospital(stay: HospitalStay | None) -> list[Alert]:
    if stay is None:
        return []
    home = f" Expected home {weekday_date(stay.expected_on, clock.today())}." if stay.expected_on else ""
    return [Alert("information", f"In hospital: {stay}.{home}")]


def _clocks(referrals: Sequence[Any]) -> list[Alert]:
    """A line for each review that is overdue, due within a week, or in nobody's hands."""
    today = clock.today()
    alerts = []
    for referral in referrals:
        running = getattr(referral, "clock", None)
        if running is None or running.status != ClockStatus.OPEN:
            continue
        if running.days_left <= SOON or not referral.holder:
            who = f"{referral.holder} holds it" if referral.holder else "Nobody holds it yet"
            words = (
                f"The six-week review is {due_in(running.due_on, today)}: {weekday_date(running.due_on, today)}. {who}."
            )
            alerts.append(Alert("warning", words))
    return alerts
