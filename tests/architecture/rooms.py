"""Which module stands in which room. A module named after a room stands in it; any other has its place here.

A room imports only from rooms after it in ROOMS. Two modules of one room may import each other
only in one direction.
"""

ROOMS: tuple[tuple[str, ...], ...] = (
    ("urls",),
    ("views", "api", "admin", "tasks", "management"),
    ("pages",),  # what one page shows
    ("forms",),
    ("actions",),
    ("messages",),
    ("reads",),  # questions over the app's own models that pages, forms and actions share
    ("policies",),
    ("models",),
    ("querysets",),
    ("rules", "states"),
    ("words",),  # pure functions on names, dates and numbers, and mechanisms without a model
    ("enums",),
)

# module → the room that it stands in
PLACES = {
    # core: a closed list; there is no utils.py
    "core.api": "reads",
    "core.bounded_json": "words",
    "core.charts": "words",
    "core.clock": "words",
    "core.components": "words",
    "core.constraints": "words",
    "core.drafts": "reads",
    "core.errors": "words",
    "core.fields": "words",
    "core.gallery": "views",
    "core.gallery_form": "forms",
    "core.health": "reads",
    "core.idempotency": "reads",
    "core.identifiers": "words",
    "core.jobs": "words",
    "core.layout": "words",
    "core.logs": "words",
    "core.middleware": "views",
    "core.pages": "views",
    "core.receipts": "reads",
    "core.rulebook": "words",
    "core.sessions": "reads",
    "core.shortcuts": "words",
    "core.standing": "words",
    "core.strict": "words",
    "core.templatetags": "pages",
    "core.transitions": "words",
    "core.typed": "words",
    "core.words": "words",
    "core.working_days": "words",
    "core.xmr": "words",
    # outbox
    "outbox.sweeper": "actions",
    # localities
    "localities.data": "words",
    "localities.places": "reads",
    "localities.postcodes": "words",
    # accounts
    "accounts.api_permissions": "policies",
    "accounts.authentication": "policies",
    "accounts.client_address": "words",
    "accounts.navigation": "pages",
    "accounts.roles": "enums",
    # residents
    "residents.ages": "words",
    "residents.already_told": "reads",
    "residents.banner": "reads",
    "residents.carried_over": "reads",
    "residents.data": "words",
    "residents.duplicates": "reads",
    "residents.endings": "reads",
    "residents.heard": "reads",
    "residents.merging": "reads",
    "residents.names": "words",
    "residents.phones": "words",
    "residents.search": "reads",
    # talking_shops
    "talking_shops.diary": "reads",
    "talking_shops.record": "reads",
    # referrals
    "referrals.call_forms": "forms",
    "referrals.answer_messages": "messages",
    "referrals.answer_policies": "policies",
    "referrals.call_back_forms": "forms",
    "referrals.call_back_views": "views",
    "referrals.call_backs": "reads",
    "referrals.call_layout": "forms",
    "referrals.call_views": "views",
    "referrals.check_views": "views",
    "referrals.console": "pages",
    "referrals.contacts": "reads",
    "referrals.earlier_calls": "reads",
    "referrals.guidance": "words",
    "referrals.holders": "reads",
    "referrals.onward": "words",
    "referrals.open_work": "reads",
    "referrals.overview": "pages",
    "referrals.parking": "reads",
    "referrals.promise_policies": "policies",
    "referrals.routing": "reads",
    "referrals.script": "words",
    "referrals.slots": "reads",
    "referrals.workload": "reads",
    # discharges
    "discharges.outlook": "reads",
    "discharges.sweep": "actions",
    # assessments
    "assessments.summary": "pages",
    # worklists
    "worklists.audit_views": "views",
    "worklists.caseload": "reads",
    "worklists.counts": "reads",
    "worklists.day": "pages",
    "worklists.history": "reads",
    "worklists.keyset": "reads",
    "worklists.overview": "pages",
    "worklists.person_views": "views",
    "worklists.queue": "reads",
    "worklists.reviews": "reads",
    "worklists.search_views": "views",
    "worklists.team_views": "views",
    "worklists.teams": "reads",
    "worklists.timeline": "reads",
    # dashboards
    "dashboards.figures": "reads",
    "dashboards.measures": "reads",
    "dashboards.overview": "pages",
    "dashboards.series": "reads",
}
FORBIDDEN_NAMES = frozenset({"utils", "helpers", "common", "misc", "signals", "services", "managers"})
