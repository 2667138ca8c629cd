"""What waits for a worker: conversations that came from a device or were begun, and those with somebody not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from core.models import Draft
from residents.models import Resident
from sealed.models import SealedItem
from talking_shops.enums import Place
from talking_shops.handed_in import WORDS, Fields, put_in, read_part
from talking_shops.models import Conversation

UNFINISHED, KNOWN = "talk-unfinished", "talk"  # the forms' names among the drafts
MOST = 50


@dataclass(frozen=True)
class Begun:
    """A conversation that is begun and not finished: what it is called, its first words, and when it was kept."""

    link: str
    called: str
    gist: str
    saved_at: datetime


@dataclass(frozen=True)
class Waiting:
    """All that waits for one worker."""

    begun: list[Begun]
    anonymous: list[Conversation]
    shown: list[UUID]  # the people whom `begun` names


def waiting_of(worker: User) -> Waiting:
    """What the worker has begun, with people known and not known, the latest first, and with whom they talked whom
    nobody knows yet; in three queries.
    """
    mine = Draft.objects.filter(owner_id=worker.pk, form__in=(UNFINISHED, KNOWN)).order_by("-saved_at")
    drafts = list(mine[:MOST])
    references = [draft.subject for draft in drafts if draft.form == KNOWN]
    people = {one.reference: one for one in Resident.objects.visible_to(worker).filter(reference__in=references)}
    begun = [_begun(draft, people) for draft in drafts if draft.form == UNFINISHED or draft.subject in people]
    anonymous = Conversation.objects.visible_to(worker).anonymous().filter(worker=worker)
    last = list(anonymous.order_by("-logged_at", "-id")[:MOST])
    return Waiting(begun, last, [one.pk for one in people.values()])


def _begun(draft: Draft, people: Mapping[str, Resident]) -> Begun:
    said = next((str(draft.fields[topic]) for topic in WORDS if draft.fields.get(topic)), "")
    if draft.form == KNOWN:
        link = reverse("talking_shops:conversation_new", kwargs={"reference": draft.subject})
        return Begun(link, people[draft.subject].display_name, said, draft.saved_at)
    link = reverse("talking_shops:begun", kwargs={"draft": draft.subject})
    return Begun(link, str(draft.fields.get("called") or "Somebody not named"), said, draft.saved_at)


def words_kept(worker: User, draft: UUID) -> Fields:
    """The words of a draft as they came from a device, part by part: for a page whose own draft is not there."""
    fields: Fields = {}
    for kept in SealedItem.objects.of_draft(worker, draft).kept():
        part = read_part(kept.contents or {}, kept.schema)
        fields = put_in(fields, part.fields, of_page=bool(part.page))
    return fields


def person_of(worker: User, draft: UUID) -> str:
    """The reference of whom a draft on a device is about, when one of its parts says so; "" else."""
    kept = SealedItem.objects.of_draft(worker, draft).kept().values_list("contents", flat=True)
    return next((str(inside["person"]) for inside in kept if inside.get("person")), "")


def device_draft_of(worker: User, reference: str) -> UUID | None:
    """The draft on a device of which parts wait in the worker's draft about this person."""
    kept = SealedItem.objects.filter(owner=worker, kind="talk", contents__person=reference).kept()
    found: UUID | None = kept.order_by("-received_at").values_list("draft", flat=True).first()
    return found


def begins_with(form: Mapping[str, Any], together: Conversation | None) -> dict[str, Any]:
    """What a form begins with: when and where, as in the conversation of which this is the part of somebody else."""
    if together is None:
        return dict(form)
    place, session = Place(together.place), together.session_id
    return {**form, "held_on": together.held_on, "place": place, "session": str(session or "")}
