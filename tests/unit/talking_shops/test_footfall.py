"""Footfall: each tap counts once however it comes, an undone one counts for nothing, and nothing is dropped."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from localities.models import Locality
from sealed.actions import receive_item, renew_keys, try_again
from sealed.models import SealedItem
from talking_shops.actions import take_up_tap, tap, undo_tap, write_note
from talking_shops.enums import SessionStatus
from talking_shops.footfall import by_month, by_session, by_venue, counts_of, held_between, last_tap, total_of
from talking_shops.models import Session, SessionNote, Tap
from tests.committed import at_once
from tests.factories.field import make_conversation, make_session
from tests.factories.people import make_user
from tests.factories.sessions import make_taps, sealed_tap
from tests.rows import rows

NONE = {"came_in": 0, "talked": 0, "information": 0, "with_carer": 0}


@pytest.fixture
def session(db: None) -> Session:
    return make_session()


def test_counts_each_button_for_itself(session: Session, ben: User) -> None:
    make_taps(session, ben, "came_in", 3)
    make_taps(session, ben, "with_carer")
    make_taps(make_session(venue="Grays Library"), ben, "talked")
    assert counts_of(session) == {"came_in": 3, "talked": 0, "information": 0, "with_carer": 1}


def test_a_tap_is_kept_with_who_and_when_by_the_devices_clock_and_audited(session: Session, ben: User) -> None:
    at = clock.now() - timedelta(hours=2)
    made = tap(session=session, kind="talked", by=ben, at=at)
    assert (made.at, made.by, made.session) == (at, ben, session)
    assert made.received_at > at
    event = Event.objects.get(verb="footfall.tapped")
    assert (event.actor_id, event.detail) == (ben.pk, {"session": str(session.pk), "kind": "talked"})


def test_the_same_tap_again_counts_once(session: Session, ben: User) -> None:
    key = uuid4()
    assert {tap(session=session, kind="came_in", by=ben, tap_id=key).pk for _ in range(3)} == {key}
    assert counts_of(session)["came_in"] == Event.objects.filter(verb="footfall.tapped").count() == 1


@pytest.mark.parametrize("other", ["kind", "person", "session"])
def test_another_tap_under_a_known_id_is_refused(session: Session, ben: User, dee: User, other: str) -> None:
    first = tap(session=session, kind="came_in", by=ben)
    differently = {"kind": {"kind": "talked"}, "person": {"by": dee}, "session": {"session": make_session(hour=14)}}
    before = rows()
    with pytest.raises(Refused, match="Another tap"):
        tap(**{"session": session, "kind": "came_in", "by": ben, "tap_id": first.pk} | differently[other])
    assert rows() == before


def test_an_undone_tap_counts_for_nothing_and_stays(session: Session, ben: User) -> None:
    first, second = make_taps(session, ben, "came_in", 2)
    undone = undo_tap(tap=second, by=ben)
    assert (undone.undoes, undone.kind) == (second, "came_in")
    assert undo_tap(tap=second, by=ben) == undone, "twice is once"
    assert counts_of(session)["came_in"] == 1
    assert Tap.objects.count() == 3
    assert last_tap(session, ben) == first
    assert Event.objects.filter(verb="footfall.undone").count() == 1


def test_only_who_tapped_can_undo_it_and_an_undoing_cannot_be_undone(session: Session, ben: User, dee: User) -> None:
    first = tap(session=session, kind="came_in", by=ben)
    with pytest.raises(Refused, match="Only Ben Okafor"):
        undo_tap(tap=first, by=dee)
    assert last_tap(session, dee) is None
    with pytest.raises(Refused, match="tap again instead"):
        undo_tap(tap=undo_tap(tap=first, by=ben), by=ben)


def test_nobody_is_counted_before_the_day_nor_under_a_button_that_is_none(session: Session, ben: User) -> None:
    ahead = make_session(on=clock.today() + timedelta(days=1))
    before = rows()
    with pytest.raises(Refused, match="not been held yet"):
        tap(session=ahead, kind="came_in", by=ben)
    with pytest.raises(Refused, match="no kind that there is"):
        tap(session=session, kind="walked_past", by=ben)
    assert rows() == before


@pytest.mark.parametrize("who", ["asha", "gwen", "hal", "ines", "eve", "ada", "olu"])
def test_only_those_who_hold_sessions_count(session: Session, who: str, request: pytest.FixtureRequest) -> None:
    somebody = request.getfixturevalue(who)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: tap(session=session, kind="came_in", by=somebody),
        lambda: write_note(session=session, words="Rain.", by=somebody),
    )
    for deed in deeds:
        with pytest.raises(NotPermitted, match="does not include"):
            deed()


def test_a_tap_from_a_device_is_taken_up_once_with_its_receipt(session: Session, ben: User) -> None:
    item = sealed_tap(session, ben, "information")
    receipts = [receive_item(envelope=item, by=ben) for _ in range(2)]
    told = {"session": str(session.pk), "tap": str(item.id)}
    assert [(receipt.state, receipt.result) for receipt in receipts] == [("taken", told)] * 2
    kept = Tap.objects.get()
    assert (kept.pk, kept.kind, kept.at, kept.by) == (item.id, "information", item.written_at, ben)


def test_an_undoing_from_a_device_undoes(session: Session, ben: User) -> None:
    first = sealed_tap(session, ben)
    for item in (first, sealed_tap(session, ben), sealed_tap(session, ben, undoes=first.id)):
        assert receive_item(envelope=item, by=ben).state == "taken"
    assert counts_of(session)["came_in"] == 1


def test_an_undoing_that_comes_before_its_tap_undoes_it_all_the_same(session: Session, ben: User) -> None:
    first = sealed_tap(session, ben)
    for item in (sealed_tap(session, ben, undoes=first.id), first):
        assert receive_item(envelope=item, by=ben).state == "taken"
    assert counts_of(session) == NONE
    assert Tap.objects.count() == 2


def test_a_tap_that_went_to_the_server_by_both_ways_counts_once(session: Session, ben: User) -> None:
    item = sealed_tap(session, ben)
    tap(session=session, kind="came_in", by=ben, tap_id=item.id)
    assert receive_item(envelope=item, by=ben).state == "taken"
    assert counts_of(session)["came_in"] == 1


def test_what_cannot_be_counted_stays_with_its_writer_until_it_can(session: Session, ben: User) -> None:
    ahead = make_session(on=clock.today() + timedelta(days=1))
    item = sealed_tap(ahead, ben)
    receipt = receive_item(envelope=item, by=ben)
    assert (receipt.state, counts_of(ahead)) == ("needs_you", NONE)
    assert "not been held yet" in receipt.because
    with clock.standing_at(clock.now() + timedelta(days=1)):
        try_again(item=SealedItem.objects.get(), by=ben)
    assert counts_of(ahead)["came_in"] == 1


@pytest.mark.parametrize(
    ("body", "because"),
    [
        ({}, "names no Talking Shop"),
        ({"session": "Tilbury", "kind": "came_in"}, "names no Talking Shop"),
        ({"session": str(uuid4()), "kind": "came_in"}, "is not there"),
        ({"session": None, "kind": ["came_in"]}, "names no Talking Shop"),
        ({"kind": "'; DROP TABLE"}, "no kind that there is"),
        ({"kind": "came_in", "undoes": "last"}, "names no Talking Shop"),
    ],
)
def test_nonsense_from_a_device_is_kept_with_a_sentence(
    session: Session, ben: User, body: dict[str, object], because: str
) -> None:
    names_it = {"session": str(session.pk)} if body and "session" not in body else {}
    item = sealed_tap(session, ben)
    opened = type("Opened", (), {"id": item.id, "body": names_it | body, "written_at": item.written_at})()
    with pytest.raises(Refused, match=because):
        take_up_tap(item=opened, by=ben)


def test_twenty_tabs_that_send_one_tap_and_its_undoing_at_one_moment_agree(committed: str) -> None:
    renew_keys()
    ben, held = make_user("Ben Okafor", Role.SOCIAL_WORKER), make_session()
    first, other = sealed_tap(held, ben), sealed_tap(held, ben)
    items = [first, other, sealed_tap(held, ben, undoes=first.id), sealed_tap(held, ben, undoes=first.id)]
    told = at_once(20, lambda number: receive_item(envelope=items[number % 4], by=ben))
    assert {getattr(one, "state", one) for one in told} == {"taken"}
    assert counts_of(held)["came_in"] == 1
    assert Tap.objects.count() == 3, "two taps and one undoing"


def test_a_note_of_the_day_is_kept_as_it_was_written(session: Session, ben: User) -> None:
    words = "Rain.  Many asked about the bus <X1> & blue badges 😀"
    note = write_note(session=session, words=words, by=ben)
    assert (SessionNote.objects.get().words, note.by) == (words, ben)
    assert Event.objects.get(verb="session.noted").detail == {"session": str(session.pk)}
    with pytest.raises(Refused, match="Write what"):
        write_note(session=session, words=" \n", by=ben)


def test_the_figures_count_what_stands_by_session_venue_and_month(ben: User, jean: object) -> None:
    today = clock.today()
    first, second = make_session(hour=9), make_session(hour=14)
    before = make_session("grays", venue="Grays Library", on=today.replace(day=1) - timedelta(days=1))
    called_off = make_session("grays", venue="Grays Library", hour=15)
    Session.objects.filter(pk=called_off.pk).update(status=SessionStatus.CANCELLED)
    make_taps(first, ben, "came_in", 2)
    make_taps(second, ben, "came_in", 3)
    undo_tap(tap=make_taps(second, ben, "talked")[0], by=ben)
    make_taps(before, ben, "came_in", 4)
    make_conversation(jean, ben, session=second)
    held = held_between(today - timedelta(days=60), today)
    each = [(row.key.pk, row.taps_in_order, row.logged) for row in by_session([second, first])]
    assert each == [(second.pk, [3, 0, 0, 0], 1), (first.pk, [2, 0, 0, 0], 0)]
    venues = [(row.key.name, row.held, row.taps_in_order[0], row.logged) for row in by_venue(held)]
    assert venues == [("Tilbury Hub", 2, 5, 1), ("Grays Library", 1, 4, 0)]
    months = [(clock.london_date(row.key), row.held, row.taps_in_order[0]) for row in by_month(held)]
    assert months == [(today.replace(day=1), 2, 5), (before.held_on.replace(day=1), 1, 4)]
    together = total_of(held)
    assert (together.held, together.taps_in_order, together.logged) == (3, [9, 0, 0, 0], 1)
    tilbury = held_between(today, today, Locality.objects.get(slug="tilbury-chadwell").pk)
    assert total_of(tilbury).taps_in_order[0] == 5
