"""What the day was like, written without a network: it waits on its page, or stands at its session, each word once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.actions import save_draft
from core.errors import SentAlready
from core.models import Draft
from sealed.actions import Receipt, receive_item
from sealed.models import SealedItem
from talking_shops.models import Session, SessionNote
from tests.factories.field import make_session
from tests.factories.sealed import make_envelope

pytestmark = pytest.mark.django_db
COLD, BUSY = "Cold, and few people came before noon.", "Busy after lunch."


@pytest.fixture
def session() -> Session:
    return make_session()


def hand_in(by: User, session: Session, words: Any, draft: UUID, /, *, turn: int = 1, **more: Any) -> Receipt:
    body = {"session": str(session.pk), "words": words, "finished": False} | more
    part = more.pop("part", None) or uuid4()
    body.pop("part", None)
    return receive_item(
        envelope=make_envelope(by, body, kind="note", draft=draft, part=part, turn=turn), by=by
    )  # fmt: skip


def waiting() -> str:
    return str(Draft.objects.get(form="session-note").fields["words"])


def test_a_finished_one_stands_at_its_session_with_the_moment_at_which_it_was_written(
    ben: User, session: Session
) -> None:
    draft = uuid4()
    receipt = hand_in(ben, session, COLD, draft, finished=True)
    assert (receipt.state, receipt.result) == ("taken", {"session": str(session.pk), "added": True})
    note = SessionNote.objects.get()
    assert (note.session, note.words, note.by) == (session, COLD, ben)
    assert clock.now() - note.at >= timedelta(minutes=1)
    assert not Draft.objects.exists()
    assert not SealedItem.objects.filter(contents__isnull=False).exists()


def test_the_first_words_of_its_page_begin_no_draft_when_they_come_after_its_end(ben: User, session: Session) -> None:
    hand_in(ben, session, COLD, uuid4(), page="one page", page_turn=1, finished=True)
    first = {"owner_id": ben.pk, "form": "session-note", "subject": str(session.pk), "version": None, "turn": 1}
    with pytest.raises(SentAlready):
        save_draft(**first, fields={"words": COLD}, page="one page")
    assert not Draft.objects.exists()
    save_draft(**first, fields={"words": BUSY}, page="another page")
    assert waiting() == BUSY


def test_what_comes_again_or_goes_on_after_the_end_adds_only_what_is_new(ben: User, session: Session) -> None:
    draft, part = uuid4(), uuid4()
    hand_in(ben, session, COLD, draft, part=part, finished=True)
    hand_in(ben, session, COLD, uuid4(), finished=True)
    hand_in(ben, session, f"{COLD} {BUSY}", draft, part=part, turn=2, finished=True)
    assert [one.words.strip() for one in SessionNote.objects.order_by("id")] == [COLD, BUSY]


def test_an_unfinished_one_waits_on_the_page_and_its_later_turn_takes_its_place(
    client: Client, ben: User, session: Session
) -> None:
    draft, part = uuid4(), uuid4()
    hand_in(ben, session, "Cold", draft, part=part)
    hand_in(ben, session, COLD, draft, part=part, turn=2)
    hand_in(ben, session, BUSY, draft)
    assert waiting() == f"{COLD}\n\n{BUSY}"
    assert not SessionNote.objects.exists()
    client.force_login(ben)
    assert COLD in client.get(f"{session.get_absolute_url()}note/").content.decode()
    hand_in(ben, session, BUSY, draft, finished=True, part=uuid4())
    assert SessionNote.objects.get().words.startswith(COLD)


def test_words_that_the_page_has_saved_itself_are_there_once(ben: User, session: Session) -> None:
    slot: dict[str, Any] = {"owner_id": ben.pk, "form": "session-note", "subject": str(session.pk)}
    save_draft(**slot, fields={"words": COLD}, version=None, page="tab", turn=3)
    hand_in(ben, session, f"{COLD} {BUSY}", uuid4(), page="tab", page_turn=4)
    assert waiting() == f"{COLD} {BUSY}"
    hand_in(ben, session, "Older words.", uuid4(), page="tab", page_turn=2)
    assert waiting() == f"{COLD} {BUSY}"


def test_what_was_deleted_again_is_no_note(ben: User, session: Session) -> None:
    draft, part = uuid4(), uuid4()
    hand_in(ben, session, COLD, draft, part=part)
    receipt = hand_in(ben, session, " ", draft, part=part, turn=2, finished=True)
    assert receipt.result == {"session": str(session.pk), "added": False}
    assert not SessionNote.objects.exists()


def test_a_part_that_is_withdrawn_changes_nothing(ben: User, session: Session) -> None:
    draft, part = uuid4(), uuid4()
    hand_in(ben, session, COLD, draft, part=part)
    hand_in(ben, session, "", draft, part=part, turn=2, withdrawn=True)
    assert waiting() == COLD


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"words": ["Cold"]}, "not as this version"),
        ({"page_turn": "soon"}, "not as this version"),
        ({"session": "today"}, "is not there"),
        ({"session": "0190a0a0-0000-7000-8000-000000000001"}, "is not there"),
        ({"words": "x" * 4001}, "4,000 characters or fewer"),
    ],
)
def test_what_cannot_be_taken_up_stays_with_its_writer_in_full(
    ben: User, session: Session, body: dict[str, Any], sentence: str
) -> None:
    words = body.pop("words", COLD)
    receipt = hand_in(ben, session, words, uuid4(), finished=True, **body)
    assert (receipt.state, sentence in receipt.because) == ("needs_you", True)
    assert (SealedItem.objects.needing(ben).get().contents or {})["words"] == words
    assert not SessionNote.objects.exists()
    assert not Draft.objects.exists()


def test_of_a_session_ahead_and_from_who_holds_none_it_stays_with_its_writer(
    ben: User, eve: User, session: Session
) -> None:
    ahead = make_session(venue="Grays Hub", on=clock.today() + timedelta(days=7))
    assert "not been held yet" in hand_in(ben, ahead, COLD, uuid4(), finished=True).because
    assert "does not include" in hand_in(eve, session, COLD, uuid4(), finished=True).because
    assert not SessionNote.objects.exists()
