"""What the day was like, a conversation in two taps, and what managers see of all days."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from core.actions import save_draft
from core.models import Draft
from residents.models import Resident
from talking_shops.enums import SessionStatus
from talking_shops.models import Conversation, Session, SessionNote
from tests.factories.field import make_conversation, make_session
from tests.factories.sessions import make_taps
from tests.rows import rows

HOSTILE = "Rain '; DROP TABLE talking_shops_tap; -- <script>alert(1)</script> {{ 7*7 }} \u202ebus\u202c 😀"
FIGURES = "/sessions/footfall/"


@pytest.fixture
def session(db: None) -> Session:
    return make_session()


def test_the_day_is_written_down_exactly_and_shown_with_who_wrote_it(
    client: Client, ben: User, session: Session
) -> None:
    client.force_login(ben)
    page = client.post(f"/sessions/{session.pk}/note/", {"words": HOSTILE}, follow=True).content
    assert SessionNote.objects.get().words == HOSTILE
    shown = BeautifulSoup(page, "html.parser").select_one(".tc-here__words")
    assert shown is not None
    assert shown.get_text() == HOSTILE
    assert "Ben Okafor" in page.decode()


def test_what_was_typed_of_the_day_waits_as_a_draft_until_it_is_sent(
    client: Client, ben: User, session: Session
) -> None:
    save_draft(owner_id=ben.pk, form="session-note", subject=str(session.pk), fields={"words": "Rain"}, version=None)
    client.force_login(ben)
    page = f"/sessions/{session.pk}/note/"
    text = client.get(page).content.decode()
    assert "Rain</textarea>" in text.replace("\n", "")
    sent = {"words": "Rain all day", "draft_version": str(Draft.objects.get().version)}
    assert client.post(page, sent).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"), [(" ", "Write what the day was like"), ("x" * 4001, "4,000 characters")]
)
def test_a_note_that_cannot_be_kept_says_why(
    client: Client, ben: User, session: Session, words: str, sentence: str
) -> None:
    client.force_login(ben)
    answer = client.post(f"/sessions/{session.pk}/note/", {"words": words})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_no_note_of_a_day_to_come(client: Client, ben: User) -> None:
    ahead = make_session(on=clock.today() + timedelta(days=1))
    client.force_login(ben)
    answer = client.post(f"/sessions/{ahead.pk}/note/", {"words": "Sun"})
    assert "has not been held yet" in answer.content.decode()
    assert not SessionNote.objects.exists()


def test_whoever_is_picked_leads_on_to_the_conversation_here(
    client: Client, ben: User, jean: Resident, session: Session
) -> None:
    client.force_login(ben)
    for name in ("resident", "person"):
        answer = client.get(f"/sessions/{session.pk}/start", {"q": "jean", name: jean.reference})
        assert answer["Location"] == f"/people/{jean.reference}/talk/?session={session.pk}"
    assert client.get(f"/sessions/{session.pk}/start", {"person": "R-000-0000"}).status_code == 404


def test_somebody_new_is_added_and_the_conversation_follows(client: Client, ben: User, session: Session) -> None:
    client.force_login(ben)
    form = client.get(f"/sessions/{session.pk}/start", {"add": "yes"})
    assert "Add a person" in client.get(form["Location"]).content.decode()
    sent = {"given_name": "Zebedee", "family_name": "Quux", "phone": "07700 900456"}
    answer = client.post(form["Location"], sent, follow=True)
    added = Resident.objects.get(family_name="Quux")
    where = [address for address, _ in answer.redirect_chain]
    assert where[-1] == f"/people/{added.reference}/talk/?session={session.pk}"


def test_a_conversation_with_nobody_named_begins_here_and_shows_in_the_list(
    client: Client, ben: User, session: Session
) -> None:
    client.force_login(ben)
    page = BeautifulSoup(client.get(session.get_absolute_url()).content, "html.parser")
    [link] = [one for one in page.select("a") if one.get_text(strip=True) == "With nobody named"]
    form = client.get(str(link["href"]), follow=True)
    assert f'<option value="{session.pk}" selected>' in form.content.decode()
    sent = {
        "held_on": clock.today().isoformat(),
        "place": "talking_shop",
        "session": str(session.pk),
        "matters": "Tea.",
    }
    sent |= {"called": "Red scarf", "effect": "not_said", "depth": "brief"}
    sent |= {f"agreed-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.post(form.redirect_chain[-1][0].split("?")[0], sent).status_code == 302
    held = Conversation.objects.get()
    text = client.get(session.get_absolute_url()).content.decode()
    assert "Red scarf" in text
    assert held.get_absolute_url() in text
    assert client.get(held.get_absolute_url(), follow=True).status_code == 200


def test_leads_to_the_planner_the_public_page_and_the_places_of_an_event(
    client: Client, ben: User, asha: User, session: Session
) -> None:
    client.force_login(ben)
    event, plan, public = (
        f"/sessions/{session.pk}/event/",
        f"/sessions/plan/date/{session.pk}/",
        "/talking-shops/tilbury-hub/",
    )
    text = client.get(session.get_absolute_url()).content.decode()
    assert (event in text, plan in text, public in text) == (False, True, True)
    Session.objects.filter(pk=session.pk).update(places=40)
    assert event in client.get(session.get_absolute_url()).content.decode()
    client.force_login(asha)
    assert plan not in client.get(session.get_absolute_url()).content.decode()


def test_the_search_box_finds_without_scripts(client: Client, ben: User, jean: Resident, session: Session) -> None:
    client.force_login(ben)
    page = client.get(f"/sessions/{session.pk}/start", {"q": "jean smith"}, follow=True).content.decode()
    assert f"/people/{jean.reference}/talk/?session={session.pk}" in page


def test_a_cancelled_session_says_so_with_the_reason(client: Client, ben: User, session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(status=SessionStatus.CANCELLED, because="the hall is flooded")
    client.force_login(ben)
    assert "This is cancelled: the hall is flooded" in client.get(session.get_absolute_url()).content.decode()
    assert "Cancelled" in client.get("/sessions/").content.decode()


def test_the_last_days_can_be_gone_back_to(client: Client, ben: User) -> None:
    gone = make_session(on=clock.days_ago(2))
    client.force_login(ben)
    text = client.get("/sessions/").content.decode()
    assert text.index("The last 7 days") < text.index(gone.get_absolute_url())


def figures(client: Client, **asked: str) -> list[list[str]]:
    page = BeautifulSoup(client.get(FIGURES, asked).content, "html.parser")
    cells = [row.select("th, td") for row in page.select("tbody tr, tfoot tr")]
    return [[" ".join(cell.get_text(" ").split()) for cell in row] for row in cells]


def test_managers_see_footfall_by_venue_month_and_session(
    client: Client, dee: User, ben: User, jean: Resident, session: Session
) -> None:
    grays = make_session("grays", venue="Grays Library")
    make_taps(session, ben, "came_in", 3)
    make_taps(grays, ben, "information", 2)
    make_conversation(jean, ben, session=session)
    client.force_login(dee)
    together = ["Together", "2", "3", "0", "2", "0", "1"]
    assert figures(client) == [
        ["Tilbury Hub", "1", "3", "0", "0", "0", "1"],
        ["Grays Library", "1", "0", "0", "2", "0", "0"],
        together,
    ]
    month = clock.today().strftime("%B %Y")
    assert figures(client, by="month") == [[month, *together[1:]], together]
    by_session = figures(client, by="session")
    assert [row[1:] for row in by_session] == [["0", "0", "2", "0", "0"], ["3", "0", "0", "0", "1"], together[2:]]
    assert figures(client, locality="grays")[-1] == ["Together", "1", "0", "0", "2", "0", "0"]


def test_the_figures_of_a_month_begin_with_its_first_day(client: Client, dee: User, ben: User) -> None:
    first = clock.today().replace(day=1)
    make_taps(make_session(on=first - timedelta(days=1)), ben)
    client.force_login(dee)
    assert figures(client, months="1") == []
    assert figures(client, months="3")[-1][1:3] == ["1", "1"]
    assert figures(client, months="'; DROP", by="<script>", locality="nowhere")[-1][1:3] == ["1", "1"]


@pytest.mark.parametrize("by", ["venue", "month", "session"])
def test_the_figures_ask_the_database_as_often_for_many_sessions_as_for_one(
    client: Client, dee: User, ben: User, by: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for hour in range(8, 18, 2):
        make_taps(make_session(hour=hour), ben)
        make_taps(make_session("grays", venue="Grays Library", hour=hour, on=clock.days_ago(hour)), ben)
    client.force_login(dee)
    # a savepoint and its release, the frame 3, localities, the count, the page, three of the rows and three of all
    with django_assert_max_num_queries(14):
        client.get(FIGURES, {"by": by})


@pytest.mark.parametrize("role", ["ben", "asha", "gwen", "ines", "hal"])
def test_the_figures_are_for_managers(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(FIGURES).status_code == 403
    assert FIGURES not in client.get("/sessions/").content.decode()


def test_the_figures_write_nothing_and_name_nobody(
    client: Client, dee: User, ben: User, jean: Resident, session: Session
) -> None:
    make_conversation(jean, ben, session=session)
    client.force_login(dee)
    before = rows()
    text = client.get(FIGURES, {"by": "session"}).content.decode()
    assert rows() == before
    assert "Jean" not in text
