from django.db import models


class JobStatus(models.TextChoices):
    """Where a job stands. A sent job is a hint on its way; only `done` means done."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent to a worker"
    DONE = "done", "Done"
    DEAD = "dead", "Given up, needs a person"


OPEN = (JobStatus.WAITING, JobStatus.SENT)
