"""What was inside, as somebody can read it."""

from datetime import UTC, datetime

import pytest

from sealed.contents import as_text, kind_in_words, lines_of

TALK = {
    "session": "0b5c0b3e-1111-4222-8333-444455556666",
    "place": "talking_shop",
    "called": "red scarf",
    "words": {"story": "Fell.\nTwice.", "worries": ""},
    "agreed": [{"words": "Ring <b>Maria</b>", "doer": "worker", "doer_name": "Maria", "due_on": "2026-12-01"}],
    "anything": ["else", True],
    "finished": True,
}


def test_every_text_is_there_under_a_name_and_no_id() -> None:
    assert lines_of(TALK) == [
        ("What they are called", "red scarf"),
        ("Where", "Talking shop"),
        ("What is happening", "Fell.\nTwice."),
        ("Agreed", "Ring <b>Maria</b> (Maria, Worker, by 2026-12-01)"),
        ("Anything", "else"),
        ("Anything", "Yes"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"words": "Walk", "doer": "person", "doer_name": "", "due_on": ""}, "Walk (Person)"),
        ({"words": "Walk", "due_on": "1/12/2026"}, "Walk (, by 1/12/2026)"),
        ({"words": "Walk"}, "Walk"),
    ],
)
def test_what_was_agreed_is_one_line(row: dict[str, str], said: str) -> None:
    assert lines_of({"agreed": [row]}) == [("Agreed", said.replace("(, ", "("))]


def test_words_that_look_like_a_code_stay_as_they_were_written() -> None:
    assert lines_of({"words": {"story": "not_today"}}) == [("What is happening", "not_today")]


def test_as_text_it_says_what_it_is_when_it_was_written_and_why_it_waits() -> None:
    written = datetime(2026, 6, 4, 8, 32, tzinfo=UTC)
    text = as_text(kind="talk", written=written, because="It is over.", contents=TALK)
    assert text.startswith("Conversation\nWritten on 4 June 2026 at 9:32am\nNot taken up: It is over.\n\n")
    assert "What is happening:\nFell.\nTwice.\n" in text


def test_a_kind_that_is_not_known_is_said_as_it_was_sent() -> None:
    assert kind_in_words("photo_of.shop") == "Photo of shop"
