"""A merge is undone: all is as it was, and what came since is put on the right person or asked about."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from referrals.actions import close
from referrals.enums import CloseReason
from referrals.models import Referral
from residents.actions import Home, Phone, add_phone, change_address, merge, undo_merge
from residents.enums import PairStatus
from residents.merging import rows_since
from residents.models import Merge, MovedRow, PhoneNumber, PossibleDuplicate, Resident, Statement, TimelineEntry
from residents.rules.merging import Side
from talking_shops.models import AgreedAction, Conversation
from tests.factories.field import make_conversation
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral
from tests.unit.residents.two_records import FILLERS, everything, fill, pair_of

KINDS = sorted(FILLERS)
OF_OTHER = {
    "known_as": "Jeannie", "family_name": "Cole", "phone": "07700900982", "safe_to_call": False,
    "postcode": "RM17 6SL", "nhs_number": "9434765919", "language": "Welsh",
}  # fmt: skip


@pytest.fixture
def staff(asha: User, ben: User, dee: User, gwen: User, olu: User, chidi: User) -> dict[str, User]:
    return {"asha": asha, "ben": ben, "dee": dee, "gwen": gwen, "olu": olu, "chidi": chidi}


@pytest.fixture
def other(asha: User) -> Resident:
    return make_resident(asha, **OF_OTHER)


@pytest.fixture
def pair(jean: Resident, other: Resident) -> PossibleDuplicate:
    return pair_of(jean, other)


def merged(pair: PossibleDuplicate, survivor: Resident, by: User, **choices: str) -> Merge:
    return merge(pair=pair, survivor=survivor, why="x", by=by, choices=choices)


@given(
    ours=st.lists(st.sampled_from(KINDS), max_size=4),
    theirs=st.lists(st.sampled_from(KINDS), max_size=4),
    choices=st.dictionaries(st.sampled_from(["known_as", "family_name", "phone", "address", "practice"]),
                            st.sampled_from(["survivor", "merged"])),
    into_the_newer=st.booleans(),
)  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_rows_are_as_they_were_once_a_merge_is_undone(
    staff: dict[str, User], ours: list[str], theirs: list[str], choices: dict[str, str], into_the_newer: bool
) -> None:
    one = make_resident(staff["asha"])
    other = make_resident(staff["asha"], **(OF_OTHER | {"nhs_number": None}))
    fill(one, other, staff, ours)
    fill(other, one, staff, theirs)
    pair = pair_of(one, other)
    before = everything(one, other)
    done = merged(pair, other if into_the_newer else one, staff["dee"], **choices)
    assert everything(one, other) != before
    undo_merge(merge=done, by=staff["dee"])
    after = everything(one, other)
    told = {key: row for key, row in after["timeline"].items() if key in before["timeline"]}
    assert after | {"timeline": told} == before


def test_the_nhs_number_and_the_names_go_back(
    jean: Resident, other: Resident, pair: PossibleDuplicate, dee: User
) -> None:
    before = everything(jean, other)
    done = merged(pair, jean, dee, known_as="merged", family_name="merged")
    undo_merge(merge=done, by=dee)
    assert everything(jean, other) == before
    other.refresh_from_db()
    assert (other.nhs_number, other.merged_into) == ("9434765919", None)


def test_is_written_for_both_and_the_pair_is_told_apart(
    jean: Resident, other: Resident, pair: PossibleDuplicate, dee: User
) -> None:
    done = merged(pair, jean, dee)
    undo_merge(merge=done, by=dee)
    pair.refresh_from_db()
    assert pair.status == PairStatus.NOT_SAME
    titles = dict(TimelineEntry.objects.filter(title__contains="was undone").values_list("resident_id", "title"))
    assert other.reference in titles[jean.pk]
    assert jean.reference in titles[other.pk]
    assert list(Resident.objects.visible_to(dee).order_by("pk")) == [jean, other]


def test_undoing_twice_is_harmless(jean: Resident, other: Resident, pair: PossibleDuplicate, dee: User) -> None:
    done = merged(pair, jean, dee)
    undo_merge(merge=done, by=dee)
    before = everything(jean, other)
    again = undo_merge(merge=done, by=dee)
    assert everything(jean, other) == before
    assert again.undone_by == dee


def test_is_refused_after_thirty_days(jean: Resident, pair: PossibleDuplicate, dee: User) -> None:
    done = merged(pair, jean, dee)
    Merge.objects.filter(pk=done.pk).update(at=clock.start_of(clock.days_ago(31)))
    with pytest.raises(Refused, match=r"could be undone until .* 20\d\d"):
        undo_merge(merge=done, by=dee)
    Merge.objects.filter(pk=done.pk).update(at=clock.start_of(clock.days_ago(30)))
    assert undo_merge(merge=done, by=dee).undone_at


def test_the_later_merge_is_undone_first(jean: Resident, other: Resident, asha: User, dee: User) -> None:
    third = make_resident(asha)
    make_referral(other, asha)
    before = everything(jean, other, third)
    first = merged(pair_of(jean, other), jean, dee)
    second = merged(pair_of(jean, third), third, dee)
    with pytest.raises(Refused, match="Undo that merge first"):
        undo_merge(merge=first, by=dee)
    undo_merge(merge=second, by=dee)
    undo_merge(merge=first, by=dee)
    assert everything(jean, other, third) == before


@pytest.mark.parametrize("who", ["ben", "gwen", "ines", "eve"])
def test_is_not_for_other_roles(
    jean: Resident, pair: PossibleDuplicate, dee: User, who: str, request: pytest.FixtureRequest
) -> None:
    done = merged(pair, jean, dee)
    with pytest.raises(NotPermitted):
        undo_merge(merge=done, by=request.getfixturevalue(who))


def test_what_is_a_part_of_what_was_moved_goes_back_with_it_unasked(
    jean: Resident, other: Resident, pair: PossibleDuplicate, staff: dict[str, User]
) -> None:
    theirs = make_referral(other, staff["asha"])
    ours = make_referral(jean, staff["asha"])
    done = merged(pair, jean, staff["dee"])
    held = {referral.pk: give(referral, staff["ben"], staff["olu"]) for referral in (theirs, ours)}
    theirs.refresh_from_db()
    close(referral=theirs, reason=CloseReason.MOVED, by=staff["olu"], version=theirs.version)
    assert all(group.is_bound for group in rows_since(done))
    undo_merge(merge=done, by=staff["dee"])
    theirs.refresh_from_db()
    assert theirs.resident == other
    assert theirs.closed_at is not None
    for referral, person in ((theirs, other), (ours, jean)):
        held[referral.pk].refresh_from_db()
        assert held[referral.pk].resident == person
        told = TimelineEntry.objects.filter(source_id__in=(referral.pk, held[referral.pk].pk))
        assert set(told.values_list("resident", flat=True)) == {person.pk}


def test_asks_about_what_is_new_and_suggests_by_what_it_stems_from(
    jean: Resident, other: Resident, pair: PossibleDuplicate, staff: dict[str, User], chidi: User
) -> None:
    give(make_referral(other, staff["asha"]), staff["ben"], staff["olu"])
    done = merged(pair, jean, staff["dee"])
    talk = make_conversation(jean, staff["ben"])
    call = make_referral(jean, staff["asha"])
    groups = {group.rows[0].row: group for group in rows_since(done) if not group.is_bound}
    assert set(groups) == {talk, call.contact, call}
    assert groups[talk].suggestion.side == Side.MERGED
    assert "Ben Okafor held the work" in groups[talk].suggestion.because
    assert groups[call.contact].suggestion.side == Side.SURVIVOR
    kinds = {row.table.name for row in groups[talk].rows}
    assert kinds == {
        "talking_shops.conversation", "talking_shops.agreedaction", "residents.statement", "residents.timelineentry",
    }  # fmt: skip


def test_a_referral_from_a_contact_that_was_moved_is_suggested_for_whom_it_came_from(
    jean: Resident, other: Resident, pair: PossibleDuplicate, staff: dict[str, User]
) -> None:
    moved = make_referral(other, staff["asha"])
    done = merged(pair, jean, staff["dee"])
    again = make_referral(jean, staff["asha"])
    Referral.objects.filter(pk=again.pk).update(contact=moved.contact)
    group = next(group for group in rows_since(done) if group.rows[0].row == again)
    assert (group.suggestion.side, group.is_bound) == (Side.MERGED, False)
    assert moved.contact is not None
    assert moved.contact.reference in group.suggestion.because


@pytest.mark.parametrize("side", list(Side))
def test_what_came_since_goes_where_somebody_says_and_nothing_is_lost(
    jean: Resident, other: Resident, pair: PossibleDuplicate, staff: dict[str, User], side: Side
) -> None:
    done = merged(pair, jean, staff["dee"])
    talk = make_conversation(jean, staff["ben"])
    call = make_referral(jean, staff["asha"])
    before = everything(jean, other)
    choices = {group.key: side for group in rows_since(done)}
    undo_merge(merge=done, by=staff["dee"], choices=choices)
    person = jean if side == Side.SURVIVOR else other
    for model in (Conversation, AgreedAction, Referral, Statement):
        assert set(model._default_manager.values_list("resident", flat=True)) == {person.pk}
    assert {talk.pk, call.pk} <= set(TimelineEntry.objects.filter(resident=person).values_list("source_id", flat=True))
    assert {name: set(rows) for name, rows in everything(jean, other).items()} == {
        name: set(rows) for name, rows in before.items()
    }


def test_asks_again_when_more_came_while_somebody_chose(
    jean: Resident, pair: PossibleDuplicate, staff: dict[str, User]
) -> None:
    done = merged(pair, jean, staff["dee"])
    make_conversation(jean, staff["ben"])
    with pytest.raises(ChangedMeanwhile, match="More happened on this record"):
        undo_merge(merge=done, by=staff["dee"])
    done.refresh_from_db()
    assert done.undone_at is None
    assert MovedRow.objects.filter(merge=done).exists()


def test_a_change_made_since_is_kept_where_it_was_made(
    jean: Resident, other: Resident, pair: PossibleDuplicate, asha: User, ben: User, dee: User
) -> None:
    done = merged(pair, jean, dee, address="merged")
    jean.refresh_from_db()
    change_address(resident=jean, home=Home(lines="3 Station Road", postcode="RM18 7NJ"), by=ben, version=jean.version)
    add_phone(resident=jean, phone=Phone(number="01375511000", is_main=True), by=asha)
    choices = {group.key: group.suggestion.side for group in rows_since(done)}
    undo_merge(merge=done, by=dee, choices=choices)
    jean.refresh_from_db()
    other.refresh_from_db()
    assert (jean.address, jean.postcode, jean.phone) == ("3 Station Road", "RM18 7NJ", "01375511000")
    assert jean.addresses.filter(ended_on__isnull=True).count() == 1
    assert PhoneNumber.objects.get(number="07700900982").resident == other


def test_a_number_of_since_yields_where_the_other_has_a_main_one(
    jean: Resident, other: Resident, pair: PossibleDuplicate, asha: User, dee: User
) -> None:
    done = merged(pair, jean, dee)
    add_phone(resident=jean, phone=Phone(number="01375511000", is_main=True), by=asha)
    undo_merge(merge=done, by=dee, choices={group.key: Side.MERGED for group in rows_since(done)})
    other.refresh_from_db()
    numbers = dict(other.phone_numbers.values_list("number", "is_main"))
    assert sum(numbers.values()) <= 1
    assert set(numbers) == {"07700900982", "01375511000"}
