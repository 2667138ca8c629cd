"""What is append-only is so in the database: no UPDATE and no DELETE, whoever asks."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.models import AppendOnly
from discharges.actions import carry_out_steps, correct_discharge
from discharges.enums import BreachCause, Pathway, Step
from discharges.models import BreachReason, SixWeekClock, StepDay
from discharges.sweep import sweep
from localities.enums import TeamKind
from localities.models import Team
from referrals.actions import ask
from residents.actions import confirm, record_death
from residents.enums import Topic
from residents.models import Merge, MovedRow
from services.actions import say_places
from services.models import ProgrammeCorrection
from talking_shops.enums import TapKind
from talking_shops.models import ConversationPart, SessionNote, ShownQuarter, Tap
from tests.architecture.house import APPS
from tests.architecture.world import World, make_world
from tests.factories.field import make_clock
from tests.factories.people import make_resident

MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models() if issubclass(model, AppendOnly)]
REFUSED = r"Cannot update or delete rows"


@pytest.fixture
def world(db: None) -> World:
    """At least one row of every append-only model, written by the application's own actions."""
    world = make_world()
    assert world.referral.story is not None
    confirm(
        resident=world.resident,
        statement=world.referral.story,
        by=world.people[Role.SOCIAL_WORKER],
        source=world.referral,
    )
    somebody = make_resident(world.people[Role.TRIAGE], given_name="Sam")
    running = make_clock(somebody, world.people[Role.HOSPITAL_HUB], days_ago=50)
    sweep()
    carry_out_steps(clock_id=str(running.pk))
    _write_of_the_clock(running, world.people[Role.HOSPITAL_HUB])
    by, now = world.people[Role.SOCIAL_WORKER], clock.now()
    ask(referral=world.referral, words="Which stairs?", by=by)
    record_death(resident=somebody, died_on=clock.today(), by=by, how_known="The hospital")
    merge = Merge.objects.create(survivor=world.resident, merged=somebody, why="one person", at=now, by=by)
    team = Team.objects.get(kind=TeamKind.REABLEMENT)
    say_places(team=team, places=4, from_on=clock.today(), by=world.people[Role.LOCALITY_MANAGER])
    day = clock.today()
    ProgrammeCorrection.objects.create(
        programme=world.goal.programme, was_starts_on=day, now_starts_on=day, because="A slip", at=now, by=by
    )
    MovedRow.objects.create(merge=merge, table="referrals.referral", column="resident", row_id=world.referral.pk)
    _write_at_a_talking_shop(world, by)
    return world


def _write_at_a_talking_shop(world: World, by: User) -> None:
    held, now = world.session, clock.now()
    Tap.objects.create(session=held, kind=TapKind.CAME_IN, at=now, received_at=now, by=by)
    SessionNote.objects.create(session=held, words="Many asked about the bus", at=now, by=by)
    ConversationPart.objects.create(conversation=world.conversation, topic=Topic.MATTERS, words="My cat", heard_at=now)
    ShownQuarter.objects.create(first=clock.today(), thought=[], effects=[], shown_from=now)


def _write_of_the_clock(running: SixWeekClock, hub: User) -> None:
    correct_discharge(
        discharge=running.discharge, discharged_on=clock.days_ago(49), pathway=Pathway.P1, because="A slip", by=hub
    )
    now = clock.now()
    StepDay.objects.create(step=Step.NO_VISIT, day=10, from_on=clock.today(), because="Earlier", at=now, by=hub)
    BreachReason.objects.create(clock=running, cause=BreachCause.OTHER, at=now, by=hub)


def test_these_models_are_append_only() -> None:
    assert {model.__name__ for model in MODELS} >= {
        "Event",
        "Statement",
        "Confirmation",
        "TimelineEntry",
        "HandOff",
        "ClockStep",
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_database_refuses_to_change_or_remove_a_row(world: World, model: type[models.Model]) -> None:
    rows = model._default_manager.count()
    assert rows, "give the world of this test a row of it"
    for statement in (f'UPDATE "{model._meta.db_table}" SET id = id', f'DELETE FROM "{model._meta.db_table}"'):
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model._default_manager.count() == rows


def test_the_orm_is_refused_as_well(world: World) -> None:
    story = world.referral.story
    assert story is not None
    story.words = "something else"
    for change in (story.save, story.delete, type(story).objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
