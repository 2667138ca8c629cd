"""Who may do what: one table, in plain English, for an information-governance lead to read.

A permission is a thing that people do. A role is a job. Deny is the default: what a role does
not list, it may not do. Which *people's* records a role may open is a separate question,
answered by `visible_to` on each queryset.
"""

from django.db import models


class Permission(models.TextChoices):
    """A thing that people do here."""

    FIND_PERSON = "find_person", "Find a person by name, birth date, telephone, postcode or NHS number"
    OPEN_PERSON = "open_person", "Open a person's page and timeline"
    ADD_PERSON = "add_person", "Add a person who is not known yet"
    CHANGE_PERSON = "change_person", "Change a person's details, circle, access needs and alerts"
    DECIDE_DUPLICATES = "decide_duplicates", "Decide whether two records are one person"
    TAKE_CALL = "take_call", "Answer a call to Thurrock First and route it"
    KEEP_PROMISE = "keep_promise", "Make a promise to a person, and say whether it was kept"
    SEE_TEAM_QUEUE = "see_team_queue", "See a team's queue, six-week clocks and caseloads"
    ALLOCATE = "allocate", "Allocate a person to a worker, and undo it"
    LOG_CONVERSATION = "log_conversation", "Log a conversation at a Talking Shop or on a visit"
    ASSESS = "assess", "Hold the full care and support assessment"
    READ_ASSESSMENT = "read_assessment", "Read a full care and support assessment"
    SEE_SESSIONS = "see_sessions", "See today's Talking Shops"
    SEE_WHAT_WAITS = "see_what_waits", "See what workers wrote on a device and has waited for them for over a day"
    RUN_SESSION = "run_session", "Count who comes to a Talking Shop, say who is there, and write what the day was like"
    PLAN_SESSIONS = "plan_sessions", "Plan Talking Shops and events: venues, series of dates, and who comes when"
    HOLD_EVENTS = "hold_events", "Book places, meals and rides at community events, and say who came"
    WORK_AT_HOSPITAL = "work_at_hospital", "Keep the hospital list, assess for safe discharge, record a discharge"
    SEE_REVIEWS = "see_reviews", "See a person's six-week review, and the table of its steps"
    CHANGE_STEPS = "change_steps", "Change the days of the steps on the way to a six-week review"
    SEE_REABLEMENT = "see_reablement", "See programmes of reablement and bridging, and write their goals"
    MANAGE_REABLEMENT = "manage_reablement", "Plan, start, change and end reablement and bridging, and say places"
    SEE_FORECAST = "see_forecast", "See what people coming home ask of each locality in the next weeks"
    SEE_DASHBOARD = "see_dashboard", "See the figures of a locality and the people behind them"
    READ_AUDIT = "read_audit", "Read who opened and changed a record"
    SEE_STAFF = "see_staff", "See who works here and with what role"
    SEND_REFERRAL = "send_referral", "Send a referral in from another system"
    SEND_DISCHARGE = "send_discharge", "Send a discharge in from another system"


class Role(models.TextChoices):
    """A job. Everybody has exactly one."""

    TRIAGE = "triage", "Thurrock First triage worker"
    SOCIAL_WORKER = "social_worker", "Social worker"
    LOCALITY_MANAGER = "locality_manager", "Locality manager"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    HOSPITAL_HUB = "hospital_hub", "Hospital hub worker"
    CARERS_SERVICE = "carers_service", "Carers service worker"
    PROVIDER = "provider", "Provider's worker"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "System administrator"
    SERVICE = "service", "Another system"


P = Permission
PEOPLE = frozenset({P.FIND_PERSON, P.OPEN_PERSON})

REABLEMENT = frozenset({P.SEE_REABLEMENT, P.MANAGE_REABLEMENT})

ROLES: dict[Role, frozenset[Permission]] = {
    Role.TRIAGE: PEOPLE
    | {
        P.ADD_PERSON,
        P.CHANGE_PERSON,
        P.DECIDE_DUPLICATES,
        P.TAKE_CALL,
        P.KEEP_PROMISE,
        P.SEE_REVIEWS,
        P.SEE_TEAM_QUEUE,
        P.SEE_SESSIONS,
        P.HOLD_EVENTS,
    },
    Role.SOCIAL_WORKER: PEOPLE
    | REABLEMENT
    | {
        P.ADD_PERSON,
        P.CHANGE_PERSON,
        P.KEEP_PROMISE,
        P.SEE_REVIEWS,
        P.SEE_TEAM_QUEUE,
        P.LOG_CONVERSATION,
        P.SEE_SESSIONS,
        P.HOLD_EVENTS,
        P.PLAN_SESSIONS,
        P.RUN_SESSION,
    }
    | {P.ASSESS, P.READ_ASSESSMENT},
    Role.LOCALITY_MANAGER: PEOPLE
    | REABLEMENT
    | {
        P.ADD_PERSON,
        P.CHANGE_PERSON,
        P.DECIDE_DUPLICATES,
        P.KEEP_PROMISE,
        P.SEE_REVIEWS,
        P.SEE_TEAM_QUEUE,
        P.ALLOCATE,
        P.SEE_WHAT_WAITS,
        P.LOG_CONVERSATION,
        P.ASSESS,
        P.READ_ASSESSMENT,
        P.SEE_SESSIONS,
        P.HOLD_EVENTS,
        P.PLAN_SESSIONS,
        P.RUN_SESSION,
        P.SEE_DASHBOARD,
        P.CHANGE_STEPS,
        P.SEE_FORECAST,
    },
    Role.HEAD_OF_SERVICE: PEOPLE
    | REABLEMENT
    | {
        P.DECIDE_DUPLICATES,
        P.KEEP_PROMISE,
        P.SEE_REVIEWS,
        P.SEE_TEAM_QUEUE,
        P.ALLOCATE,
        P.SEE_WHAT_WAITS,
        P.SEE_SESSIONS,
        P.SEE_DASHBOARD,
        P.SEE_FORECAST,
        P.CHANGE_STEPS,
        P.READ_ASSESSMENT,
    },
    Role.HOSPITAL_HUB: PEOPLE
    | REABLEMENT
    | {P.ADD_PERSON, P.CHANGE_PERSON, P.KEEP_PROMISE, P.SEE_REVIEWS, P.SEE_TEAM_QUEUE, P.WORK_AT_HOSPITAL}
    | {P.SEE_FORECAST},
    Role.CARERS_SERVICE: PEOPLE | {P.SEE_TEAM_QUEUE},
    Role.PROVIDER: PEOPLE | {P.SEE_TEAM_QUEUE, P.SEE_REABLEMENT},
    Role.AUDITOR: frozenset({P.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({P.SEE_STAFF}),
    Role.SERVICE: PEOPLE | {P.SEE_TEAM_QUEUE, P.SEND_REFERRAL, P.SEND_DISCHARGE},
}

# Council and integrated staff may find anyone. Partners know only the people who were
# referred to a team of their own; everyone else does not exist for them.
INTEGRATED = frozenset(
    {
        Role.TRIAGE,
        Role.SOCIAL_WORKER,
        Role.LOCALITY_MANAGER,
        Role.HEAD_OF_SERVICE,
        Role.HOSPITAL_HUB,
        Role.SERVICE,
    }
)
PARTNERS = frozenset({Role.CARERS_SERVICE, Role.PROVIDER})


def may(role: str, permission: Permission) -> bool:
    """Whether the role lists the permission; an unknown role lists none."""
    return role in Role and permission in ROLES[Role(role)]
