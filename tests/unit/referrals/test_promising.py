"""Promises: made, kept, withdrawn, given to somebody else, and broken when their day is over."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.actions import deactivate
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from core.models import Heartbeat
from outbox.models import Job
from referrals.actions import (
    break_promises_due,
    change_day,
    give_promise,
    keep_promise,
    make_promise,
    reopen_promise,
    withdraw_promise,
)
from referrals.enums import PromiseStatus
from referrals.models import Promise
from referrals.rules.promises import HowKept
from referrals.tasks import break_promises
from residents.models import Resident, TimelineEntry
from tests.factories.promises import WORDS, make_promise_to, overdue_promise
from tests.rows import rows

TOMORROW = timedelta(days=1)


def told(kind: str = "notice.deliver") -> list[dict[str, Any]]:
    return list(Job.objects.filter(kind=kind).order_by("id").values_list("payload", flat=True))


def titles(resident: Resident) -> list[str]:
    events = TimelineEntry.objects.filter(resident=resident, kind="promise").order_by("recorded_at", "id")
    return list(events.values_list("title", flat=True))


def test_keeps_what_was_promised_with_its_day_owner_and_team(jean: Resident, asha: User) -> None:
    promise = make_promise_to(jean, asha, told="her daughter")
    assert (promise.words, promise.owner, promise.made_by, promise.told) == (WORDS, asha, asha, "her daughter")
    assert promise.team is not None
    assert promise.team.slug == "thurrock-first"
    assert promise.status == PromiseStatus.OPEN
    event = Event.objects.get(verb="promise.made")
    assert (event.resident_id, event.subject_id) == (jean.pk, promise.pk)
    assert WORDS not in str(event.detail)
    assert titles(jean) == [f"Promised: {WORDS}"]


def test_tells_an_owner_who_did_not_make_it(jean: Resident, asha: User, ben: User) -> None:
    promise = make_promise_to(jean, asha, owner=ben)
    (notice,) = told()
    assert notice["user"] == str(ben.pk)
    assert notice["link"] == promise.get_absolute_url()
    assert WORDS not in notice["words"]


@pytest.mark.parametrize(
    ("differently", "sentence"),
    [
        ({"words": "  "}, "Enter what was promised."),
        ({"due_on": clock.days_ago(1)}, "A promise is for today or a day in the next 12 months."),
        ({"due_on": clock.days_ago(-367)}, "A promise is for today or a day in the next 12 months."),
    ],
)
def test_refuses_a_promise_without_words_or_for_another_day(
    jean: Resident, asha: User, differently: dict[str, Any], sentence: str
) -> None:
    before = rows()
    with pytest.raises(Refused, match=sentence):
        make_promise_to(jean, asha, **differently)
    assert rows() == before


@pytest.mark.parametrize("role", ["hal", "ines", "eve", "ada"])
def test_nobody_else_makes_promises_nor_keeps_them(
    jean: Resident, asha: User, role: str, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(role)
    promise = make_promise_to(jean, asha)
    before = rows()
    with pytest.raises(NotPermitted):
        make_promise(resident=jean, words=WORDS, due_on=clock.today(), by=other)
    with pytest.raises(Refused):
        make_promise_to(jean, asha, owner=other)
    for act in (keep_promise, withdraw_promise, reopen_promise):
        with pytest.raises(NotPermitted):
            act(promise=promise, by=other, note="No")
    with pytest.raises(NotPermitted):
        give_promise(promise=promise, to=asha, reason="No", by=other)
    assert rows() == before


def test_a_promise_never_belongs_to_somebody_who_has_left(jean: Resident, asha: User, ben: User) -> None:
    promise = make_promise_to(jean, asha)
    deactivate(user=ben, by=SYSTEM)
    ben.refresh_from_db()
    with pytest.raises(Refused, match="has left"):
        make_promise_to(jean, asha, owner=ben)
    with pytest.raises(Refused, match="has left"):
        give_promise(promise=promise, to=ben, reason="Away", by=asha)


def test_is_kept_with_a_word_of_how_and_by_whom(jean: Resident, asha: User, ben: User) -> None:
    promise = keep_promise(promise=make_promise_to(jean, asha), by=ben, note="Rang, the rail comes on Monday")
    assert (promise.status, promise.ended_by, promise.how_kept) == (PromiseStatus.KEPT, ben, HowKept.KEPT)
    assert promise.note == "Rang, the rail comes on Monday"
    assert titles(jean)[-1] == f"Kept: {WORDS}"
    assert Event.objects.filter(verb="promise.kept").count() == 1


def test_keeping_twice_is_harmless(jean: Resident, asha: User) -> None:
    promise = keep_promise(promise=make_promise_to(jean, asha), by=asha)
    before = rows()
    assert keep_promise(promise=promise, by=asha).version == promise.version
    assert rows() == before


def test_is_withdrawn_with_a_reason_and_who_was_told(jean: Resident, asha: User) -> None:
    promise = make_promise_to(jean, asha)
    with pytest.raises(Refused, match="Enter why"):
        withdraw_promise(promise=promise, by=asha)
    done = withdraw_promise(promise=promise, by=asha, note="Her son drives her", told="Jean")
    assert (done.status, done.note, done.told_of_end) == (PromiseStatus.WITHDRAWN, "Her son drives her", "Jean")
    entry = TimelineEntry.objects.get(resident=jean, title__startswith="Withdrawn")
    assert entry.detail == "Her son drives her Said to: Jean."


def test_says_that_nobody_has_been_told_of_a_withdrawal(jean: Resident, asha: User) -> None:
    withdraw_promise(promise=make_promise_to(jean, asha), by=asha, note="She died")
    assert "Nobody has been told yet." in TimelineEntry.objects.get(title__startswith="Withdrawn").detail


def test_undo_gives_back_what_was_open(jean: Resident, asha: User) -> None:
    kept = keep_promise(promise=make_promise_to(jean, asha), by=asha)
    again = reopen_promise(promise=kept, by=asha)
    assert (again.status, again.ended_at, again.ended_by) == (PromiseStatus.OPEN, None, None)
    before = rows()
    reopen_promise(promise=again, by=asha)
    assert rows() == before


def test_undo_gives_back_what_was_broken_and_breaks_it_no_second_time(jean: Resident, asha: User) -> None:
    promise = overdue_promise(jean, asha)
    break_promises_due()
    keep_promise(promise=promise, by=asha)
    again = reopen_promise(promise=promise, by=asha)
    assert (again.status, again.how_kept) == (PromiseStatus.BROKEN, HowKept.BROKEN)
    assert again.ended_at == again.broken_at is not None
    assert break_promises_due() == 0
    assert Event.objects.filter(verb="promise.broken").count() == 1


def test_undo_after_the_day_breaks_it_at_once(jean: Resident, asha: User) -> None:
    promise = keep_promise(promise=make_promise_to(jean, asha), by=asha)
    Promise.objects.filter(pk=promise.pk).update(due_on=clock.days_ago(1))
    assert reopen_promise(promise=promise, by=asha).status == PromiseStatus.BROKEN


def test_somebody_else_keeps_it_from_now_on_and_both_are_told(jean: Resident, asha: User, ben: User, dee: User) -> None:
    promise = make_promise_to(jean, asha)
    given = give_promise(promise=promise, to=ben, reason="Away until 4 December", by=dee)
    assert given.owner == ben
    assert given.team is not None
    assert given.team.slug.endswith("tilbury-chadwell")
    assert {notice["user"] for notice in told()} == {str(asha.pk), str(ben.pk)}
    event = Event.objects.get(verb="promise.given")
    assert event.reason == "Away until 4 December"
    assert event.detail == {"from_worker": str(asha.pk), "to_worker": str(ben.pk)}
    assert titles(jean)[-1] == f"Now kept by Ben Okafor: {WORDS}"


def test_refuses_to_give_it_without_a_reason_to_its_owner_or_when_it_has_ended(
    jean: Resident, asha: User, ben: User
) -> None:
    promise = make_promise_to(jean, asha)
    for to, reason in ((ben, " "), (asha, "Away")):
        with pytest.raises(Refused):
            give_promise(promise=promise, to=to, reason=reason, by=asha)
    keep_promise(promise=promise, by=asha)
    with pytest.raises(Refused, match="waits for nobody"):
        give_promise(promise=promise, to=ben, reason="Away", by=asha)


def test_refuses_a_page_that_is_older_than_the_promise(jean: Resident, asha: User, ben: User) -> None:
    promise = make_promise_to(jean, asha)
    give_promise(promise=promise, to=ben, reason="Away", by=asha)
    for act in (keep_promise, withdraw_promise, reopen_promise):
        with pytest.raises(ChangedMeanwhile):
            act(promise=promise, by=asha, note="Yes", version=1)
    with pytest.raises(ChangedMeanwhile):
        give_promise(promise=promise, to=asha, reason="Back", by=asha, version=1)


def test_the_night_breaks_what_is_over_and_leaves_the_rest(jean: Resident, asha: User, ben: User) -> None:
    over = overdue_promise(jean, ben)
    today, kept = make_promise_to(jean, ben, due_on=clock.today()), make_promise_to(jean, ben)
    keep_promise(promise=kept, by=ben)
    assert break_promises_due() == 1
    for promise in (over, today, kept):
        promise.refresh_from_db()
    assert [over.status, today.status, kept.status] == ["broken", "open", "kept"]
    assert over.ended_by is None
    event = Event.objects.get(verb="promise.broken")
    assert (event.actor_label, event.resident_id) == ("Thurrock Care", jean.pk)
    (notice,) = told()
    assert (notice["user"], notice["urgent"]) == (str(ben.pk), True)
    assert WORDS not in notice["words"]


def test_tells_the_manager_when_the_owner_has_left(jean: Resident, asha: User, ben: User, dee: User) -> None:
    overdue_promise(jean, ben)
    deactivate(user=ben, by=SYSTEM)
    break_promises_due()
    (notice,) = told()
    assert notice["user"] == str(dee.pk)
    assert "Ben Okafor, who has left" in notice["words"]


def test_tells_the_head_of_service_when_no_team_is_left(jean: Resident, gwen: User, olu: User) -> None:
    promise = overdue_promise(jean, gwen)
    Promise.objects.filter(pk=promise.pk).update(team=None)
    deactivate(user=gwen, by=SYSTEM)
    break_promises_due()
    assert [notice["user"] for notice in told()] == [str(olu.pk)]


def test_prm_4_kept_or_withdrawn_after_its_day_it_was_broken_first_though_no_night_ran(
    jean: Resident, asha: User
) -> None:
    late = keep_promise(promise=overdue_promise(jean, asha), by=asha)
    assert (late.status, late.how_kept) == (PromiseStatus.KEPT, HowKept.KEPT_LATE)
    gone = withdraw_promise(promise=overdue_promise(jean, asha), by=asha, note="She moved")
    assert gone.how_kept == HowKept.WITHDRAWN_LATE
    assert Event.objects.filter(verb="promise.broken").count() == 2
    assert told() == [], "who keeps it late needs no telling that it is late"
    assert titles(jean)[1:3] == [f"Not kept by its day: {WORDS}", f"Kept late: {WORDS}"]


def test_the_job_leaves_a_sign_of_life_with_how_many(jean: Resident, asha: User) -> None:
    overdue_promise(jean, asha)
    break_promises()
    assert Heartbeat.objects.get(name="promises").detail == {"on": str(clock.today()), "broken": 1}


def test_nothing_happened_when_the_message_cannot_be_written(
    jean: Resident, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = overdue_promise(jean, asha)

    def fails(*_: object) -> None:
        raise RuntimeError("the outbox is away")

    monkeypatch.setattr("referrals.messages.tell_of_broken_promise", fails)
    with pytest.raises(RuntimeError):
        break_promises_due()
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.OPEN
    assert not Event.objects.filter(verb="promise.broken").exists()


def test_prm_5_another_day_agreed_in_time_breaks_nothing_and_every_change_is_counted(
    jean: Resident, asha: User, ben: User
) -> None:
    promise = make_promise_to(jean, ben)
    first = promise.due_on
    for days, reason in ((3, "Her son comes then"), (6, "She is away")):
        promise = change_day(promise=promise, due_on=first + timedelta(days=days), reason=reason, by=asha)
    assert (promise.first_due_on, promise.days_changed, promise.why_changed) == (first, 2, "She is away")
    assert break_promises_due(first + timedelta(days=5)) == 0
    assert break_promises_due(first + timedelta(days=7)) == 1
    event = Event.objects.filter(verb="promise.day_changed").latest("id")
    assert event.detail == {"from_day": str(first + timedelta(days=3)), "to_day": str(first + timedelta(days=6))}
    detail = TimelineEntry.objects.filter(title=f"Day changed: {WORDS}").order_by("id").values_list("detail", flat=True)
    assert detail[0].endswith(": Her son comes then")
    assert detail[0].startswith("From ")
    assert [job["user"] for job in told() if "changed the day" in job["words"]] == [str(ben.pk)] * 2


def test_prm_5_a_day_that_has_passed_stays_broken(jean: Resident, asha: User) -> None:
    for promise in (overdue_promise(jean, asha), keep_promise(promise=make_promise_to(jean, asha), by=asha)):
        before = rows()
        with pytest.raises(Refused, match="Once its day has passed a promise stays broken"):
            change_day(promise=promise, due_on=clock.today() + TOMORROW, reason="Agreed", by=asha)
        assert rows() == before


@pytest.mark.parametrize(
    ("days", "reason", "sentence"),
    [
        (3, " ", "Enter why the day is changed"),
        (1, "x", "already"),
        (-1, "x", "today or a day"),
        (400, "x", "today or"),
    ],
)
def test_changes_no_day_without_a_reason_nor_to_one_that_cannot_be(
    jean: Resident, asha: User, days: int, reason: str, sentence: str
) -> None:
    promise = make_promise_to(jean, asha)
    with pytest.raises(Refused, match=sentence):
        change_day(promise=promise, due_on=clock.today() + timedelta(days=days), reason=reason, by=asha)
    assert not Event.objects.filter(verb="promise.day_changed").exists()


def test_a_partner_changes_no_day(jean: Resident, asha: User, hal: User) -> None:
    with pytest.raises(NotPermitted):
        change_day(promise=make_promise_to(jean, asha), due_on=clock.today(), reason="x", by=hal)


def test_drops_no_word_when_two_say_what_became_of_it(jean: Resident, asha: User, ben: User) -> None:
    promise = make_promise_to(jean, asha)
    kept = keep_promise(promise=promise, by=asha, note="Rang her", version=1)
    assert keep_promise(promise=promise, by=ben, note="Rang her", version=1).version == kept.version, "the same words"
    for act, said in (
        (keep_promise, {"note": "Her daughter rang"}),
        (withdraw_promise, {"note": "Not needed", "told": "Jean"}),
        (change_day, {"due_on": clock.today(), "reason": "Sooner"}),
    ):
        with pytest.raises(ChangedMeanwhile):
            act(promise=promise, by=ben, version=1, **said)
    seen = withdraw_promise(promise=promise, by=ben, note="Not needed", told="Jean", version=kept.version)
    assert (seen.status, seen.note, seen.ended_by) == (PromiseStatus.WITHDRAWN, "Not needed", ben)
    verbs = Event.objects.filter(subject_id=promise.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["promise.made", "promise.kept", "promise.reopened", "promise.withdrawn"]
