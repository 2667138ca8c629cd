"""How a page offers back what was typed into it: the draft belonging to one form, one subject and one person."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from core import clock
from core.models import Draft

NEW = "new"


@dataclass(frozen=True)
class DraftSlot:
    """What a template needs to keep a form's words safe; see components/draft_bar.html."""

    form: str
    subject: str
    version: int | None
    saved_at: str
    fields: dict[str, Any]

    @property
    def url(self) -> str:
        """Where the page's script posts the words to."""
        return reverse("core:draft", kwargs={"form": self.form, "subject": self.subject})


def slot_for(owner_id: UUID, form: str, subject: str = NEW) -> DraftSlot:
    """The draft that `owner_id` has of this form, or an empty slot when there is none."""
    draft = Draft.objects.filter(owner_id=owner_id, form=form, subject=subject).first()
    if draft is None:
        return DraftSlot(form=form, subject=subject, version=None, saved_at="", fields={})
    saved_at = clock.london_time(draft.saved_at)
    return DraftSlot(form=form, subject=subject, version=draft.version, saved_at=saved_at, fields=draft.fields)
