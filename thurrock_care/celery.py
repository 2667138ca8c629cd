"""The Celery application and the whole beat schedule.

Every scheduled task does "all that is due and not done", so that none depends on being
fired at its minute: a day on which nothing ran is caught up by the next run.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thurrock_care.settings.local")

app = Celery("thurrock_care")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "heartbeat of beat": {"task": "core.beat", "schedule": 60.0, "options": {"expires": 60}},
    "six-week sweep": {
        "task": "discharges.sweep_six_weeks",
        "schedule": crontab(minute="7"),
        "options": {"expires": 3000},
    },
    "tidy drafts and receipts": {
        "task": "core.tidy",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3000},
    },
}
