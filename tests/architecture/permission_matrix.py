"""Who gets what at every address: one line for each, written by hand and apart from accounts/roles.py.

A new address fails the tests until it has its line here, so that somebody has thought about who
may use it. The requests that hold this table against the application are in test_permissions_live.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.roles import Role

R = Role

EVERYBODY = frozenset(R)
STAFF = frozenset({R.TRIAGE, R.SOCIAL_WORKER, R.LOCALITY_MANAGER, R.HEAD_OF_SERVICE, R.HOSPITAL_HUB})
FINDERS = STAFF | {R.CARERS_SERVICE, R.PROVIDER, R.SERVICE}
ADDERS = STAFF - {R.HEAD_OF_SERVICE}
IN_TEAMS = STAFF | {R.CARERS_SERVICE, R.PROVIDER, R.SERVICE}
MANAGERS = frozenset({R.LOCALITY_MANAGER, R.HEAD_OF_SERVICE})
DECIDERS = MANAGERS | {R.TRIAGE}
TALKERS = frozenset({R.SOCIAL_WORKER, R.LOCALITY_MANAGER})
VISITORS = TALKERS | {R.TRIAGE, R.HEAD_OF_SERVICE}
BOOKERS = TALKERS | {R.TRIAGE}
HUB = frozenset({R.HOSPITAL_HUB})
PLANNERS = frozenset({R.SOCIAL_WORKER, R.LOCALITY_MANAGER, R.HEAD_OF_SERVICE, R.HOSPITAL_HUB})
REABLERS = PLANNERS | {R.PROVIDER}

# whom a policy turns away from what their team neither holds nor sent
NOT_THEIRS = {R.TRIAGE: 403, R.HOSPITAL_HUB: 403, R.SERVICE: 403}
NOT_SENT = {R.SOCIAL_WORKER: 403, R.LOCALITY_MANAGER: 403, R.HOSPITAL_HUB: 403, R.SERVICE: 403}

SIGN_IN = 302  # to the sign-in page
GONE = 404  # what does not exist for somebody is not there
MOVED = 302


@dataclass(frozen=True)
class Line:
    """`roles` get `answer` to a plain `method`, other roles 403, and strangers `stranger`.

    `foreign` is what a partner gets when the record is not shared with them. `but` names roles
    whom a policy turns away (or sends elsewhere) although their role lists the permission.
    """

    roles: frozenset[Role]
    answer: int = 200
    method: str = "GET"
    stranger: int = SIGN_IN
    foreign: int | None = None
    but: Mapping[Role, int] = field(default_factory=dict)
    query: str = ""


def api(roles: frozenset[Role], answer: int = 200, **more: object) -> Line:
    return Line(roles, answer, stranger=401, **more)  # type: ignore[arg-type]


OPEN = {
    "core:livez": Line(EVERYBODY, stranger=200),
    "core:readyz": Line(EVERYBODY, 503, stranger=503),  # nothing beats while tests run
    "core:help": Line(EVERYBODY, stranger=200),
    "core:accessibility": Line(EVERYBODY, stranger=200),
    "core:privacy": Line(EVERYBODY, stranger=200),
    "gallery": Line(EVERYBODY, stranger=200),
    "talking_shops:capture": Line(EVERYBODY, stranger=200),
    "talking_shops:capture_sessions": Line(EVERYBODY, stranger=200),
    "talking_shops:worker": Line(EVERYBODY, stranger=200),
    "talking_shops:public_find": Line(EVERYBODY, stranger=200),
    "talking_shops:public_venue": Line(EVERYBODY, stranger=200),
    "talking_shops:poster": Line(EVERYBODY, stranger=200),
    "talking_shops:poster_sized": Line(EVERYBODY, stranger=200),
    "talking_shops:feed": Line(EVERYBODY, stranger=200),
    "talking_shops:feed_of_locality": Line(EVERYBODY, stranger=200),
    "talking_shops:feed_of_venue": Line(EVERYBODY, stranger=200),
    "talking_shops:feed_of_date": Line(EVERYBODY, stranger=200),
    "talking_shops:feed_of_series": Line(EVERYBODY, GONE, stranger=GONE),
    "talking_shops:public_missing": Line(EVERYBODY, GONE, stranger=GONE),
    "accounts:sign_in": Line(EVERYBODY, MOVED, stranger=200),
    "talking_shops:put_right": Line(EVERYBODY, stranger=200),
    "talking_shops:feedback_public": Line(EVERYBODY, stranger=200),
    "accounts:sign_out": Line(EVERYBODY, MOVED, method="POST"),
}

PAGES = {
    "core:draft": Line(EVERYBODY, 400, method="POST"),
    # sealed: a device asks by script, and is told in JSON that nobody is signed in
    "sealed:key": Line(EVERYBODY, stranger=401),
    "sealed:items": Line(EVERYBODY, 400, method="POST", stranger=401),
    "sealed:outbox": Line(EVERYBODY),
    "sealed:needing": Line(EVERYBODY),
    "sealed:again": Line(EVERYBODY, GONE, method="POST"),  # somebody else wrote it
    "sealed:let_go": Line(EVERYBODY, GONE),
    "sealed:text": Line(EVERYBODY, GONE),
    "sealed:waiting": Line(MANAGERS),
    "sealed:read": Line(MANAGERS, GONE, method="POST"),  # nothing waits
    # residents
    "residents:new": Line(ADDERS, MOVED),
    "residents:matches": Line(ADDERS),
    "residents:matches_for_call": Line(ADDERS),
    "residents:details": Line(FINDERS, foreign=GONE),
    "residents:identity": Line(ADDERS),
    "residents:phone_new": Line(ADDERS),
    "residents:phone": Line(ADDERS),
    "residents:phone_main": Line(ADDERS, MOVED, method="POST"),
    "residents:email_new": Line(ADDERS),
    "residents:email": Line(ADDERS),
    "residents:address": Line(ADDERS),
    "residents:locality": Line(ADDERS),
    "residents:circle_find": Line(ADDERS),
    "residents:circle_new": Line(ADDERS),
    "residents:circle_link": Line(ADDERS),
    "residents:alerts": Line(FINDERS, foreign=GONE),
    "residents:need_new": Line(ADDERS),
    "residents:need": Line(ADDERS),
    "residents:alert_new": Line(ADDERS),
    "residents:alert": Line(ADDERS),
    "residents:life": Line(ADDERS),
    "residents:died": Line(ADDERS),
    "residents:moved": Line(ADDERS),
    "residents:life_in_error": Line(ADDERS, MOVED),
    # referrals
    "referrals:call_new": Line(frozenset({R.TRIAGE})),
    "referrals:guidance": Line(frozenset({R.TRIAGE})),
    "referrals:call_check": Line(frozenset({R.TRIAGE}), MOVED),
    "referrals:contact": Line(frozenset({R.TRIAGE})),
    "referrals:withdraw": Line(frozenset({R.TRIAGE}), MOVED, method="POST"),
    "referrals:referral": Line(IN_TEAMS, foreign=GONE),
    "referrals:allocate": Line(MANAGERS),
    "referrals:close": Line(IN_TEAMS, foreign=GONE, but=NOT_THEIRS),
    "referrals:claim": Line(frozenset({R.TRIAGE}), MOVED, method="POST"),
    "referrals:accept": Line(IN_TEAMS, 409, method="POST", foreign=GONE, but=NOT_THEIRS),
    "referrals:ask": Line(IN_TEAMS, foreign=GONE, but=NOT_THEIRS),
    "referrals:answer": Line(IN_TEAMS, MOVED, foreign=GONE, but=NOT_SENT),
    "referrals:return": Line(IN_TEAMS, foreign=GONE, but=NOT_THEIRS),
    "referrals:send_again": Line(IN_TEAMS, MOVED, foreign=GONE, but=NOT_SENT),
    "referrals:hand_on": Line(IN_TEAMS, foreign=GONE, but=NOT_THEIRS),
    "referrals:undo_hand_on": Line(IN_TEAMS, 409, method="POST", foreign=GONE, but=NOT_SENT),
    "referrals:undo_allocation": Line(MANAGERS, MOVED, method="POST"),
    "referrals:take_next": Line(frozenset({R.TRIAGE}), MOVED, method="POST"),
    "referrals:call_back_new": Line(frozenset({R.TRIAGE})),
    "referrals:call_back": Line(frozenset({R.TRIAGE})),
    "referrals:call_back_take": Line(frozenset({R.TRIAGE}), MOVED, method="POST"),
    "referrals:call_back_undo": Line(frozenset({R.TRIAGE}), MOVED, method="POST"),
    "referrals:promise_new": Line(STAFF),
    "referrals:promise": Line(STAFF),
    "referrals:promise_kept": Line(STAFF, MOVED, method="POST"),
    "referrals:promise_undo": Line(STAFF, MOVED, method="POST"),
    "referrals:promise_withdraw": Line(STAFF),
    "referrals:promise_give": Line(STAFF),
    "referrals:promise_day": Line(STAFF),
    # talking_shops
    "talking_shops:today": Line(VISITORS),
    "talking_shops:session": Line(VISITORS),
    "talking_shops:start": Line(TALKERS, MOVED),
    "talking_shops:counts": Line(VISITORS),
    "talking_shops:tap": Line(TALKERS, 409, method="POST"),  # no kind of tap is named
    "talking_shops:tap_undo": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:session_note": Line(TALKERS),
    "talking_shops:attending_new": Line(TALKERS),
    "talking_shops:attending_me": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:attending_say": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:footfall": Line(MANAGERS),
    "talking_shops:plan": Line(VISITORS),
    "talking_shops:plan_rota": Line(VISITORS),
    "talking_shops:all_series": Line(VISITORS),
    "talking_shops:series": Line(VISITORS),
    "talking_shops:series_new": Line(TALKERS),
    "talking_shops:series_change": Line(TALKERS),
    "talking_shops:series_end": Line(TALKERS),
    "talking_shops:plan_date": Line(VISITORS),
    "talking_shops:date_new": Line(TALKERS),
    "talking_shops:date_cancel": Line(TALKERS),
    "talking_shops:date_move": Line(TALKERS),
    "talking_shops:date_skip": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:date_reinstate": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:rota_add": Line(TALKERS),
    "talking_shops:rota_remove": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:venues": Line(VISITORS),
    "talking_shops:venue": Line(VISITORS),
    "talking_shops:venue_new": Line(TALKERS),
    "talking_shops:venue_change": Line(TALKERS),
    "talking_shops:venue_checked": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:venue_close": Line(TALKERS),
    "talking_shops:venue_reopen": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:conversation_new": Line(TALKERS),
    "talking_shops:conversation": Line(FINDERS, foreign=GONE),
    "talking_shops:conversation_add": Line(TALKERS, but={R.LOCALITY_MANAGER: 403}),
    "talking_shops:conversation_effect": Line(TALKERS, MOVED, method="POST", but={R.LOCALITY_MANAGER: 403}),
    "talking_shops:conversation_also": Line(TALKERS, but={R.LOCALITY_MANAGER: 403}),
    "talking_shops:conversation_move": Line(TALKERS),
    "talking_shops:anonymous_new": Line(TALKERS, MOVED),
    "talking_shops:waiting": Line(TALKERS),
    "talking_shops:begun": Line(TALKERS),
    "talking_shops:known": Line(TALKERS, MOVED),  # it is known already
    "talking_shops:unknown": Line(TALKERS, MOVED, method="POST"),  # too late, and said so
    "talking_shops:receipt_new": Line(TALKERS),
    "talking_shops:receipt": Line(FINDERS, foreign=GONE),
    "talking_shops:receipt_paper": Line(FINDERS, foreign=GONE),
    "talking_shops:proposal_new": Line(TALKERS),
    "talking_shops:proposals": Line(TALKERS),
    "talking_shops:proposal": Line(TALKERS),
    "talking_shops:proposal_again": Line(TALKERS, 409, method="POST"),  # nobody has decided it
    "talking_shops:feedback_new": Line(TALKERS),
    "talking_shops:feedback_link": Line(TALKERS, 422, method="POST"),  # no number is given
    "talking_shops:feedback_may": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:feedback_paper": Line(TALKERS),
    "talking_shops:feedback_results": Line(MANAGERS),
    "talking_shops:agreed_done": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:agreed_undo": Line(TALKERS, MOVED, method="POST"),
    "talking_shops:event": Line(VISITORS),
    "talking_shops:event_sheet": Line(VISITORS),
    "talking_shops:rides": Line(VISITORS),
    "talking_shops:driver_sheet": Line(VISITORS),
    "talking_shops:event_offer": Line(BOOKERS),
    "talking_shops:booking_new": Line(BOOKERS),
    "talking_shops:booking": Line(BOOKERS),
    "talking_shops:booking_at": Line(VISITORS, MOVED),
    "talking_shops:booking_cancel": Line(BOOKERS),
    "talking_shops:booking_back": Line(BOOKERS, 409, method="POST"),  # it is not cancelled
    "talking_shops:booking_came": Line(BOOKERS, 409, method="POST"),  # its day has not come
    "talking_shops:meal_remove": Line(BOOKERS, 409, method="POST"),  # somebody has chosen it
    "talking_shops:news_told": Line(BOOKERS, 409, method="POST"),  # it is not said how
    "talking_shops:news_text": Line(BOOKERS, 409, method="POST"),  # text messages are not connected
    "talking_shops:news_undo": Line(BOOKERS, MOVED, method="POST"),
    "talking_shops:ride": Line(BOOKERS),
    # discharges and assessments
    "discharges:hospital_list": Line(HUB),
    "discharges:stay_new": Line(HUB),
    "discharges:notices": Line(HUB),
    "discharges:notice_new": Line(HUB),
    "discharges:notice": Line(HUB),
    "discharges:notice_about": Line(HUB, 404, method="POST"),  # nobody is named
    "discharges:notice_aside": Line(HUB),
    "discharges:notice_back": Line(HUB, 404, method="POST"),  # it was not set aside
    "discharges:notice_files": Line(HUB),
    "discharges:notice_template": Line(HUB),
    "discharges:notice_file": Line(HUB),
    "discharges:notice_file_bad": Line(HUB),
    "discharges:notice_file_take_up": Line(HUB, 409, method="POST"),  # it is being checked
    "discharges:notice_file_drop": Line(HUB, MOVED, method="POST"),
    "discharges:notice_file_resume": Line(HUB, 409, method="POST"),  # it is being worked on
    "discharges:stay": Line(HUB),
    "discharges:discharge": Line(HUB),
    "discharges:review": Line(STAFF),
    "discharges:visit": Line(TALKERS),
    "discharges:visit_held": Line(TALKERS, 409, method="POST"),
    "discharges:visit_call_off": Line(TALKERS),
    "discharges:refusal": Line(TALKERS),
    "discharges:refusal_withdraw": Line(TALKERS),
    "discharges:late": Line(TALKERS, MOVED),
    "discharges:steps": Line(STAFF),
    "discharges:step_change": Line(MANAGERS),
    "discharges:morning": Line(HUB),
    "discharges:forecast": Line(MANAGERS | HUB),
    "discharges:forecast_span": Line(MANAGERS | HUB),
    "discharges:forecast_people": Line(MANAGERS | HUB),
    "discharges:plan": Line(HUB),
    "discharges:blocker_new": Line(HUB),
    "discharges:blocker_clear": Line(HUB, GONE, method="POST"),
    "discharges:told": Line(HUB, GONE, method="POST"),
    "discharges:still_there": Line(HUB),
    "discharges:lives_here": Line(HUB, MOVED),
    "discharges:stay_undo": Line(HUB, GONE, method="POST"),
    "discharges:home_today": Line(HUB, MOVED, method="POST"),
    "discharges:home_undo": Line(HUB, MOVED, method="POST"),
    "discharges:stay_void": Line(HUB),
    "discharges:discharge_correct": Line(HUB),
    "discharges:discharge_void": Line(HUB),
    "assessments:light_touch": Line(HUB),
    "assessments:start": Line(TALKERS, MOVED),
    "assessments:full": Line(TALKERS | {R.HEAD_OF_SERVICE}),
    "assessments:undo_completion": Line(TALKERS, MOVED, method="POST"),
    "assessments:in_error": Line(TALKERS),
    # services
    "services:board": Line(REABLERS),
    "services:places": Line(PLANNERS),
    "services:people": Line(REABLERS, foreign=GONE),
    "services:programme_new": Line(PLANNERS),
    "services:programme": Line(REABLERS, foreign=GONE),
    "services:start": Line(PLANNERS),
    "services:change": Line(PLANNERS),
    "services:end": Line(PLANNERS),
    "services:cancel": Line(PLANNERS),
    "services:correct": Line(PLANNERS, MOVED),  # it has not started
    "services:becomes": Line(PLANNERS, MOVED),  # nobody asks
    "services:goal_new": Line(REABLERS, foreign=GONE),
    "services:goal": Line(REABLERS, foreign=GONE),
    # worklists
    "worklists:my_day": Line(EVERYBODY),
    "worklists:notices": Line(EVERYBODY),
    "worklists:notice_read": Line(EVERYBODY, MOVED, method="POST"),
    "worklists:calls": Line(frozenset({R.TRIAGE})),
    "worklists:promises": Line(STAFF),
    "worklists:look_again": Line(ADDERS),
    "worklists:staff": Line(frozenset({R.ADMINISTRATOR})),
    "worklists:search": Line(FINDERS, query="q=smith"),
    "worklists:near": Line(FINDERS, query="q=smith"),
    "worklists:resident": Line(FINDERS, foreign=GONE),
    "worklists:timeline": Line(FINDERS, foreign=GONE),
    "worklists:duplicates": Line(DECIDERS),
    "worklists:duplicate": Line(DECIDERS),
    "worklists:duplicate_apart": Line(DECIDERS, 422, method="POST"),
    "worklists:duplicate_again": Line(DECIDERS, MOVED, method="POST"),
    "worklists:duplicate_merge": Line(DECIDERS),
    "worklists:merge_undo": Line(DECIDERS),
    "worklists:history": Line(frozenset({R.AUDITOR})),
    "worklists:audit_log": Line(frozenset({R.AUDITOR})),
    "worklists:teams": Line(IN_TEAMS),
    "worklists:my_team": Line(IN_TEAMS, MOVED),
    "worklists:team_queue": Line(IN_TEAMS, foreign=GONE),
    "worklists:reviews": Line(IN_TEAMS, foreign=GONE),
    "worklists:reviews_undo": Line(MANAGERS, GONE, method="POST"),
    "worklists:worker": Line(IN_TEAMS, foreign=GONE, but=NOT_THEIRS),
    # dashboards
    "dashboards:index": Line(MANAGERS),
    "dashboards:asked_again": Line(MANAGERS),
    "dashboards:asked_again_by_team": Line(MANAGERS),
    "dashboards:returned": Line(MANAGERS),
    "dashboards:returned_by_team": Line(MANAGERS),
    "dashboards:locality": Line(MANAGERS),
    "dashboards:due": Line(MANAGERS),
    "dashboards:days_left": Line(MANAGERS),
    "dashboards:late_because": Line(MANAGERS),
    "dashboards:people_behind": Line(MANAGERS),
}

API = {
    "api:schema": api(EVERYBODY),
    "api:not_here": api(EVERYBODY, GONE),
    "api:residents": api(FINDERS, query="q=smith"),
    "api:overview": api(FINDERS, foreign=GONE),
    "api:team_queue": api(IN_TEAMS, foreign=GONE),
    # an empty body: whoever may send gets told what is missing
    "api:referrals": api(frozenset({R.SERVICE}), 400, method="POST"),
    "api:discharges": api(frozenset({R.SERVICE}), 400, method="POST"),
    "api:hospital_notices": api(frozenset({R.SERVICE}), 400, method="POST"),
}

MATRIX: Mapping[str, Line] = {**OPEN, **PAGES, **API}
