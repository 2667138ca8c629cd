"""The Celery application. Its settings and the whole beat schedule are in settings/base.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thurrock_care.settings.local")

app = Celery("thurrock_care")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
