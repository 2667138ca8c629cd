"""How a page offers back what was typed into it: the draft belonging to one form, one subject and one person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from core import clock
from core.bounded_json import UnfitJSON, read_object
from core.models import Draft

NEW = "new"
LONGEST_SUBJECT = 40
LONGEST_NAME = 100
LONGEST_VERSION = 10  # digits
PAGE = re.compile(r"\w{0,40}", re.ASCII)
MOST_TURNS = 2**31 - 1
Words = str | list[str]


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


def version_seen(sent: Mapping[str, Any]) -> int | None:
    """The version of the draft that a posted page had seen: 0 when it had seen none, None when it keeps no draft."""
    seen = str(sent.get("draft_version", "none"))
    return None if seen == "none" else int(seen) if seen.isdecimal() and len(seen) < LONGEST_VERSION else 0


def is_slot(form: str, subject: str) -> bool:
    """Whether a page keeps drafts under this name, and the subject is one that it could have."""
    return form in settings.DRAFT_FORMS and len(subject) <= LONGEST_SUBJECT


@dataclass(frozen=True)
class Sent:
    """What a page's script sends to be kept, as `core.actions.save_draft` takes it."""

    fields: dict[str, Words]
    version: int | None
    page: str
    turn: int


def words_in(body: bytes) -> Sent:
    """What a page sends: JSON {fields, version, page, turn}.

    Raises UnfitJSON unless every field is text, or a list of texts, the version a whole number or none, the name
    of the page short, and its turn a whole number.
    """
    sent = read_object(body)
    fields, version = sent.get("fields"), sent.get("version")
    if not isinstance(fields, dict) or not (version is None or type(version) is int):
        raise UnfitJSON("A draft is JSON with fields and version.")
    for name, value in fields.items():
        texts = value if isinstance(value, list) else [value]
        if len(name) > LONGEST_NAME or not all(isinstance(text, str) for text in texts):
            raise UnfitJSON("Each field of a draft is a short name with text, or a list of texts.")
        if any("\0" in text for text in (name, *texts)):
            raise UnfitJSON("The text holds a character that cannot be kept: the NUL character.")
    page, turn = sent.get("page", ""), sent.get("turn", 0)
    if not (isinstance(page, str) and PAGE.fullmatch(page) and type(turn) is int and 0 <= turn <= MOST_TURNS):
        raise UnfitJSON("The page that a draft comes from is letters and digits, with the number of its turn.")
    return Sent(fields, version, page, turn)
