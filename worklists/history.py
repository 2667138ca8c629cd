"""Who opened and changed what: the audit log in words.

It shows references and names of staff, never what a record says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from residents.models import Resident
from worklists.history_pages import PAGES
from worklists.history_words import VERBS

PER_STRETCH = 50
# A kind of event alone may be rare: without a day or a name only these many days are looked through.
DAYS_OF_ONE_VERB = 28
LIST, SHOWN = "list.viewed", "Shown in a list or search"


@dataclass(frozen=True)
class Asked:
    """What the auditor looks for; empty is anything."""

    who: str = ""
    verb: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Line:
    """One row of the log. `reference` is the person's, "" when the event touches nobody's record."""

    at: datetime
    who: str
    role: str
    actor_id: UUID
    what: str
    reference: str
    page: str
    people: int
    reason: str


def resident_or_404(reference: str) -> Resident:
    """Key and reference of a person, and nothing else of them: all that an auditor may see."""
    found: Resident | None = Resident.objects.only("id", "reference").filter(reference=reference).first()
    if found is None:
        raise Http404("No person here.")
    return found


def events(asked: Asked, resident: Resident | None = None) -> QuerySet[Event]:
    """The events that match, of one person or of everything; of a person also the lists that showed them."""
    found = Event.objects.filter(touching(resident)) if resident else Event.objects.all()
    if asked.who:
        staff = User.objects.filter(name__icontains=asked.who).order_by("name").values_list("pk", flat=True)
        found = found.filter(actor_id__in=list(staff))
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.day:
        after = clock.start_of(asked.day + timedelta(days=1))
        return found.filter(at__gte=clock.start_of(asked.day), at__lt=after)
    if only_a_verb(asked, resident):
        return found.filter(at__gte=clock.start_of(clock.days_ago(DAYS_OF_ONE_VERB)))
    return found


def touching(resident: Resident) -> Q:
    """What was done with a person's record, and every list or search in which they were shown.

    What was done with records that were merged into theirs belongs to it.
    """
    keys = [resident.pk, *Resident.objects.filter(merged_into=resident.pk).order_by("pk").values_list("pk", flat=True)]
    found = Q(resident_id__in=keys)
    for key in keys:
        found |= Q(verb=LIST, detail__contains={"residents": [str(key)]})
    return found


def merged_here(resident: Resident) -> list[str]:
    """The references of the records that were merged into a person's."""
    return list(
        Resident.objects.filter(merged_into=resident.pk).order_by("reference").values_list("reference", flat=True)
    )


def only_a_verb(asked: Asked, resident: Resident | None) -> bool:
    """Whether one kind of event is looked for, of anybody, by anybody, on any day: too rare to find by its moment."""
    return bool(asked.verb and not asked.who and not asked.day and resident is None)


def in_words(rows: Iterable[Event], resident: Resident | None = None) -> list[Line]:
    """The rows in words, as the history of `resident` or of everything. One query finds the references of people."""
    found = list(rows)
    ids = {row.resident_id for row in found if row.resident_id}
    references = dict(Resident.objects.filter(pk__in=ids).values_list("pk", "reference"))
    return [_line(row, references, of_one=resident is not None) for row in found]


def _line(row: Event, references: dict[UUID, str], *, of_one: bool) -> Line:
    is_list = row.verb == LIST
    page = row.subject_type if is_list else str(row.detail.get("page", ""))
    return Line(
        at=row.at,
        who=row.actor_label,
        role=Role(row.actor_role).label if row.actor_role in Role else "The system",
        actor_id=row.actor_id,
        what=SHOWN if is_list and of_one else VERBS.get(row.verb, row.verb),
        reference=references.get(row.resident_id, "") if row.resident_id else "",
        page=PAGES.get(page, page.replace(".", ": ").replace("_", " ")),
        people=len(row.detail.get("residents", ())) if is_list and not of_one else 0,
        reason=row.reason,
    )


def verbs_to_choose() -> list[tuple[str, Any]]:
    """The kinds of event for a select, in words, by the alphabet."""
    return [("", "Anything"), *sorted(VERBS.items(), key=lambda verb: verb[1])]
