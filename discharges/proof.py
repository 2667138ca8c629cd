"""The proof that nobody was dropped: every discharge has a clock, and every clock stands as the rules say."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count

from discharges.enums import ClockStatus, EndReason
from discharges.episodes import Known, episode_of, known_of
from discharges.hearing import untold_by_place, untold_in_words, who_is_missing
from discharges.models import Discharge, SixWeekClock
from discharges.rules import Standing, due_on, standing
from referrals.models import Referral

BATCH = 1000
MOST_NAMED = 50
NO_CLOCK = "A discharge has no clock"
OTHERWISE = "A clock stands otherwise than SIX-5 says"
ANOTHER_DAY = "A clock runs from another day than the discharge"
REFERRAL = "A clock is open and its referral is not, or the other way round"


def audit() -> dict[str, Any]:
    """Counts by locality and state, and what is wrong: its kind, the key of the row, what is and what should be.

    Warnings take nothing from the proof: who is missing of those to whom SIX-8 speaks, and what was told to nobody.
    """
    wrong = [*_without_clock(), *_standing_otherwise(), *_otherwise_held()]
    return {
        "discharges": Discharge.objects.count(),
        "by_locality": _by_locality(),
        "discharges_without_a_clock": sum(one["what"] == NO_CLOCK for one in wrong),
        "clocks_standing_otherwise": sum(one["what"] != NO_CLOCK for one in wrong),
        "wrong": wrong[:MOST_NAMED],
        "warnings": _warnings(),
    }


def clocks_in_fault() -> list[UUID]:
    """The keys of all clocks that stand or run otherwise than the rules say, each once."""
    return list(dict.fromkeys(UUID(one["key"]) for one in (*_standing_otherwise(), *_otherwise_held())))


def is_proven(found: dict[str, Any]) -> bool:
    return not found["wrong"]


def sentences(found: dict[str, Any]) -> list[str]:
    """The proof in words, line by line."""
    counted = [
        f"{row['locality']}: {row['clocks']} {_in_words(row['state'], row['reason'])}" for row in found["by_locality"]
    ]
    wrong = [f"{one['what']}: {one['key']} {one['words']}".strip() for one in found["wrong"]]
    return [
        f"Discharges: {found['discharges']}",
        *counted,
        f"Discharges without a clock: {found['discharges_without_a_clock'] or 'none'}",
        f"Clocks that stand otherwise than the rules say: {found['clocks_standing_otherwise'] or 'none'}",
        *wrong,
        *(f"Warning: {words}" for words in found["warnings"]),
    ]


def _warnings() -> list[str]:
    untold = untold_in_words(untold_by_place())
    return [*([f"{untold}."] if untold else []), *who_is_missing()]


def stands_otherwise(running: SixWeekClock, known: Known) -> str:
    """How a clock stands, and how it should; "" when that is the same."""
    stands = standing(episode_of(running, known))
    if not is_as(running, stands):
        return f"is {_in_words(running.status, running.end_reason)}, not {_in_words(stands.status, stands.reason)}"
    return ""


def is_as(running: SixWeekClock, stands: Standing) -> bool:
    """Whether a clock is as the rule says; the day on which something was voided is that of its recording."""
    if running.status != stands.status or running.end_reason != (stands.reason or ""):
        return False
    if stands.status == ClockStatus.MET:
        return running.met_on == stands.on
    return stands.status != ClockStatus.ENDED or running.ended_on == stands.on


def _in_words(status: str, reason: EndReason | str | None) -> str:
    return " ".join(filter(None, [status, reason]))


def _wrong(what: str, key: object, words: str = "") -> dict[str, str]:
    return {"what": what, "key": str(key), "words": words}


def _by_locality() -> list[dict[str, Any]]:
    rows = SixWeekClock.objects.order_by("locality__name", "status", "end_reason")
    counted = rows.values("locality__name", "status", "end_reason").annotate(clocks=Count("pk"))
    return [
        {"locality": row["locality__name"] or "none", "state": row["status"], "reason": row["end_reason"],
         "clocks": row["clocks"]}
        for row in counted
    ]  # fmt: skip


def _without_clock() -> Iterator[dict[str, str]]:
    for key in Discharge.objects.filter(clock__isnull=True).values_list("pk", flat=True).iterator():
        yield _wrong(NO_CLOCK, key)


def _standing_otherwise() -> Iterator[dict[str, str]]:
    people = SixWeekClock.objects.order_by("resident_id").values_list("resident_id", flat=True).distinct()
    found = people.iterator(chunk_size=BATCH)
    while keys := list(islice(found, BATCH)):
        known = known_of(keys)
        for running in SixWeekClock.objects.filter(resident__in=keys).order_by("pk").iterator(chunk_size=BATCH):
            yield from _judged(running, known[running.resident_id])


def _judged(running: SixWeekClock, known: Known) -> Iterator[dict[str, str]]:
    if words := stands_otherwise(running, known):
        yield _wrong(OTHERWISE, running.pk, words)
    day = known.day_of(running)
    if (running.discharged_on, running.due_on) != (day, due_on(day)):
        yield _wrong(ANOTHER_DAY, running.pk, f"runs from {running.discharged_on}, not from {day}")


def _otherwise_held() -> Iterator[dict[str, str]]:
    open_referrals = Referral.objects.open().order_by().values("pk")
    unheld = SixWeekClock.objects.open().exclude(referral__in=open_referrals).values_list("pk", flat=True)
    ended = SixWeekClock.objects.exclude(status=ClockStatus.OPEN).filter(referral__in=open_referrals)
    for key in [*unheld, *ended.values_list("pk", flat=True)]:
        yield _wrong(REFERRAL, key)
