"""What people thought: only those who agreed are asked, each once, and the results hide small numbers."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from core.errors import Refused
from core.models import Heartbeat
from localities.models import Locality
from residents.models import PhoneNumber, Resident
from talking_shops.actions import (
    Answers,
    answer_feedback,
    ask_for_feedback,
    say_may_ask,
    show_quarters,
    write_down_feedback,
)
from talking_shops.enums import FeedbackBy
from talking_shops.feedback_results import HIDDEN, QUARTERS, results_of, tables_of
from talking_shops.links import FEEDBACK, link_of
from talking_shops.models import Conversation, Feedback, ShownQuarter
from talking_shops.tasks import show_results, tell_of_unsent
from tests.factories.after import NUMBER, deliver, has_phone, make_link, make_willing
from tests.factories.field import make_conversation
from tests.factories.people import make_resident
from tests.notify import Notify, notify

__all__ = ["notify"]
FIVE = Answers(listened=5, understood=5, helped=5)
AUTUMN = datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)
JULY_TO_SEPTEMBER = date(2026, 7, 1), date(2026, 10, 1)
SUMMER = datetime(2026, 8, 12, 12, tzinfo=clock.LONDON)


@pytest.mark.parametrize("may_ask", ["not_asked", "no"])
def test_fb_2_nobody_is_asked_who_did_not_agree(jean: Resident, ben: User, notify: Notify, may_ask: str) -> None:
    held = say_may_ask(conversation=make_conversation(jean, ben), may_ask=may_ask, by=ben)
    with pytest.raises(Refused):
        ask_for_feedback(conversation=held, to=NUMBER, is_safe=True, by=ben)
    with pytest.raises(Refused):
        write_down_feedback(conversation=held, asked_by=FeedbackBy.PHONE, answers=FIVE, by=ben)
    assert not Feedback.objects.exists()


def test_the_question_names_nobody_and_leads_to_the_form(jean: Resident, ben: User, notify: Notify) -> None:
    asked = ask_for_feedback(conversation=make_willing(jean, ben), to=NUMBER, is_safe=True, by=ben)
    deliver()
    deliver()
    (text,) = notify.sent_to(NUMBER)
    words = text["personalisation"]["words"]
    assert link_of(FEEDBACK, asked.pk, asked.token_digest) in words
    assert all(name not in str(text) for name in ("Jean", "Smith", "Ben", "Okafor", jean.reference))
    asked.refresh_from_db()
    assert asked.sent_at is not None


def test_who_says_no_before_it_leaves_gets_nothing(jean: Resident, ben: User, notify: Notify) -> None:
    held = make_willing(jean, ben)
    asked = ask_for_feedback(conversation=held, to=NUMBER, is_safe=True, by=ben)
    say_may_ask(conversation=held, may_ask="no", by=ben)
    deliver()
    asked.refresh_from_db()
    assert "do not want to be asked" in asked.failed_because
    assert notify.taken == []


def test_no_link_goes_to_a_number_that_is_not_safe(jean: Resident, ben: User, notify: Notify) -> None:
    has_phone(jean, safe_to_text=False)
    with pytest.raises(Refused, match="not safe"):
        ask_for_feedback(conversation=make_willing(jean, ben), to=NUMBER, is_safe=True, by=ben)
    assert PhoneNumber.objects.get().safe_to_text is False


def test_a_link_that_does_not_leave_is_told_after_an_hour_and_can_be_sent_again(
    jean: Resident, ben: User, notify: Notify
) -> None:
    held = make_willing(jean, ben)
    ask_for_feedback(conversation=held, to=NUMBER, is_safe=True, by=ben)
    Feedback.objects.update(asked_at=clock.now() - timedelta(minutes=61))
    tell_of_unsent()
    deliver("notice.deliver")
    deliver()
    assert (Notice.objects.get(user=ben).link, notify.taken) == (held.get_absolute_url(), [])
    ask_for_feedback(conversation=held, to="jean@example.org", is_safe=True, by=ben)
    deliver()
    assert len(notify.sent_to("jean@example.org")) == 1


def test_an_answer_by_link_is_kept_once(jean: Resident, ben: User) -> None:
    link = make_link(make_willing(jean, ben))
    answer_feedback(feedback=link, answers=Answers(listened=4, words=" Kind. ", may_quote=True))
    answer_feedback(feedback=link, answers=FIVE)
    link.refresh_from_db()
    assert (link.listened, link.understood, link.words, link.may_quote) == (4, None, "Kind.", True)
    assert Event.objects.get(verb="feedback.answered").resident_id is None


def test_fb_3_an_answer_after_sixty_days_is_too_late(jean: Resident, ben: User) -> None:
    link = make_link(make_willing(jean, ben))
    Feedback.objects.update(asked_at=clock.now() - timedelta(days=60))
    with pytest.raises(Refused, match="no longer"):
        answer_feedback(feedback=link, answers=FIVE)


@pytest.mark.parametrize("answers", [Answers(), Answers(words="  "), Answers(listened=6), Answers(helped=0)])
def test_fb_1_no_answer_and_one_out_of_range_are_refused(jean: Resident, ben: User, answers: Answers) -> None:
    with pytest.raises(Refused, match="from 1 to 5"):
        answer_feedback(feedback=make_link(make_willing(jean, ben)), answers=answers)


def test_what_they_say_by_telephone_or_on_paper_is_written_down_once(jean: Resident, ben: User, dee: User) -> None:
    held = make_willing(jean, ben)
    kept = write_down_feedback(conversation=held, asked_by=FeedbackBy.PAPER, answers=FIVE, by=dee)
    assert (kept.written_by, kept.asked_by, kept.helped) == (dee, "paper", 5)
    with pytest.raises(Refused, match="have answered"):
        write_down_feedback(conversation=held, asked_by=FeedbackBy.PHONE, answers=FIVE, by=ben)


def answered(number: int, place: str, ben: User, effect: str = "not_said") -> None:
    """So many answers of one locality, in August."""
    for _ in range(number):
        held = make_willing(make_resident(ben), ben)
        Conversation.objects.filter(pk=held.pk).update(
            locality=Locality.objects.get(slug=place), held_on=SUMMER.date(), effect=effect
        )
        held.refresh_from_db()
        write_down_feedback(conversation=held, asked_by=FeedbackBy.PHONE, answers=FIVE, by=ben)


def test_results_of_a_locality_are_shown_from_five_answers_on(ben: User) -> None:
    with clock.standing_at(SUMMER):
        answered(10, "grays", ben)
        answered(6, "tilbury-chadwell", ben)
    with clock.standing_at(AUTUMN):
        show_quarters()
        results = results_of(date(2026, 7, 1))
    assert results is not None
    rows = {row.place: row.cells for row in results.thought}
    assert rows["Grays"] == ("10", "5.0", "5.0", "5.0")
    assert rows["Thurrock"][0] == "16"


def test_fb_4_a_small_number_is_hidden_and_no_subtracting_finds_it(ben: User) -> None:
    with clock.standing_at(SUMMER):
        answered(10, "grays", ben, effect="prevented")
        answered(3, "tilbury-chadwell", ben, effect="prevented")
    with clock.standing_at(AUTUMN):
        show_quarters()
        results = results_of(date(2026, 7, 1))
    assert results is not None
    thought = {row.place: row.cells for row in results.thought}
    effects = {row.place: row.cells for row in results.effects}
    for place in ("Grays", "Tilbury and Chadwell"):
        assert set(thought[place]) == {HIDDEN}
        assert effects[place][0] == HIDDEN
    assert (thought["Thurrock"][0], effects["Thurrock"][0]) == ("13", "13")


def test_fb_5_a_conversation_that_comes_late_counts_in_no_quarter_that_was_over(jean: Resident, ben: User) -> None:
    with clock.standing_at(SUMMER):
        answered(10, "grays", ben, effect="prevented")
    with clock.standing_at(AUTUMN):
        before = tables_of(*JULY_TO_SEPTEMBER)
        late = make_conversation(jean, ben)
        Conversation.objects.filter(pk=late.pk).update(
            held_on=SUMMER.date(), effect="prevented", locality=Locality.objects.get(slug="grays")
        )
        assert tables_of(*JULY_TO_SEPTEMBER) == before


@pytest.mark.parametrize("later", [{"effect": "reduced"}, {"locality": None}])
def test_fb_5_what_is_put_right_later_changes_no_number_that_was_shown(ben: User, later: dict[str, str | None]) -> None:
    with clock.standing_at(SUMMER):
        answered(10, "grays", ben, effect="prevented")
    with clock.standing_at(AUTUMN):
        assert show_quarters() == QUARTERS
        shown = results_of(date(2026, 7, 1))
        one = Conversation.objects.order_by("pk")[:1]
        Conversation.objects.filter(pk__in=list(one.values_list("pk", flat=True))).update(**later)
        Feedback.objects.filter(conversation__in=list(one)).update(locality=None)
        assert show_quarters() == 0
        assert shown is not None
        assert results_of(date(2026, 7, 1)) == shown
        assert tables_of(*JULY_TO_SEPTEMBER) != (shown.thought, shown.effects)
    assert Event.objects.filter(verb="quarter.shown").count() == QUARTERS


def test_fb_5_results_are_put_together_when_a_quarter_is_over_and_show_that_they_were(ben: User) -> None:
    with clock.standing_at(SUMMER):
        answered(10, "grays", ben)
    with clock.standing_at(datetime(2026, 9, 30, 23, 50, tzinfo=clock.LONDON)):
        show_results()
        assert results_of(date(2026, 7, 1)) is None
    with clock.standing_at(datetime(2026, 10, 1, 0, 47, tzinfo=clock.LONDON)):
        assert results_of(date(2026, 7, 1)) is None
        show_results()
        results = results_of(date(2026, 7, 1))
    assert results is not None
    assert results.thought[-1].cells[0] == "10"
    assert Heartbeat.objects.get(name="results of quarters").detail == {"on": "2026-10-01", "shown": 1}


def test_fb_5_the_release_that_first_shows_quarters_shows_them_at_once_and_is_no_sign_of_life_of_the_hour(
    ben: User,
) -> None:
    with clock.standing_at(AUTUMN):
        call_command("prepare", verbosity=0)
        assert not ShownQuarter.objects.exists()  # nobody has talked with anybody yet: their first words may be older
    with clock.standing_at(SUMMER):
        answered(10, "grays", ben)
    with clock.standing_at(AUTUMN):
        call_command("prepare", verbosity=0)
        results = results_of(date(2026, 7, 1))
    assert results is not None
    assert results.thought[-1].cells[0] == "10"
    assert not Heartbeat.objects.filter(name="results of quarters").exists()


def test_words_that_may_be_shown_are_shown_until_they_are_taken_back(ben: User) -> None:
    with clock.standing_at(SUMMER):
        answered(10, "grays", ben)
    kind = Feedback.objects.order_by("pk")[0]
    Feedback.objects.filter(pk=kind.pk).update(words="Kind people.", may_quote=True)
    with clock.standing_at(AUTUMN):
        show_quarters()
        results = results_of(date(2026, 7, 1))
        assert results is not None
        assert results.quotes == ["Kind people."]
        Feedback.objects.filter(pk=kind.pk).update(may_quote=False)
        results = results_of(date(2026, 7, 1))
    assert results is not None
    assert results.quotes == []


def test_fb_5_a_quarter_that_goes_on_is_not_shown(ben: User) -> None:
    with clock.standing_at(AUTUMN):
        show_quarters()
        assert results_of(date(2026, 11, 1)) is None
