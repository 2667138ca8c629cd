"""Who answers to which name: the outbox's jobs, what lower floors ask of higher ones, rules, states, drafts."""

# Who does the outbox's jobs: kind → the action, by name. The whole table is here.
OUTBOX_HANDLERS = {
    "notice.deliver": "accounts.actions.deliver_notice",
    "duplicates.look": "residents.actions.look_for_duplicates",
    "duplicates.gather": "residents.actions.gather_late_rows",
    "event_news.text": "talking_shops.actions.send_news",
    "receipt.send": "talking_shops.actions.send_receipt",
    "proposed_change.tell": "talking_shops.actions.tell_decision",
    "feedback.ask": "talking_shops.actions.send_question",
    "message.ask": "talking_shops.actions.ask_what_became",
    "six_weeks.step": "discharges.actions.carry_out_steps",
    "notice_file.check": "discharges.actions.check_rows",
    "notice_file.take_up": "discharges.actions.take_up_rows",
}

# Where the router asks which hospital somebody is in now: the stays stand on a floor above it (docs/adr/0012)
HOSPITAL_OF = "discharges.whereabouts.hospital_of"

# Where the call console asks when somebody comes to see the person: the visits stand on a floor above it
VISITS_OF = "discharges.whereabouts.visits_of"

# Where the six-week rule asks which full assessments were completed: they stand on a floor above it
FULL_ASSESSMENTS_OF = "assessments.held.full_assessments_of"

# Where it is asked whether a partner has a programme under way, for then what they see does not end: on a floor above
HAS_PROGRAMME = "services.held.has_programme"

# Who takes up what was written on a device without a network: kind → the action, by name (docs/adr/0017)
SEALED_HANDLERS: dict[str, str] = {
    "footfall": "talking_shops.actions.take_up_tap",
    "note": "talking_shops.actions.take_up_note",
    "talk": "talking_shops.actions.take_up_talk",
}

# Who knows the person whom what was written on a device is about, and whether somebody may see them
SEALED_ABOUT = "residents.seen.seen_by_reference"

# Who on floors above is told what somebody has agreed with us, in the same transaction: each as f(agreed_actions, by)
AGREED_FOLLOWERS: tuple[str, ...] = ("referrals.actions.follow_agreed",)

# What a conversation that has grown into a care and support assessment opens, on a floor above
GROWS_INTO = "assessments.actions.grow_from_conversation"

# Who on floors above says in a sentence why a conversation stays on its record for now, "" when it may leave it
KEEP_CONVERSATIONS: tuple[str, ...] = ("assessments.held.why_it_stays",)

# What `manage.py prepare` sees to besides the reference data: it stands on a floor above it
PREPARED_BY = ("sealed.actions.key_for_devices", "talking_shops.actions.show_quarters_at_release")

# The forms whose words are kept while they are typed: the names that their pages give to core.drafts.slot_for
DRAFT_FORMS = ("call", "call-back", "ring", "promise", "light-touch", "talk", "talk-add", "talk-unfinished",
               "ask", "answer", "return", "send-again", "hand-on", "refusal", "full-assessment", "goal",
               "programme-end", "notice", "session-note")  # fmt: skip

# What docs/rules.md and docs/states/ are written from: `manage.py rulebook`, `manage.py state_diagrams`
RULEBOOK = (
    "residents.rules.people",
    "residents.rules.reach",
    "residents.rules.nhs_number",
    "residents.rules.access",
    "residents.rules.alerts",
    "residents.rules.life",
    "residents.rules.asking",
    "residents.rules.duplicates",
    "residents.rules.merging",
    "localities.rules",
    "talking_shops.rules.conversations",
    "talking_shops.rules.receipts",
    "talking_shops.rules.feedback",
    "referrals.rules.answers",
    "referrals.rules.handing",
    "referrals.rules.calls",
    "referrals.rules.hours",
    "referrals.rules.routing",
    "referrals.rules.workload",
    "referrals.rules.promises",
    "referrals.rules.call_backs",
    "discharges.rules.alarms",
    "discharges.rules.six_weeks",
    "discharges.rules.steps",
    "discharges.rules.visits",
    "discharges.rules.notices",
    "services.rules",
    "assessments.rules",
    "discharges.rules.hub",
    "discharges.rules.share",
    "talking_shops.rules.events",
    "talking_shops.rules.series",
)
STATE_TABLES = {
    "referral": "referrals.states.REFERRAL",
    "promise": "referrals.states.PROMISE",
    "possible_duplicate": "residents.states.POSSIBLE_DUPLICATE",
    "hospital_stay": "discharges.states.STAY",
    "six_week_clock": "discharges.states.CLOCK",
    "review_visit": "discharges.states.VISIT",
    "notice": "discharges.states.NOTICE",
    "notice_file": "discharges.states.NOTICE_FILE",
    "assessment": "assessments.states.ASSESSMENT",
    "programme": "services.states.PROGRAMME",
    "session": "talking_shops.states.SESSION",
    "booking": "talking_shops.states.BOOKING",
    "ride": "talking_shops.states.RIDE",
    "proposed_change": "talking_shops.states.PROPOSED_CHANGE",
    "sealed_item": "sealed.states.SEALED_ITEM",
}
