"""One of everything, so that every address can be asked for; and every address, by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.actions import deliver_notice
from accounts.models import Notice, User
from accounts.roles import Role
from assessments.actions import start_full
from assessments.models import Assessment
from discharges.actions import send_file
from discharges.enums import Answered
from discharges.models import HospitalNotice, NoticeFile, SixWeekClock
from referrals.models import Allocation, CallBack, Promise, Referral
from residents.actions import share
from residents.models import (
    AccessNeed,
    Alert,
    CircleLink,
    EmailAddress,
    LifeEvent,
    Merge,
    PhoneNumber,
    PossibleDuplicate,
    Resident,
)
from services.models import Goal
from talking_shops.models import Conversation, Session
from tests.architecture.at_after import AT_AFTER, talked
from tests.architecture.at_events import AT_EVENTS
from tests.architecture.at_planner import AT_PLANNER
from tests.architecture.at_talking_shops import AT_TALKING_SHOPS, held
from tests.architecture.words_in_addresses import WORDS
from tests.factories.around import make_alert, make_email, make_member, make_need
from tests.factories.duplicates import make_merge, make_pair
from tests.factories.field import make_clock, make_stay
from tests.factories.life import move_in_error
from tests.factories.notices import csv_of, receive
from tests.factories.people import make_resident, make_user
from tests.factories.programmes import make_goal
from tests.factories.promises import make_call_back, make_promise_to
from tests.factories.referrals import give, make_referral
from tests.factories.reviews import make_refusal, make_visit

TEAM = "cls-tilbury-chadwell"
SAMS = ("Sam", "Samuel", "Samantha")


@dataclass(frozen=True)
class World:
    """Everybody, and the record of one person who is shared with no partner."""

    people: dict[Role, User]
    resident: Resident
    referral: Referral
    allocation: Allocation
    session: Session
    conversation: Conversation
    stay: Any
    assessment: Assessment
    running: SixWeekClock
    promise: Promise
    call_back: CallBack
    life_event: LifeEvent
    link: CircleLink
    email: EmailAddress
    need: AccessNeed
    alert: Alert
    goal: Goal

    def kwargs(self, route: str, viewer: User) -> dict[str, Any]:
        """What goes into the address `route` when `viewer` asks for it."""
        given = KWARGS.get(route)
        return given(self, viewer) if given else {}

    def address(self, route: str, viewer: User) -> str:
        return reverse(route, kwargs=self.kwargs(route, viewer))

    def share_with_partners(self) -> None:
        """Make the person exist for every partner."""
        for role in (Role.CARERS_SERVICE, Role.PROVIDER):
            team = self.people[role].teams.get()
            share(resident=self.resident, team=team, by=self.people[Role.TRIAGE], reason="R-222-2222")


Given = Callable[[World, User], dict[str, Any]]


def make_world() -> World:
    """Build it through the application's own actions."""
    people = {
        Role.TRIAGE: make_user("Asha Patel", Role.TRIAGE, "thurrock-first"),
        Role.SOCIAL_WORKER: make_user("Ben Okafor", Role.SOCIAL_WORKER, TEAM),
        Role.LOCALITY_MANAGER: make_user("Dee Walsh", Role.LOCALITY_MANAGER, TEAM),
        Role.HEAD_OF_SERVICE: make_user("Olu Adeyemi", Role.HEAD_OF_SERVICE),
        Role.HOSPITAL_HUB: make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub"),
        Role.CARERS_SERVICE: make_user("Ines Costa", Role.CARERS_SERVICE, "carers-service", organisation="Carers"),
        Role.PROVIDER: make_user("Hal Reed", Role.PROVIDER, "estuary-homecare", organisation="Estuary"),
        Role.AUDITOR: make_user("Eve Marsh", Role.AUDITOR),
        Role.ADMINISTRATOR: make_user("Ada Byrne", Role.ADMINISTRATOR),
        Role.SERVICE: make_user("Basildon EPR", Role.SERVICE, organisation="Mid and South Essex"),
    }
    resident = make_resident(people[Role.TRIAGE], phone="07700900123")
    _records_of_one(resident, people[Role.TRIAGE])
    life_event = move_in_error(resident, people[Role.TRIAGE])
    receive(people[Role.HOSPITAL_HUB], nhs_number="")
    send_file(
        name="notices.csv",
        content=csv_of({"Notice": "discharge", "Issued": "today", "Family name": "Smith", "Hospital": "basildon"}),
        by=people[Role.HOSPITAL_HUB],
    )
    referral = make_referral(resident, people[Role.TRIAGE])
    for user in people.values():
        deliver_notice(key=f"for {user.pk}", words="Something new", link="/", user=str(user.pk))
    return World(
        people=people,
        resident=resident,
        referral=referral,
        allocation=give(referral, people[Role.SOCIAL_WORKER], people[Role.LOCALITY_MANAGER]),
        session=held(people[Role.SOCIAL_WORKER]),
        conversation=talked(resident, people[Role.SOCIAL_WORKER]),
        stay=make_stay(resident, people[Role.HOSPITAL_HUB]),
        assessment=start_full(resident=resident, by=people[Role.SOCIAL_WORKER]),
        link=make_member(resident, people[Role.TRIAGE]),
        email=make_email(resident, people[Role.TRIAGE]),
        need=make_need(resident, people[Role.TRIAGE]),
        alert=make_alert(resident, people[Role.TRIAGE]),
        running=_review(people),
        promise=make_promise_to(resident, people[Role.SOCIAL_WORKER]),
        call_back=make_call_back(resident, people[Role.TRIAGE]),
        life_event=life_event,
        goal=make_goal(resident, people[Role.SOCIAL_WORKER]),
    )


def _records_of_one(resident: Resident, by: User) -> None:
    """A pair to decide, and a merge of two others that can be undone."""
    sam, samuel, samantha = (make_resident(by, given_name=name, known_as="", family_name="Cole") for name in SAMS)
    make_pair(resident, sam)
    make_merge(samuel, samantha, by)


def _review(people: dict[Role, User]) -> SixWeekClock:
    """The review of somebody else, who has a visit to come and said no without ending it."""
    running = make_clock(make_resident(people[Role.TRIAGE], known_as="Maud"), people[Role.HOSPITAL_HUB], days_ago=3)
    make_visit(running, people[Role.SOCIAL_WORKER])
    make_refusal(running, people[Role.SOCIAL_WORKER], at_risk_of_abuse=Answered.YES)
    return running


def _person(world: World, viewer: User) -> dict[str, Any]:
    return {"reference": world.resident.reference}


def _referral(world: World, viewer: User) -> dict[str, Any]:
    return {"reference": world.referral.reference}


def _contact(world: World, viewer: User) -> dict[str, Any]:
    assert world.referral.contact is not None
    return {"reference": world.referral.contact.reference}


def _allocation(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.allocation.pk}


def _promise(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.promise.pk}


def _hand_off(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.referral.hand_offs.earliest("at").pk}


def _stay(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.stay.pk}


def _running(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.running.pk}


def _visit(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.running.visits.get().pk}


def _refusal(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.running.refusals.get().pk}


def _assessment(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.assessment.pk}


def _hospital_notice(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": HospitalNotice.objects.get().pk}


def _notice_file(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": NoticeFile.objects.get().pk}


def _light_touch(world: World, viewer: User) -> dict[str, Any]:
    return {"stay_id": world.stay.pk}


def _life_event(world: World, viewer: User) -> dict[str, Any]:
    return _person(world, viewer) | {"pk": world.life_event.pk}


def _team(world: World, viewer: User) -> dict[str, Any]:
    return {"slug": TEAM}


def _worker(world: World, viewer: User) -> dict[str, Any]:
    return {"slug": TEAM, "pk": world.people[Role.SOCIAL_WORKER].pk}


def _own_notice(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": Notice.objects.filter(user=viewer).latest("at").pk}


def _phone(world: World, viewer: User) -> dict[str, Any]:
    return {"reference": world.resident.reference, "pk": PhoneNumber.objects.get(resident=world.resident).pk}


def _around(row: str) -> Given:
    """What goes into the address of something that belongs to the person."""
    return lambda world, viewer: {"reference": world.resident.reference, "pk": getattr(world, row).pk}


def _pair(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": PossibleDuplicate.objects.get(status="open").pk}


def _merge(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": Merge.objects.get().pk}


def _programme(world: World, viewer: User) -> dict[str, Any]:
    return {"pk": world.goal.programme_id}


def _each(app: str, names: str, given: Any) -> dict[str, Any]:
    """Several pages of an app whose addresses name one thing."""
    return {f"{app}:{name}": given for name in names.split()}


KWARGS = {
    "residents:life": _person,
    "residents:died": _person,
    "residents:moved": _person,
    "residents:life_in_error": _life_event,
    "core:draft": lambda world, viewer: {"form": "call", "subject": "new"},
    "sealed:again": lambda world, viewer: {"pk": uuid4()},
    "sealed:let_go": lambda world, viewer: {"pk": uuid4()},
    "sealed:text": lambda world, viewer: {"pk": uuid4()},
    "sealed:read": lambda world, viewer: {"pk": uuid4()},
    "referrals:contact": _contact,
    "referrals:withdraw": _contact,
    "referrals:referral": _referral,
    "referrals:allocate": _referral,
    "referrals:close": _referral,
    "referrals:claim": _referral,
    "referrals:accept": _referral,
    "referrals:ask": _referral,
    "referrals:answer": _referral,
    "referrals:return": _referral,
    "referrals:send_again": _referral,
    "referrals:hand_on": _referral,
    "referrals:undo_hand_on": _hand_off,
    "referrals:undo_allocation": _allocation,
    "referrals:call_back": lambda world, viewer: {"pk": world.call_back.pk},
    "referrals:call_back_take": lambda world, viewer: {"pk": world.call_back.pk},
    "referrals:call_back_undo": lambda world, viewer: {"pk": world.call_back.pk},
    "referrals:promise_new": _person,
    "referrals:promise": _promise,
    "referrals:promise_kept": _promise,
    "referrals:promise_undo": _promise,
    "referrals:promise_withdraw": _promise,
    "referrals:promise_give": _promise,
    "referrals:promise_day": _promise,
    **AT_AFTER,
    **AT_TALKING_SHOPS,
    **AT_EVENTS,
    **AT_PLANNER,
    "discharges:stay_new": _person,
    "discharges:notice": _hospital_notice,
    "discharges:notice_about": _hospital_notice,
    "discharges:notice_aside": _hospital_notice,
    "discharges:notice_back": _hospital_notice,
    "discharges:notice_file": _notice_file,
    "discharges:notice_file_bad": _notice_file,
    "discharges:notice_file_take_up": _notice_file,
    "discharges:notice_file_drop": _notice_file,
    "discharges:notice_file_resume": _notice_file,
    **_each(
        "discharges",
        "stay discharge plan blocker_new blocker_clear told still_there lives_here stay_undo home_today "
        "home_undo stay_void",
        _stay,
    ),
    "discharges:review": _running,
    "discharges:visit": _running,
    "discharges:visit_held": _visit,
    "discharges:visit_call_off": _visit,
    "discharges:refusal": _running,
    "discharges:refusal_withdraw": _refusal,
    "discharges:late": _running,
    "discharges:step_change": lambda world, viewer: {"step": "no_visit"},
    "discharges:discharge_correct": lambda world, viewer: {"pk": world.running.discharge.stay_id},
    "discharges:discharge_void": lambda world, viewer: {"pk": world.running.discharge.stay_id},
    "assessments:light_touch": _light_touch,
    "assessments:start": _person,
    "assessments:full": _assessment,
    "assessments:undo_completion": _assessment,
    "assessments:in_error": _assessment,
    "residents:details": _person,
    "residents:identity": lambda world, viewer: {"reference": world.resident.reference, "question": "names"},
    "residents:phone_new": _person,
    "residents:phone": _phone,
    "residents:phone_main": _phone,
    "residents:email_new": _person,
    "residents:email": _around("email"),
    "residents:address": _person,
    "residents:locality": _person,
    "residents:circle_find": _person,
    "residents:circle_new": _person,
    "residents:circle_link": _around("link"),
    "residents:alerts": _person,
    "residents:need_new": _person,
    "residents:need": _around("need"),
    "residents:alert_new": _person,
    "residents:alert": _around("alert"),
    "services:places": lambda world, viewer: {"slug": "joint-reablement"},
    "services:people": lambda world, viewer: {"slug": "joint-reablement", "which": "planned"},
    "services:programme_new": _person,
    **_each("services", "programme start change end cancel correct becomes goal_new", _programme),
    "services:goal": lambda world, viewer: {"pk": world.goal.pk},
    "worklists:notice_read": _own_notice,
    "worklists:resident": _person,
    "worklists:timeline": _person,
    "worklists:duplicate": _pair,
    "worklists:duplicate_apart": _pair,
    "worklists:duplicate_again": _pair,
    "worklists:duplicate_merge": _pair,
    "worklists:merge_undo": _merge,
    "worklists:history": _person,
    "worklists:team_queue": _team,
    "worklists:reviews": _team,
    "worklists:reviews_undo": _team,
    "worklists:worker": _worker,
    "dashboards:asked_again_by_team": _team,
    "dashboards:returned_by_team": _team,
    "api:overview": _person,
    "api:team_queue": _team,
    **{name: (lambda world, viewer, given=given: given) for name, given in WORDS.items()},
}


@dataclass(frozen=True)
class Route:
    """One address: its name with its namespace, and what answers it."""

    name: str
    view: Any

    @property
    def permission(self) -> Any:
        """What the view says that it needs; None when it says nothing."""
        view_class = getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)
        if view_class is not None and hasattr(view_class, "permission_classes"):
            return getattr(view_class.permission_classes[0], "required", None)
        return getattr(self.view, "permission", None)


def routes() -> list[Route]:
    """Every address that the application answers."""
    return list(_walk(get_resolver().url_patterns, ()))


def _walk(patterns: list[URLPattern | URLResolver], names: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            yield Route(":".join([*names, str(pattern.name)]), pattern.callback)
