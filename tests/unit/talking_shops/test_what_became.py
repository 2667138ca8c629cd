"""Of a message it is told that it did not arrive, or that nobody knows; after a death nobody is told to ask them."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from residents.actions import record_death
from residents.models import Resident
from talking_shops.actions import ask_for_feedback, leave_out, propose_by_link
from talking_shops.actions.event_day import tell_booked
from talking_shops.actions.event_texts import text_news
from talking_shops.after_messages import ASKED_AFTER
from talking_shops.models import Attending, News, ProposedChange, Session, WalkAwayReceipt
from tests.factories.after import NUMBER, WRONG, deliver, has_phone, make_text, make_willing
from tests.factories.events import make_booking, make_event
from tests.factories.field import make_conversation
from tests.notify import Notify, notify

__all__ = ["notify"]
ASK = "message.ask"
NOBODY_KNOWS = "GOV.UK Notify has not said for three days"


@pytest.fixture
def receipt(jean: Resident, ben: User, notify: Notify) -> WalkAwayReceipt:
    """One that has not left yet."""
    return make_text(make_conversation(jean, ben), ben)


@pytest.fixture
def change(receipt: WalkAwayReceipt, ben: User, notify: Notify) -> ProposedChange:
    """One that was left out; the message that says so was taken."""
    deliver()
    notify.taken[0]["became"] = "delivered"
    deliver(ASK)
    made = propose_by_link(receipt=receipt, words=WRONG)
    leave_out(change=made, because="It was so.", by=ben)
    deliver()
    return made


def dies(resident: Resident, by: User) -> None:
    record_death(resident=resident, died_on=clock.today(), by=by, how_known="The hospital")


def is_never_known() -> None:
    """For three days it is asked what became of them, and nobody says."""
    for _ in ASKED_AFTER:
        deliver(ASK)


def told(user: User) -> list[str]:
    deliver("notice.deliver")
    return list(Notice.objects.filter(user=user).values_list("words", flat=True))


def page_of(client: Client, row: Any, by: User) -> str:
    client.force_login(by)
    return " ".join(client.get(row.get_absolute_url()).content.decode().split())


class TestAfterADeath:
    def test_nobody_is_told_to_ask_them_for_another_number(
        self, client: Client, receipt: WalkAwayReceipt, jean: Resident, ben: User, notify: Notify
    ) -> None:
        deliver()
        dies(jean, ben)
        notify.became = "permanent-failure"
        deliver(ASK)
        receipt.refresh_from_db()
        assert "no such number" in receipt.failed_because
        assert not [words for words in told(ben) if "receipt" in words]
        page = page_of(client, receipt, ben)
        assert "It did not arrive" in page
        assert "Ask them" not in page

    def test_nor_to_tell_them_in_another_way(self, receipt: WalkAwayReceipt, jean: Resident, ben: User) -> None:
        dies(jean, ben)
        deliver()
        receipt.refresh_from_db()
        assert "has died" in receipt.failed_because
        assert not [words for words in told(ben) if "Tell them" in words]

    def test_nor_that_a_decision_or_a_question_did_not_arrive(
        self, client: Client, change: ProposedChange, jean: Resident, ben: User, notify: Notify
    ) -> None:
        ask_for_feedback(conversation=make_willing(jean, ben), to=NUMBER, is_safe=True, by=ben)
        deliver()
        before = told(ben)
        dies(jean, ben)
        notify.became = "permanent-failure"
        deliver(ASK)
        change.refresh_from_db()
        assert "no such number" in change.failed_because
        assert not [words for words in told(ben) if words not in before and "arrive" in words]
        assert "Ask them" not in page_of(client, change, ben)

    def test_nor_that_nobody_knows(self, receipt: WalkAwayReceipt, jean: Resident, ben: User) -> None:
        deliver()
        dies(jean, ben)
        is_never_known()
        receipt.refresh_from_db()
        assert receipt.not_known_at is not None
        assert not [words for words in told(ben) if "receipt" in words]


class TestNobodyKnows:
    def test_the_page_of_a_receipt_says_so_and_not_that_it_did_not_arrive(
        self, client: Client, receipt: WalkAwayReceipt, ben: User
    ) -> None:
        deliver()
        is_never_known()
        page = page_of(client, receipt, ben)
        assert f"Nobody knows whether it has arrived: {NOBODY_KNOWS}. Ask them" in page
        assert "did not arrive" not in page
        assert "Not known whether it arrived" in page_of(client, receipt.conversation, ben)
        assert Event.objects.filter(verb="receipt.not_known").count() == 1

    def test_a_decision_counts_as_sent(self, client: Client, change: ProposedChange, ben: User) -> None:
        is_never_known()
        change.refresh_from_db()
        assert (change.failed_because, change.told_at is None, change.not_known_at is None) == ("", False, False)
        assert f"Nobody knows whether it has arrived: {NOBODY_KNOWS}" in page_of(client, change, ben)
        assert [words for words in told(ben) if "nobody knows whether what became of the change arrived" in words]

    def test_a_question_says_so(self, client: Client, jean: Resident, ben: User, notify: Notify) -> None:
        held = make_willing(jean, ben)
        ask_for_feedback(conversation=held, to=NUMBER, is_safe=True, by=ben)
        deliver()
        is_never_known()
        client.force_login(ben)
        page = client.get(f"/conversations/{held.pk}/feedback").content.decode()
        assert "Nobody knows whether it arrived, and it is not answered yet." in page
        (words,) = told(ben)
        assert "nobody knows whether the question what they thought arrived" in words
        ask_for_feedback(conversation=held, to=NUMBER, is_safe=True, by=ben)
        deliver()
        assert len(notify.sent_to(NUMBER)) == 2


def test_a_decision_that_left_and_did_not_arrive_is_not_called_unsent(
    client: Client, change: ProposedChange, ben: User, notify: Notify
) -> None:
    notify.became = "permanent-failure"
    deliver(ASK)
    change.refresh_from_db()
    assert (change.told_at, change.left_at is None) == (None, False)
    page = page_of(client, change, ben)
    assert "They were sent a message, which did not arrive. There is no such number" in page
    assert "They could not be told" not in page
    assert " and did not arrive." in page


class TestAboutAnEvent:
    @pytest.fixture
    def event(self, jean: Resident, asha: User, notify: Notify) -> Session:
        """Jean was texted that it was moved."""
        event = make_event()
        has_phone(jean, safe_to_text=True)
        make_booking(event, asha, jean)
        tell_booked(session=event, what="moved", by=asha)
        text_news(session=event, by=asha)
        deliver("event_news.text")
        return event

    def test_of_which_nobody_knows_is_on_the_list_in_its_own_words_and_is_really_sent_again(
        self, client: Client, event: Session, asha: User, notify: Notify
    ) -> None:
        is_never_known()
        assert News.objects.to_tell().get().not_texted == f"Nobody knows whether it arrived. {NOBODY_KNOWS}."
        client.force_login(asha)
        page = client.get(f"/sessions/{event.pk}/event/").content.decode()
        assert "A text message left on " in page
        assert "No text message left" not in page
        assert [words for words in told(asha) if "nobody knows whether a text message arrived" in words]
        assert text_news(session=event, by=asha) == 1
        deliver("event_news.text")
        assert len(notify.sent_to(NUMBER)) == 2
        assert len({one["reference"] for one in notify.taken}) == 2

    def test_that_did_not_arrive_has_left_and_one_that_is_refused_then_has_not(
        self, client: Client, event: Session, asha: User, notify: Notify
    ) -> None:
        notify.became = "permanent-failure"
        deliver(ASK)
        client.force_login(asha)
        page = client.get(f"/sessions/{event.pk}/event/").content.decode()
        assert ". It did not arrive. There is no such number" in page
        assert "No text message left" not in page
        notify.mood = "refusing"
        text_news(session=event, by=asha)
        deliver("event_news.text")
        assert "No text message left: " in client.get(f"/sessions/{event.pk}/event/").content.decode()

    def test_is_told_to_the_rota_when_whoever_sent_it_works_here_no_longer(
        self, event: Session, asha: User, ben: User, notify: Notify
    ) -> None:
        Attending.objects.create(session=event, user=ben, is_planned=True, made_at=clock.now(), made_by=asha)
        User.objects.filter(pk=asha.pk).update(is_active=False)
        notify.became = "permanent-failure"
        deliver(ASK)
        (words,) = [one for one in told(ben) if "did not arrive" in one]
        assert "Look at the list of whom to tell" in words
        assert not told(asha)

    def test_is_told_to_the_team_when_nobody_of_them_works_here_any_longer(
        self, event: Session, asha: User, notify: Notify
    ) -> None:
        User.objects.filter(pk=asha.pk).update(is_active=False)
        notify.became = "permanent-failure"
        deliver(ASK)
        told(asha)
        teams = Notice.objects.filter(words__contains="did not arrive").values_list("team__locality", "user")
        assert set(teams) == {(event.venue.locality_id, None)}
