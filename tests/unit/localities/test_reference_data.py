"""The reference data that every installation starts with."""

from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

from localities import places
from localities.actions import load_reference_data
from localities.enums import TeamKind
from localities.management.commands.prepare import migrate
from localities.models import Locality, PostcodeArea, Practice, Team, Ward
from localities.rules import longest_prefix

pytestmark = pytest.mark.django_db


def test_holds_four_localities_27_practices_and_both_editions_of_wards() -> None:
    assert set(Locality.objects.values_list("pcn_code", flat=True)) == {"U28765", "U68127", "U98530", "U06243"}
    assert Practice.objects.count() == 27
    assert Ward.objects.filter(edition=2016).count() == 20
    assert Ward.objects.filter(edition=2026).count() == 20


def test_each_locality_has_one_cls_and_one_ilt_team() -> None:
    for kind in (TeamKind.CLS, TeamKind.ILT):
        teams = Team.objects.filter(kind=kind)
        assert {team.locality.slug for team in teams if team.locality} == set(
            Locality.objects.values_list("slug", flat=True)
        )
        assert teams.count() == 4


def test_has_one_front_door_one_hub_one_carers_service_and_two_providers() -> None:
    counts = {kind: Team.objects.filter(kind=kind).count() for kind in TeamKind}
    assert counts[TeamKind.THURROCK_FIRST] == counts[TeamKind.HOSPITAL_HUB] == counts[TeamKind.CARERS] == 1
    assert counts[TeamKind.PROVIDER] == 2


def test_every_outward_code_of_the_borough_has_an_area() -> None:
    assert {area.prefix[:4] for area in PostcodeArea.objects.all()} == {
        "RM15", "RM16", "RM17", "RM18", "RM19", "RM20", "SS17",
    }  # fmt: skip


def test_the_postcode_of_a_practice_lies_in_some_area() -> None:
    areas = places.postcode_areas()
    assert [p.name for p in Practice.objects.all() if not longest_prefix(p.postcode, areas)] == []


def test_loading_twice_changes_nothing() -> None:
    assert load_reference_data() == load_reference_data()


def test_bank_holidays_reach_at_least_120_days_ahead() -> None:
    assert places.days_of_holidays_left() >= 120


def test_prepare_warns_when_fewer_than_120_days_of_holidays_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("localities.places.days_of_holidays_left", lambda: 119)
    said = StringIO()
    call_command("prepare", stdout=StringIO(), stderr=said)
    assert "Only 119 days of bank holidays lie ahead" in said.getvalue()


def test_place_of_a_person_with_a_practice_names_the_practice() -> None:
    practice = Practice.objects.select_related("locality").get(ods_code="F81110")
    locality, placement = places.place_of(practice=practice, postcode="")
    assert locality == practice.locality
    assert placement.because == "the practice, Tilbury Health Centre, belongs to that PCN"


@pytest.mark.parametrize("applied", [0, 3])
def test_prepare_lets_the_database_count_anew_after_it_migrated_something(
    monkeypatch: pytest.MonkeyPatch, applied: int
) -> None:
    monkeypatch.setattr("localities.management.commands.prepare.migrate", lambda: applied)
    with CaptureQueriesContext(connection) as queries:
        call_command("prepare", stdout=StringIO(), stderr=StringIO())
    assert [query["sql"] for query in queries if "ANALYZE" in query["sql"]] == ["ANALYZE"] * bool(applied)


def test_prepare_counts_the_migrations_that_it_applies() -> None:
    assert migrate() == 0
    recorder = MigrationRecorder(connection)
    app, name = recorder.Migration.objects.order_by("-id").values_list("app", "name").first()
    recorder.record_unapplied(app, name)
    with patch("localities.management.commands.prepare.call_command") as called:
        assert migrate() == 1
    called.assert_called_once_with("migrate", interactive=False, verbosity=0)
    recorder.record_applied(app, name)
