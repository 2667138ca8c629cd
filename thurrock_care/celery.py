"""The Celery application. Its settings and the whole beat schedule are in settings/base.py.

Which settings hold, DJANGO_SETTINGS_MODULE says: there is no default here.
"""

from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_ready

app = Celery("thurrock_care")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect  # type: ignore[untyped-decorator]
def sweep_at_once(**_: Any) -> None:
    """What was missed while no worker ran is caught up at once; and a new installation says soon that it is ready."""
    app.send_task("discharges.sweep_six_weeks", expires=3000, retry=False)


@beat_init.connect  # type: ignore[untyped-decorator]
def beat_at_once(**_: Any) -> None:
    """Beat shows that it started, a minute before its first turn would."""
    app.send_task("core.beat", expires=60, retry=False)
