"""What stands beside a call: what is open, said and promised about the person, and where the call would go."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.module_loading import import_string

from accounts.models import User
from core import clock
from core.shortcuts import first_of
from referrals.call_forms import CallForm
from referrals.earlier_calls import Rang, called_before, rang_before
from referrals.enums import ReferralSource
from referrals.guidance import guidance_for, ticked
from referrals.models import Allocation, Promise, Referral
from referrals.open_work import Row, with_work
from referrals.parking import parked_calls, taken_places
from referrals.promises import promises_shown
from referrals.routing import Suggestion, suggest
from referrals.script import SCRIPT
from residents.access import warnings_for
from residents.banner import Banner, banner_of
from residents.enums import Topic
from residents.heard import Heard, heard
from residents.life import stopped_in_words
from residents.models import Resident, Statement, TimelineEntry
from residents.search import Results, find
from talking_shops.models import AgreedAction, Session

SAID, HAPPENED, PROMISED, SHOPS = 3, 5, 5, 2


@dataclass(frozen=True)
class Beside:
    """All about the person whom the call is about. `open_work` carries `holder`, a name or None; `stopped` says that
    they have died or moved away, before the story goes on.
    """

    resident: Resident
    banner: Banner
    said: list[Heard]
    open_work: list[Referral]
    events: list[TimelineEntry]
    agreed: list[AgreedAction]
    more_agreed: int
    more_said: int
    promises: list[Promise]
    suggestion: Suggestion
    warnings: list[str]
    stopped: str


@dataclass(frozen=True)
class Found:
    """Whom the console found before the person is known: what was searched for, and who has the caller's number."""

    results: Results | None = None
    rows: list[Row] = field(default_factory=list)
    rang: Rang | None = None

    @property
    def people(self) -> list[UUID]:
        """Everybody who is shown."""
        return [row.resident.pk for row in self.rows] + [
            person.pk for person in (self.rang.people if self.rang else [])
        ]


def person_of(reference: str, viewer: User) -> Resident | None:
    """The person with this reference, or into whom they were merged, if they exist for the viewer. A draft may name
    somebody who no longer does.
    """
    if not reference:
        return None
    known = Resident.objects.for_banner().visible_to(viewer)
    found: Resident | None = known.filter(reference=reference).first()
    return found or known.filter(merged_here__reference=reference).first()


def beside(resident: Resident, need: str, viewer: User, urgency: str = "") -> Beside:
    """Read what stands beside the call, in eight queries, and one more for who is home from hospital. `need` may be
    empty: then the route is by place alone.
    """
    words = Statement.objects.visible_to(viewer).current().filter(resident=resident)
    told, more_said = first_of(words.about(Topic.STORY, Topic.MATTERS), SAID)
    to_do = AgreedAction.objects.open().filter(resident=resident).select_related("owner")
    agreed, more_agreed = first_of(to_do, PROMISED)
    return Beside(
        resident=resident,
        banner=banner_of(resident, viewer),
        said=heard(told),
        more_said=more_said,
        open_work=open_work_of(resident),
        events=list(TimelineEntry.objects.visible_to(viewer).filter(resident=resident).newest_first()[:HAPPENED]),
        promises=promises_shown(resident, viewer),
        agreed=agreed,
        more_agreed=more_agreed,
        suggestion=suggest(resident, need, urgency=urgency),
        warnings=warnings_for(resident, "phone"),
        stopped=stopped_in_words(resident),
    )


def whom_it_found(form: CallForm, person: Resident | None, viewer: User, *, limit: int) -> Found:
    """Who may be meant by what stands in the search box, and who has the caller's number; nobody once the person is
    known.
    """
    if person:
        return Found()
    query, number = text_of(form, "q"), text_of(form, "caller_phone")
    results = find(query, viewer, limit=limit) if query else None
    rows = with_work(results.hits, viewer) if results else []
    return Found(results, rows, rang_before(number, viewer))


def help_with(form: CallForm, person: Resident | None, viewer: User) -> dict[str, Any]:
    """What helps with the call, as the page's context: calls before it, parked calls, the script and the guidance."""
    need, told = text_of(form, "need"), form["guidance"].value() or []
    fitting = guidance_for(text_of(form, "guide"), need)
    return {
        "again": called_before(person, need, text_of(form, "caller_phone"), viewer),
        "parked": parked_calls(taken_places(viewer), viewer),
        "script": None if viewer.hides_script else SCRIPT,
        "talking_shops": next_talking_shops(person),
        "need": need,
        "told_guidance": ticked(told),
        "entries": [entry for entry in fitting if entry.slug not in told],
    }


def next_talking_shops(person: Resident | None) -> list[Session]:
    """The next Talking Shops of the coming two weeks, those of the person's locality where it is known."""
    today = clock.today()
    soon = Session.objects.between(today, today + timedelta(days=14)).filter(ends_at__gt=clock.now())
    near = soon.filter(venue__locality=person.locality_id) if person and person.locality_id else soon
    return list(near[:SHOPS])


def text_of(form: CallForm, name: str) -> str:
    """What stands in a box of the form now."""
    return str(form[name].value() or "")


def open_work_of(resident: Resident) -> list[Any]:
    """The person's open referrals, newest first, each with `holder` and with `visit`: who comes when, or ""."""
    held = Allocation.objects.open().filter(referral=OuterRef("pk"))
    work: QuerySet[Any] = Referral.objects.filter(resident=resident).open()
    holder = Subquery(held.values("worker__name")[:1])
    found = list(work.annotate(holder=holder).select_related("team").order_by("-received_at"))
    visits = import_string(settings.VISITS_OF)([one.pk for one in found if one.source == ReferralSource.DISCHARGE])
    for one in found:
        one.visit = visits.get(one.pk, "")
    return found
