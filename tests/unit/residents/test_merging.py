"""Two records become one: what is moved, what yields, what is filled in, and who may."""

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from outbox.actions import perform
from outbox.models import Job
from referrals.models import Referral
from residents.actions import Home, Need, Phone, add_phone, change_address, gather_late_rows, merge, record_need, share
from residents.enums import AccessKind, PairStatus
from residents.merging import LEFT, tables
from residents.merging.clashes import YIELDS, uniques
from residents.merging.tables import all_keys
from residents.models import (
    Address,
    CircleLink,
    Merge,
    MovedRow,
    PhoneNumber,
    PossibleDuplicate,
    Resident,
    Share,
    TimelineEntry,
)
from residents.search import find
from tests.factories.field import make_clock, make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral
from tests.unit.residents.two_records import FILLERS, fill, pair_of


@pytest.fixture
def staff(asha: User, ben: User, dee: User, gwen: User, olu: User, chidi: User) -> dict[str, User]:
    return {"asha": asha, "ben": ben, "dee": dee, "gwen": gwen, "olu": olu, "chidi": chidi}


@pytest.fixture
def other(asha: User) -> Resident:
    """Jean once more, under the name that she bore before."""
    return make_resident(
        asha, known_as="Jeannie", family_name="Cole", phone="07700900982", safe_to_call=False, postcode="RM17 6SL",
        address="2 Quarry Hill", practice=None, nhs_number="9434765919", language="Welsh",
    )  # fmt: skip


@pytest.fixture
def pair(jean: Resident, other: Resident) -> PossibleDuplicate:
    return pair_of(jean, other)


def test_every_key_to_a_person_is_moved_or_left_for_a_reason() -> None:
    keys = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Resident
    }
    assert {(table.name, table.column) for table in all_keys()} == keys
    assert {(table.name, table.column) for table in tables()} == keys - set(LEFT)
    assert set(LEFT) < keys
    assert all(isinstance(table.model._meta.pk, models.UUIDField) for table in tables())


def test_somebody_decided_for_every_constraint_what_yields() -> None:
    found = {constraint.name for table in tables() for constraint in uniques(table)}
    assert found == set(YIELDS) - {"circle_link_to_another"}
    alone = [
        table.name
        for table in tables()
        if table.model._meta.get_field(table.column).unique  # type: ignore[union-attr]
    ]
    assert alone == []


def test_moves_every_row_and_remembers_each(
    jean: Resident, other: Resident, pair: PossibleDuplicate, staff: dict[str, User]
) -> None:
    fill(other, jean, staff, FILLERS)
    fill(jean, other, staff, [kind for kind in FILLERS if kind != "clock"])
    before = {(t.name, t.column): set(t.rows_of(other.pk).values_list("pk", flat=True)) for t in tables()}
    done = merge(pair=pair, survivor=jean, why="Maiden name", by=staff["dee"])
    left = {(t.name, t.column): set(t.rows_of(other.pk).values_list("pk", flat=True)) for t in tables()}
    moved: dict[tuple[str, str], set[object]] = {key: set() for key in before}
    for row in MovedRow.objects.filter(merge=done):
        moved[(row.table, row.column)].add(row.row_id)
    assert {key: rows | left[key] for key, rows in moved.items()} == before
    assert {name for (name, _), rows in left.items() if rows} == {"residents.circlelink"}
    assert {t.name for t in tables() if moved[(t.name, t.column)]} >= {
        "referrals.referral", "referrals.allocation", "referrals.handoff", "referrals.contact", "referrals.promise",
        "residents.statement", "residents.timelineentry", "residents.phonenumber", "residents.address",
        "residents.circlelink", "residents.accessneed", "residents.alert", "talking_shops.conversation",
        "talking_shops.agreedaction", "discharges.hospitalstay", "discharges.discharge", "discharges.sixweekclock",
    }  # fmt: skip


def test_fills_in_what_the_survivor_lacks_and_keeps_what_was_chosen(
    jean: Resident, other: Resident, pair: PossibleDuplicate, dee: User
) -> None:
    done = merge(pair=pair, survivor=jean, why="x", by=dee, choices={"known_as": "merged", "family_name": "survivor"})
    jean.refresh_from_db()
    other.refresh_from_db()
    assert (jean.known_as, jean.known_as_key) == ("Jeannie", "jeannie")
    assert (jean.family_name, jean.previous_family_name, jean.previous_family_key) == ("Smith", "Cole", "cole")
    assert (jean.phone, jean.safe_to_call, jean.language) == ("07700900982", False, "Welsh")
    assert (jean.postcode, jean.practice.ods_code) == ("RM18 8EB", "F81110")
    assert (jean.nhs_number, other.nhs_number) == ("9434765919", None)
    assert other.merged_into == jean
    assert done.before["survivor"]["known_as"]["was"] == {"known_as": "Jean", "known_as_key": "jean"}


def test_the_number_and_the_address_that_are_kept_stay_the_only_ones(
    jean: Resident, other: Resident, pair: PossibleDuplicate, asha: User, dee: User
) -> None:
    add_phone(resident=jean, phone=Phone(number="01375511000", is_main=True), by=asha)
    merge(pair=pair, survivor=jean, why="x", by=dee, choices={"phone": "merged", "address": "merged"})
    jean.refresh_from_db()
    main = PhoneNumber.objects.get(resident=jean, is_main=True, ended_on__isnull=True)
    assert main.number == jean.phone == "07700900982"
    assert PhoneNumber.objects.get(number="01375511000").is_main is False
    home = Address.objects.get(resident=jean, ended_on__isnull=True)
    assert (home.lines, home.postcode) == (jean.address, jean.postcode) == ("2 Quarry Hill", "RM17 6SL")
    assert Address.objects.get(postcode="RM18 8EB").ended_on == clock.today()


def test_what_both_have_stands_once_with_the_more_careful_answer(
    jean: Resident, other: Resident, pair: PossibleDuplicate, asha: User, ben: User, dee: User
) -> None:
    add_phone(resident=jean, phone=Phone(number="07700900982", safe_to_call=True), by=asha)
    record_need(resident=jean, need=Need(kind=AccessKind.LARGE_PRINT, may_share=True), by=ben)
    record_need(resident=other, need=Need(kind=AccessKind.LARGE_PRINT, detail="18 point", may_share=False), by=ben)
    jean.refresh_from_db()
    merge(pair=pair, survivor=jean, why="x", by=dee)
    jean.refresh_from_db()
    number = PhoneNumber.objects.get(resident=jean, number="07700900982", ended_on__isnull=True)
    assert (number.safe_to_call, jean.safe_to_call) == (False, False)
    need = jean.access_needs.get(ended_on__isnull=True)
    assert (need.detail, need.may_share) == ("18 point", False)
    assert jean.access_needs.count() == 2


def test_ends_links_between_the_two_and_shares_that_both_have(
    jean: Resident, other: Resident, pair: PossibleDuplicate, staff: dict[str, User], ines: User
) -> None:
    fill(jean, other, staff, ["each other", "circle"])
    team = ines.teams.get()
    for person in (jean, other):
        share(resident=person, team=team, by=staff["asha"], reason="carer")
    merge(pair=pair, survivor=jean, why="x", by=staff["dee"])
    assert not CircleLink.objects.filter(resident=jean, other=other, ended_on__isnull=True).exists()
    assert not CircleLink.objects.filter(resident=jean, other=jean).exists()
    assert Share.objects.filter(resident=jean, ended_at__isnull=True).count() == 1
    assert Share.objects.filter(resident=jean).count() == 2
    assert list(Resident.objects.visible_to(ines)) == [jean]


def test_of_two_stays_in_hospital_the_kept_records_stands(
    jean: Resident, other: Resident, pair: PossibleDuplicate, gwen: User, dee: User
) -> None:
    ours, theirs = make_stay(jean, gwen), make_stay(other, gwen)
    merge(pair=pair, survivor=jean, why="x", by=dee)
    theirs.refresh_from_db()
    assert theirs.resident == other
    assert list(type(ours).objects.visible_to(gwen).in_hospital()) == [ours]


def test_of_two_discharges_on_one_day_the_kept_records_stands_and_both_clocks_run(
    jean: Resident, other: Resident, pair: PossibleDuplicate, gwen: User, dee: User
) -> None:
    ours, theirs = make_clock(jean, gwen, days_ago=3), make_clock(other, gwen, days_ago=3)
    merge(pair=pair, survivor=jean, why="x", by=dee)
    for running, person in ((ours, jean), (theirs, other)):
        running.refresh_from_db()
        assert running.resident == running.referral.resident == jean
        assert running.discharge.resident == person


def test_who_was_merged_exists_for_nobody_and_is_found_as_the_other(
    jean: Resident, other: Resident, pair: PossibleDuplicate, dee: User
) -> None:
    merge(pair=pair, survivor=jean, why="x", by=dee)
    assert list(Resident.objects.visible_to(dee)) == [jean]
    for asked in (other.reference, "9434765919", "Cole", "07700900982", "Jean Smith"):
        assert [hit.resident for hit in find(asked, dee).hits] == [jean], asked


def test_is_written_into_both_histories_and_the_timeline(
    jean: Resident, other: Resident, pair: PossibleDuplicate, dee: User
) -> None:
    merge(pair=pair, survivor=jean, why="Maiden name", by=dee)
    assert set(Event.objects.filter(verb="residents.merged").values_list("resident_id", flat=True)) == {
        jean.pk, other.pk,
    }  # fmt: skip
    entry = TimelineEntry.objects.get(resident=jean, source_type="residents.merge")
    assert other.reference in entry.title
    assert entry.detail == "Maiden name"
    pair.refresh_from_db()
    assert (pair.status, pair.decided_by) == (PairStatus.MERGED, dee)


def test_a_record_that_others_were_merged_into_takes_them_along(jean: Resident, asha: User, dee: User) -> None:
    first, second = make_resident(asha), make_resident(asha)
    merge(pair=pair_of(first, second), survivor=second, why="x", by=dee)
    merge(pair=pair_of(second, jean), survivor=jean, why="x", by=dee)
    assert set(Resident.objects.filter(merged_into=jean)) == {first, second}
    assert [hit.resident for hit in find(first.reference, dee).hits] == [jean]


def test_is_refused_where_one_is_dead_or_merged_or_changed_meanwhile(
    jean: Resident, other: Resident, pair: PossibleDuplicate, asha: User, dee: User, ben: User
) -> None:
    versions = {jean.pk: jean.version, other.pk: other.version}
    change_address(resident=jean, home=Home(postcode="RM17 6SL"), by=ben, version=jean.version)
    with pytest.raises(ChangedMeanwhile):
        merge(pair=pair, survivor=jean, why="x", by=dee, versions=versions)
    Resident.objects.filter(pk=other.pk).update(died_on=clock.today())
    with pytest.raises(Refused, match="One of these two records says that the person has died"):
        merge(pair=pair, survivor=jean, why="x", by=dee)
    Resident.objects.filter(pk=other.pk).update(died_on=None)
    third = make_resident(asha)
    merge(pair=pair_of(other, third), survivor=third, why="x", by=dee)
    with pytest.raises(Refused, match="was merged into another one meanwhile"):
        merge(pair=pair, survivor=jean, why="x", by=dee)
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("who", ["ben", "gwen", "ines", "hal", "eve", "ada"])
def test_is_not_for_other_roles(
    jean: Resident, pair: PossibleDuplicate, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted):
        merge(pair=pair, survivor=jean, why="x", by=request.getfixturevalue(who))
    assert not Merge.objects.exists()


def test_the_second_to_merge_is_told_who_merged(
    jean: Resident, other: Resident, pair: PossibleDuplicate, dee: User, olu: User
) -> None:
    merge(pair=pair, survivor=jean, why="Maiden name", by=dee)
    with pytest.raises(WrongState, match=r"Dee Walsh merged these two records on .*“Maiden name”"):
        merge(pair=pair, survivor=other, why="y", by=olu)


def test_gathers_what_was_being_written_while_they_were_merged(
    jean: Resident, other: Resident, pair: PossibleDuplicate, asha: User, dee: User
) -> None:
    done = merge(pair=pair, survivor=jean, why="x", by=dee)
    late = make_referral(other, asha)
    job = Job.objects.get(kind="duplicates.gather")
    assert job.due_at > done.at
    assert perform(job.pk)
    gather_late_rows(merge_id=str(done.pk))
    assert Referral.objects.get(pk=late.pk).resident == jean
    assert MovedRow.objects.filter(merge=done, row_id=late.pk).count() == 1
