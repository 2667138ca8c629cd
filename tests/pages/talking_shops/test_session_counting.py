"""The buttons of /sessions/<id>/: without scripts each sends a form, with scripts the same address answers JSON."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from talking_shops.footfall import counts_of
from talking_shops.models import Session, Tap
from tests.factories.field import make_session
from tests.factories.sessions import make_taps
from tests.rows import rows

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def session(db: None) -> Session:
    return make_session()


def page_of(client: Client, session: Session) -> BeautifulSoup:
    return BeautifulSoup(client.get(session.get_absolute_url()).content, "html.parser")


def test_four_buttons_and_zero_at_first(client: Client, ben: User, session: Session) -> None:
    client.force_login(ben)
    buttons = page_of(client, session).select("[data-footfall] [data-tap]")
    told = [(button["data-tap"], " ".join(button.get_text(" ").split())) for button in buttons]
    assert told == [
        ("came_in", "0 Came in : add one"),
        ("talked", "0 Had a conversation : add one"),
        ("information", "0 Got information : add one"),
        ("with_carer", "0 Came with a carer : add one"),
    ]


def test_a_button_counts_one_without_scripts_and_comes_back_to_the_buttons(
    client: Client, ben: User, session: Session
) -> None:
    client.force_login(ben)
    form = page_of(client, session).select_one("form.tc-footfall")
    assert form is not None
    sent = {"kind": "talked", "form_token": form.select_one("[name=form_token]")["value"]}  # type: ignore[index]
    answers = [client.post(str(form["action"]), sent) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"{session.get_absolute_url()}#footfall"}
    assert counts_of(session)["talked"] == 1, "a double click is one"
    told = page_of(client, session).select_one("[data-last]")
    assert told is not None
    assert "had a conversation" in told.get_text()


def test_undo_takes_the_last_tap_of_ones_own_back(client: Client, ben: User, dee: User, session: Session) -> None:
    make_taps(session, ben, "came_in", 2)
    make_taps(session, dee, "information")
    client.force_login(ben)
    undo = f"/sessions/{session.pk}/taps/undo"
    for left in (1, 0, 0):
        assert client.post(undo).status_code == 302
        assert counts_of(session) == {"came_in": left, "talked": 0, "information": 1, "with_carer": 0}


def test_a_script_whose_device_keeps_nothing_sends_taps_with_their_own_ids(
    client: Client, ben: User, session: Session
) -> None:
    client.force_login(ben)
    key, undo_key = str(uuid4()), str(uuid4())
    sent = {"kind": "came_in", "tap": key}
    told = [client.post(f"/sessions/{session.pk}/taps", sent, **JSON).json() for _ in range(2)]
    last = {"id": key, "kind": "came_in"}
    assert told == [{"session": str(session.pk), "counts": counts_of(session), "last": last}] * 2
    assert told[0]["counts"]["came_in"] == 1
    for _ in range(2):
        sent = {"tap": undo_key, "undoes": key, "kind": "came_in"}
        answer = client.post(f"/sessions/{session.pk}/taps/undo", sent, **JSON).json()
        assert (answer["counts"]["came_in"], answer["last"]) == (0, None)
    assert Tap.objects.count() == 2


def test_undoing_a_tap_of_somebody_else_by_its_id_does_nothing(
    client: Client, ben: User, dee: User, session: Session
) -> None:
    theirs = make_taps(session, dee)[0]
    make_taps(session, ben)
    client.force_login(ben)
    client.post(f"/sessions/{session.pk}/taps/undo", {"undoes": str(theirs.pk)}, **JSON)
    assert counts_of(session)["came_in"] == 2


def test_the_counts_tell_what_everybody_tapped_and_write_nothing(
    client: Client, ben: User, dee: User, session: Session
) -> None:
    mine = make_taps(session, ben)[0]
    make_taps(session, dee, "came_in", 2)
    client.force_login(ben)
    before = rows()
    answer = client.get(f"/sessions/{session.pk}/counts").json()
    assert (answer["counts"]["came_in"], answer["last"]) == (3, {"id": str(mine.pk), "kind": "came_in"})
    assert rows() == before


def test_no_button_before_the_day_and_none_for_those_who_hold_no_session(
    client: Client, ben: User, asha: User, session: Session
) -> None:
    make_taps(session, ben, "came_in", 7)
    client.force_login(ben)
    assert not page_of(client, make_session(on=clock.today() + timedelta(days=1))).select("[data-tap]")
    client.force_login(asha)
    page = page_of(client, session)
    assert not page.select("[data-tap]")
    assert page.select_one("dd.tc-footfall__count").get_text(strip=True) == "7"  # type: ignore[union-attr]
    assert client.post(f"/sessions/{session.pk}/taps", {"kind": "came_in"}).status_code == 403


def test_a_kind_that_is_none_is_refused_with_a_sentence(client: Client, ben: User, session: Session) -> None:
    client.force_login(ben)
    answer = client.post(f"/sessions/{session.pk}/taps", {"kind": "walked_past", "tap": "no id"})
    assert answer.status_code == 409
    assert "no kind that there is" in answer.content.decode()
    assert not Tap.objects.exists()
