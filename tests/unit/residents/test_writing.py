"""E-mail addresses and how somebody wants things in writing: kept with who and when, and joined in a merge."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from residents.actions import Email, add_email, change_email, change_identity, end_email, merge, undo_merge
from residents.emails import tidy_email
from residents.models import EmailAddress, Merge, Resident, TimelineEntry
from tests.factories.around import make_email
from tests.factories.people import make_resident
from tests.unit.residents.two_records import pair_of

ADDRESS = "jean@example.org"


@pytest.mark.parametrize("typed", [" Jean@Example.org ", "jean@example .org", ADDRESS])
def test_an_address_is_kept_in_one_form(typed: str) -> None:
    assert tidy_email(typed) == ADDRESS


@pytest.mark.parametrize("typed", ["", "jean", "jean@", "@example.org", "jean@example", "jean;DROP@TABLE"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"like jean@example\.org"):
        tidy_email(typed)


def test_an_address_is_added_and_told_in_the_timeline_and_the_audit_log(jean: Resident, asha: User) -> None:
    added = add_email(resident=jean, email=Email(ADDRESS, safe_to_write=True, note="her daughter reads it"), by=asha)
    assert (added.started_on, added.noted_by, added.safe_to_write) == (clock.today(), asha, True)
    entry = TimelineEntry.objects.get(title=f"E-mail address added: {ADDRESS}")
    assert entry.detail == "Safe to write there: yes. her daughter reads it"
    assert Event.objects.get(verb="resident.email_added").resident_id == jean.pk


def test_an_address_stands_once(jean: Resident, asha: User) -> None:
    make_email(jean, asha)
    with pytest.raises(Refused, match="stands in the record already"):
        make_email(jean, asha)
    assert EmailAddress.objects.count() == 1


def test_what_is_known_of_an_address_changes_with_its_columns_audited(jean: Resident, asha: User) -> None:
    held = make_email(jean, asha)
    changed = change_email(held=held, email=Email(ADDRESS, safe_to_write=False), by=asha, version=held.version)
    assert (changed.pk, changed.safe_to_write, changed.version) == (held.pk, False, 2)
    assert Event.objects.get(verb="resident.email_changed").detail["changed"] == ["safe_to_write"]
    change_email(held=changed, email=Email(ADDRESS, safe_to_write=False), by=asha, version=2)
    assert Event.objects.filter(verb="resident.email_changed").count() == 1


def test_another_address_is_a_new_one_of_which_nobody_has_asked(jean: Resident, asha: User) -> None:
    held = make_email(jean, asha, safe_to_write=True)
    now = change_email(held=held, email=Email("jean@example.net"), by=asha, version=held.version)
    held.refresh_from_db()
    assert (now.pk != held.pk, held.ended_on, now.safe_to_write) == (True, clock.today(), None)
    assert TimelineEntry.objects.get(title="E-mail address changed").detail == (
        f"E-mail address: {ADDRESS} → jean@example.net"
    )


def test_an_address_ends_once_and_not_before_it_began(jean: Resident, asha: User) -> None:
    held = make_email(jean, asha)
    with pytest.raises(Refused, match="before it began"):
        end_email(held=held, on=clock.today() - timedelta(days=1), by=asha, version=held.version)
    ended = end_email(held=held, on=clock.today(), by=asha, version=held.version)
    with pytest.raises(Refused, match="ended already"):
        end_email(held=held, on=clock.today(), by=asha, version=ended.version)
    make_email(jean, asha)
    assert EmailAddress.objects.count() == 2


def test_who_looked_at_an_older_version_changes_nothing(jean: Resident, asha: User, ben: User) -> None:
    held = make_email(jean, asha)
    change_email(held=held, email=Email(ADDRESS, note="on her tablet"), by=ben, version=held.version)
    for late in (
        lambda: change_email(held=held, email=Email(ADDRESS), by=asha, version=1),
        lambda: end_email(held=held, on=clock.today(), by=asha, version=1),
    ):
        with pytest.raises(ChangedMeanwhile):
            late()


def test_only_who_changes_people_writes_it_down(jean: Resident, asha: User, hal: User) -> None:
    held = make_email(jean, asha)
    for write in (
        lambda: make_email(jean, hal, "jean@example.net"),
        lambda: change_email(held=held, email=Email(ADDRESS), by=hal, version=1),
        lambda: end_email(held=held, on=clock.today(), by=hal, version=1),
    ):
        with pytest.raises(NotPermitted):
            write()


def test_how_they_want_things_in_writing_is_told_as_it_was_and_is(jean: Resident, asha: User) -> None:
    change_identity(resident=jean, changes={"in_writing": "large_print"}, by=asha, version=jean.version)
    entry = TimelineEntry.objects.get(title="Changed: how they want things in writing")
    assert entry.detail == "How they want things in writing: Not asked yet → In large print"
    assert Event.objects.get(verb="resident.changed").detail["changed"] == ["in_writing"]


def test_a_merge_keeps_both_addresses_the_more_careful_answer_and_the_choice_that_is_known(
    jean: Resident, asha: User, dee: User
) -> None:
    other = make_resident(asha, given_name="Jeannie")
    make_email(jean, asha, safe_to_write=True)
    make_email(other, asha, safe_to_write=False, note="his son reads it")
    make_email(other, asha, "jeannie@example.net")
    change_identity(resident=other, changes={"in_writing": "email"}, by=asha, version=other.version)
    merge(pair=pair_of(jean, other), survivor=jean, why="x", by=dee)
    jean.refresh_from_db()
    standing = jean.email_addresses.filter(ended_on__isnull=True).order_by("address")
    assert [(one.address, one.safe_to_write) for one in standing] == [(ADDRESS, False), ("jeannie@example.net", None)]
    assert (jean.email_addresses.count(), jean.in_writing, standing[0].note) == (3, "email", "his son reads it")


def test_undoing_a_merge_gives_each_record_its_addresses_and_choice_back(jean: Resident, asha: User, dee: User) -> None:
    other = make_resident(asha, given_name="Jeannie")
    kept = make_email(jean, asha, safe_to_write=True)
    theirs = make_email(other, asha, safe_to_write=False)
    change_identity(resident=other, changes={"in_writing": "text"}, by=asha, version=other.version)
    merge(pair=pair_of(jean, other), survivor=jean, why="x", by=dee)
    undo_merge(merge=Merge.objects.get(), by=dee)
    for row, whose, safe in ((kept, jean, True), (theirs, other, False)):
        row.refresh_from_db()
        assert (row.resident_id, row.safe_to_write, row.ended_on) == (whose.pk, safe, None)
    jean.refresh_from_db()
    assert jean.in_writing == ""


def test_of_two_choices_the_one_that_somebody_chose_is_kept(jean: Resident, asha: User, dee: User) -> None:
    other = make_resident(asha, given_name="Jeannie")
    for person, wish in ((jean, "paper"), (other, "email")):
        change_identity(resident=person, changes={"in_writing": wish}, by=asha, version=person.version)
    merge(pair=pair_of(jean, other), survivor=jean, why="x", by=dee, choices={"in_writing": "merged"})
    jean.refresh_from_db()
    assert jean.in_writing == "email"
