"""The Celery application. Its settings and the whole beat schedule are in settings/base.py.

Which settings hold, DJANGO_SETTINGS_MODULE says: there is no default here.
"""

from celery import Celery

app = Celery("thurrock_care")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
