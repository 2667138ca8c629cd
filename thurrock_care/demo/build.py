"""Builds the demo borough: staff and venues, then people a slice at a time, the cast of today, and the marker."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection, models, transaction
from knox.models import AuthToken

from core import clock
from core.errors import Refused
from core.models import Draft, Heartbeat, Receipt
from outbox.models import Effect, Job
from residents.models import Resident
from talking_shops.models import ShownQuarter
from thurrock_care.demo.at_home import FIRST
from thurrock_care.demo.borough import Borough, found
from thurrock_care.demo.cast import add_cast
from thurrock_care.demo.ledger import IN_ORDER, tables_of
from thurrock_care.demo.lives import CALL, HOSPITAL, TALKING_SHOP, Episode, drop_in, live, ring
from thurrock_care.demo.passers_by import ask_without_a_name
from thurrock_care.demo.scenes.at_home import people_come_home
from thurrock_care.demo.scenes.community import community_tuesdays
from thurrock_care.demo.scenes.notices import notices_come
from thurrock_care.demo.scenes.reablement import give_support
from thurrock_care.demo.scenes.records_joined import records_are_joined
from thurrock_care.demo.scenes.results import results_are_shown
from thurrock_care.demo.scenes.talking_shops import shops_are_held
from thurrock_care.demo.stage import Stage
from thurrock_care.demo.stalls import hold_sessions
from thurrock_care.demo.twins import find_twins
from thurrock_care.demo.way_home import go_to_hospital

MARKER = "demo borough"
SLICE = 1000
EPISODES: dict[str, Episode] = {CALL: ring, TALKING_SHOP: drop_in, HOSPITAL: go_to_hospital}
SCENES: tuple[Callable[[Stage], None], ...] = (
    notices_come, give_support, people_come_home, records_are_joined, shops_are_held, community_tuesdays,
    results_are_shown,
)  # fmt: skip
WRITTEN: tuple[type[models.Model], ...] = (
    *IN_ORDER, ShownQuarter, Draft, Receipt, Job, Effect, AuthToken, BrowserSession,
)  # fmt: skip
Progress = Callable[[int], object]


def hanging_on(emptied: tuple[type[models.Model], ...]) -> list[type[models.Model]]:
    """Those models, and all whose rows point to theirs."""
    found = list(emptied)
    for model in found:
        fields = model._meta.get_fields(include_hidden=True)
        pointing = (field.related_model for field in fields if field.auto_created and not field.concrete)
        found += [other for other in dict.fromkeys(pointing) if isinstance(other, type) and other not in found]
    return found


EMPTIED = hanging_on(WRITTEN)


@dataclass(frozen=True)
class Plan:
    """What is asked for: how many people, from which seed, with which day as today."""

    residents: int
    seed: int
    today: date


def is_there() -> bool:
    """Whether a demo borough was built to its end."""
    return Heartbeat.objects.filter(name=MARKER, detail__state="complete").exists()


def build(plan: Plan, progress: Progress = lambda _: None) -> int:
    """Build a borough in place of the one that is there, or was begun; how many rows it has.

    Raises Refused when there are people who come from no demo.
    """
    _check_emptiable()
    _empty()
    _mark(plan, "building")
    borough = found(residents=plan.residents, seed=plan.seed, today=plan.today)
    borough.firsts.extend(FIRST)
    borough.ledger.send()
    for number, size in enumerate(_slices(plan.residents)):
        people_a_slice(borough, f"people {number} of borough {plan.seed}", size)
        borough.ledger.send()
        progress(size)
    with transaction.atomic():
        twins = add_cast(borough)
        hold_sessions(borough)
        borough.ledger.write_names()
        borough.ledger.send()
        find_twins(borough, twins)
        borough.ledger.send()
        stage = Stage(borough)
        for play in SCENES:
            play(stage)
        borough.ledger.send()
        _mark(plan, "complete")
    _analyze()
    return borough.ledger.sent


def _slices(residents: int) -> Iterator[int]:
    """So many people in slices of a thousand."""
    for first in range(0, residents, SLICE):
        yield min(SLICE, residents - first)


def people_a_slice(borough: Borough, name: str, size: int) -> None:
    """Each life is drawn apart: whatever one of them comes to, nobody else is another person or lives otherwise."""
    rng = Random(name)
    for place, person in enumerate(borough.households.people(size, rng)):
        live(borough, person, Random(f"life {place} of {name}"), EPISODES)
    ask_without_a_name(borough, size, rng)


def _check_emptiable() -> None:
    """Only what a demo made may be emptied, and only where settings or the bench say that a demo belongs."""
    if not (settings.DEMO or settings.TESTING or "BENCH" in os.environ):
        raise Refused("These settings are of no demo, so the demo borough is not built here.")
    if Resident.objects.exists() and not Heartbeat.objects.filter(name=MARKER).exists():
        raise Refused("There are people here whom no demo made, so the demo borough is not built over them.")


def _empty() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"TRUNCATE {tables_of(EMPTIED)}")


def _mark(plan: Plan, state: str) -> None:
    detail = {"state": state, "residents": plan.residents, "seed": plan.seed, "today": str(plan.today)}
    Heartbeat.objects.update_or_create(name=MARKER, defaults={"beat_at": clock.now(), "detail": detail})


def _analyze() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"ANALYZE {tables_of(IN_ORDER)}")
