"""Several six-week reviews of a team are given to one worker."""

import re
from typing import Any

from django import forms

from accounts.models import User
from referrals.workload import WorkerLoad

TICK = re.compile(r"[A-Z0-9-]{1,20}:[0-9]{1,9}")


class _Ticked(forms.MultipleChoiceField):
    """References with the version that the page showed; what has become of them since is said one by one."""

    def valid_value(self, value: str) -> bool:
        return bool(TICK.fullmatch(value))


class ShareForm(forms.Form):
    """Which reviews, and who takes them."""

    reviews = _Ticked(
        error_messages={
            "required": "Tick the reviews to allocate",
            "invalid_choice": "Tick the reviews to allocate on this page",
        }
    )
    worker = forms.ChoiceField(
        label="Who takes them?",
        error_messages={
            "required": "Select who takes them",
            "invalid_choice": "Select somebody who works in this team now",
        },
    )

    def __init__(self, *args: Any, workers: list[WorkerLoad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(load.worker.pk): load.worker for load in workers}
        names = [(str(load.worker.pk), f"{load.worker.name}: {load.room_in_words.lower()}") for load in workers]
        self.fields["worker"].choices = [("", "Select a worker"), *names]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str]:
        """What was ticked, right or wrong."""
        return self.data.getlist("reviews") if hasattr(self.data, "getlist") else []

    @property
    def chosen(self) -> User:
        """Who takes them."""
        return self.workers[self.cleaned_data["worker"]]

    @property
    def versions(self) -> dict[str, int]:
        """References and the version of each that the page showed."""
        return {
            reference: int(version)
            for reference, _, version in (t.partition(":") for t in self.cleaned_data["reviews"])
        }
