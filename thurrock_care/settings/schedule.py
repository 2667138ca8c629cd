"""What beat fires, and what must not stop. Every entry does "all that is due and not done": a day on which nothing ran
is caught up by the next run.
"""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat of beat": {"task": "core.beat", "schedule": 60.0, "options": {"expires": 60}},
    "six-week sweep": {
        "task": "discharges.sweep_six_weeks",
        "schedule": crontab(minute="7"),
        "options": {"expires": 3000},
    },
    "prove the six-week rule": {
        "task": "discharges.prove_six_weeks",
        "schedule": crontab(hour="4", minute="40"),  # not beside the sweep: the two would hold both workers
        "options": {"expires": 3000},
    },
    "expected days that passed": {
        "task": "discharges.ask_whether_home",
        "schedule": crontab(minute="27"),
        "options": {"expires": 3000},
    },
    "sealing keys": {
        "task": "sealed.renew_keys",
        "schedule": crontab(hour="1", minute="50"),
        "options": {"expires": 3000},
    },
    "what waits for its writer": {
        "task": "sealed.tell_what_waits",
        "schedule": crontab(minute="42"),
        "options": {"expires": 3000},
    },
    "look for duplicates": {
        "task": "residents.find_duplicates",
        "schedule": crontab(hour="2", minute="20"),
        "options": {"expires": 3000},
    },
    "messages that did not leave": {
        "task": "talking_shops.tell_of_unsent",
        "schedule": crontab(minute="42"),
        "options": {"expires": 3000},
    },
    "tidy the outbox": {
        "task": "outbox.tidy",
        "schedule": crontab(hour="3", minute="50"),
        "options": {"expires": 3000},
    },
    "breaches that nobody was told of": {
        "task": "discharges.tell_of_untold_breaches",
        "schedule": crontab(minute="32"),
        "options": {"expires": 3000},
    },
    # the first one after midnight in London finds them all; the others of the day catch up a night that was missed
    "promises whose day is over": {
        "task": "referrals.break_promises",
        "schedule": crontab(minute="12"),
        "options": {"expires": 3000},
    },
    "referrals that nobody answered": {
        "task": "referrals.tell_of_silence",
        "schedule": crontab(minute="17"),
        "options": {"expires": 3000},
    },
    "free six weeks that are over": {
        "task": "services.tell_of_free_periods",
        "schedule": crontab(minute="22"),
        "options": {"expires": 3000},
    },
    "notices of wards that wait": {
        "task": "discharges.remind_of_waiting_notices",
        "schedule": crontab(minute="32"),
        "options": {"expires": 3000},
    },
    "dates of Talking Shops": {
        "task": "talking_shops.make_sessions",
        "schedule": crontab(hour="2", minute="50"),
        "options": {"expires": 3000},
    },
    "results of quarters that are over": {
        "task": "talking_shops.show_quarters",
        "schedule": crontab(minute="47"),
        "options": {"expires": 3000},
    },
    "tidy drafts and receipts": {
        "task": "core.tidy",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3000},
    },
}

# What must not stop, and after how many seconds of silence /readyz says so
HEARTBEATS = {
    "outbox sweeper": 60,
    "celery beat": 5 * 60,
    "six-week sweep": 26 * 60 * 60,
    "six-week proof": 26 * 60 * 60,
    "breaches told": 26 * 60 * 60,
    "promises": 26 * 60 * 60,
    "unanswered referrals": 26 * 60 * 60,
    "duplicates": 26 * 60 * 60,
    "free periods": 26 * 60 * 60,
    "waiting notices": 26 * 60 * 60,
    "expected days": 26 * 60 * 60,
    "talking shop dates": 26 * 60 * 60,
    "results of quarters": 26 * 60 * 60,
    "sealing keys": 26 * 60 * 60,
    "sealed items": 26 * 60 * 60,
}
