"""/people/<ref>/talk/: one page; what is known stands beside what is asked; only a date and a sentence are needed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from residents.actions import confirm, hear
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement
from talking_shops.models import AgreedAction, Conversation
from tests.factories.field import make_conversation, make_session
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, make_contact
from tests.factories.sealed import hand_in_talk
from tests.pages.talking_shops.forms import sent
from tests.rows import rows


@pytest.fixture
def page(jean: Resident) -> str:
    return f"/people/{jean.reference}/talk/"


def test_shows_the_triage_workers_story_at_the_top_with_who_said_it_to_whom(
    client: Client, page: str, jean: Resident, asha: User, ben: User
) -> None:
    make_contact(jean, asha, matters="Staying at home.")
    client.force_login(ben)
    text = client.get(page).content.decode()
    assert (
        text.index(STORY) < text.index('name="held_on"') < text.index("Staying at home.") < text.index('name="matters"')
    )
    assert "Maria Hughes (family), to Asha Patel" in text


def test_shows_what_is_known_with_its_latest_confirmation_and_leaves_out_what_was_replaced(
    client: Client, page: str, jean: Resident, ben: User
) -> None:
    old = hear(resident=jean, topic=Topic.PEOPLE, words="Pat has a key.", by=ben, source=jean)
    new = hear(resident=jean, topic=Topic.PEOPLE, words="Pat moved away.", by=ben, source=jean, supersedes=old)
    confirm(resident=jean, statement=new, by=ben, source=jean)
    client.force_login(ben)
    text = client.get(page).content.decode()
    assert "Pat moved away." in text
    assert "Pat has a key." not in text
    assert f"Still true on {clock.today().day} " in text


def test_folds_away_what_is_older_than_the_latest_two(client: Client, page: str, jean: Resident, ben: User) -> None:
    for number in range(4):
        hear(resident=jean, topic=Topic.MATTERS, words=f"Thing {number}.", by=ben, source=jean)
    client.force_login(ben)
    text = client.get(page).content.decode()
    assert "2 earlier statements" in text
    assert text.index("Thing 3.") < text.index("2 earlier statements") < text.index("Thing 0.")


def test_saves_a_conversation_of_one_sentence_and_goes_to_the_person(
    client: Client, page: str, jean: Resident, ben: User
) -> None:
    client.force_login(ben)
    response = client.post(page, sent(matters="Baking for the choir."), follow=True)
    assert response.redirect_chain == [(jean.get_absolute_url(), 302)]
    held = Conversation.objects.get()
    text = " ".join(response.content.decode().split())
    give = f'<a class="govuk-link" href="/conversations/{held.pk}/receipt">Give them the page to take away</a>'
    assert f"Conversation with Jean Smith saved. {give}" in text
    assert (held.resident, held.worker, held.held_on, held.place) == (jean, ben, clock.today(), "home")
    assert Statement.objects.get(source_id=held.pk).words == "Baking for the choir."
    assert Event.objects.filter(verb="conversation.logged", resident_id=jean.pk).count() == 1


def test_saves_the_whole_of_it(client: Client, page: str, jean: Resident, asha: User, ben: User) -> None:
    make_contact(jean, asha)
    story = Statement.objects.get(topic=Topic.STORY)
    session = make_session(on=clock.days_ago(1))
    typed = sent(
        held_on="yesterday", place="talking_shop", session=str(session.pk), with_whom="Maria",
        strengths="Fifty years here.", still_true=[str(story.pk)], effect="delayed",
    ) | {
        "agreed-0-words": "Ring the choir", "agreed-0-doer": "worker", "agreed-0-due_on": "tomorrow",
        "agreed-2-words": "Bring the key", "agreed-2-doer": "family", "agreed-2-doer_name": "Maria",
    }  # fmt: skip
    client.force_login(ben)
    assert client.post(page, typed).status_code == 302
    held = Conversation.objects.get()
    assert (held.session, held.with_whom, held.effect) == (session, "Maria", "delayed")
    assert Confirmation.objects.get().statement == story
    mine, marias = AgreedAction.objects.order_by("id")
    assert (mine.words, mine.owner, mine.due_on) == ("Ring the choir", ben, clock.today() + timedelta(days=1))
    assert (marias.doer, marias.doer_name, marias.due_on) == ("family", "Maria", None)


def test_is_saved_by_one_tick_that_something_is_still_true(
    client: Client, page: str, jean: Resident, ben: User
) -> None:
    known = hear(resident=jean, topic=Topic.MATTERS, words="My cat.", by=ben, source=jean)
    client.force_login(ben)
    assert client.post(page, sent(still_true=[str(known.pk)])).status_code == 302
    assert Confirmation.objects.filter(statement=known).count() == 1
    assert Statement.objects.count() == 1


def test_begins_with_the_session_that_it_came_from(client: Client, page: str, ben: User) -> None:
    session = make_session(on=clock.days_ago(2))
    client.force_login(ben)
    text = client.get(page, {"session": str(session.pk)}).content.decode()
    assert f'<option value="{session.pk}" selected>' in text
    assert 'value="talking_shop" checked' in " ".join(text.split())


def test_begins_with_todays_session_near_the_worker(client: Client, page: str, ben: User) -> None:
    session = make_session()
    make_session("grays", venue="Grays Library")
    client.force_login(ben)
    assert f'<option value="{session.pk}" selected>' in client.get(page).content.decode()


def test_does_not_mind_a_session_that_makes_no_sense(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    assert client.get(page, {"session": "1' OR 1=1"}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Write at least one sentence of what was said"),
        ({"matters": "Tea.", "held_on": "tomorrow"}, "Date must be today or in the past"),
        ({"matters": "Tea.", "held_on": "31 February"}, "Date must be a real date"),
        ({"matters": "Tea.", "held_on": ""}, "Enter the date of the conversation"),
        ({"matters": "Tea.", "agreed-1-words": "Ring Pat"}, "Select who will do it"),
        ({"matters": "Tea.", "agreed-1-doer": "family"}, "Enter what will be done"),
        ({"matters": "Tea.", "agreed-1-words": "x" * 501, "agreed-1-doer": "family"}, "500 characters or fewer"),
        (
            {"matters": "Tea.", "agreed-0-words": "Ring", "agreed-0-doer": "worker", "agreed-0-due_on": "soon"},
            "real date",
        ),
        ({"still_true": ["01900000-0000-7000-8000-000000000000"]}, "was changed while this page was open"),
    ],
)
def test_keeps_every_word_and_row_when_something_is_wrong(
    client: Client, page: str, ben: User, typed: dict[str, object], sentence: str
) -> None:
    kept = {"strengths": "", "worries": "The stairs & the <dark>.", "agreed-2-words": "Walk round the block"}
    if "matters" not in typed and "still_true" not in typed:
        kept = {"agreed-2-words": "Walk round the block", "with_whom": "The <daughter>"}
    client.force_login(ben)
    response = client.post(page, sent(**(kept | {"agreed-2-doer": "neighbour"} | typed)))
    text = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in text
    assert sentence in text
    assert 'value="Walk round the block"' in text
    assert "&lt;" in text
    assert not Conversation.objects.exists()


def test_tells_errors_in_the_order_of_the_page(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    typed = sent(held_on="soon", **{"agreed-0-words": "Ring Pat"})
    text = client.post(page, typed).content.decode()
    in_order = ['href="#id_held_on"', 'href="#id_matters"', 'href="#id_agreed-0-doer"']
    assert sorted(in_order, key=text.index) == in_order


def test_refuses_a_date_on_which_the_talking_shop_was_not(client: Client, page: str, ben: User) -> None:
    session = make_session(on=clock.days_ago(2))
    client.force_login(ben)
    typed = sent(matters="Tea.", place="talking_shop", session=str(session.pk), held_on="today")
    assert "Change the date or the Talking Shop" in client.post(page, typed).content.decode()
    assert client.post(page, sent(**(typed | {"place": "home"}))).status_code == 302
    assert Conversation.objects.get().session is None


def test_one_form_sent_twice_makes_one_conversation(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    typed = sent(matters="Tea.")
    first, second = client.post(page, typed), client.post(page, typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Conversation.objects.count() == 1


def test_a_form_corrected_after_an_error_is_saved(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    wrong = sent(held_on="tomorrow", matters="Tea.")
    assert client.post(page, wrong).status_code == 422
    assert client.post(page, wrong | {"held_on": "today"}).status_code == 302
    assert Conversation.objects.count() == 1


def test_gives_back_the_words_and_rows_of_a_draft(client: Client, page: str, jean: Resident, ben: User) -> None:
    known = hear(resident=jean, topic=Topic.MATTERS, words="My cat.", by=ben, source=jean)
    fields = sent(worries="The stairs.", still_true=[str(known.pk)], effect="reduced") | {
        "agreed-TOTAL_FORMS": "5",
        "agreed-4-words": "Ring Pat",
    }
    save_draft(owner_id=ben.pk, form="talk", subject=jean.reference, fields=fields, version=None)
    client.force_login(ben)
    text = client.get(page).content.decode()
    assert "\nThe stairs.</textarea>" in text
    assert 'value="Ring Pat"' in text
    assert 'name="agreed-TOTAL_FORMS" type="hidden" value="5"' in text
    assert f'value="{known.pk}" checked' in " ".join(text.split())


def test_drops_the_draft_when_it_is_saved_and_keeps_it_when_it_is_refused(
    client: Client, page: str, jean: Resident, ben: User
) -> None:
    save_draft(owner_id=ben.pk, form="talk", subject=jean.reference, fields={"matters": "Te"}, version=None)
    client.force_login(ben)
    client.post(page, sent(held_on="tomorrow", matters="Tea."))
    assert Draft.objects.count() == 1
    client.post(page, sent(matters="Tea."))
    assert not Draft.objects.exists()


def test_shows_nobody_elses_draft(client: Client, page: str, jean: Resident, ben: User, dee: User) -> None:
    save_draft(owner_id=dee.pk, form="talk", subject=jean.reference, fields={"matters": "Dee heard this"}, version=None)
    client.force_login(ben)
    assert "Dee heard this" not in client.get(page).content.decode()


@pytest.mark.parametrize("role", ["asha", "olu", "gwen", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_that_log_no_conversations(
    client: Client, page: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page).status_code == 403
    assert client.post(page, sent(matters="Tea.")).status_code == 403
    assert not Conversation.objects.exists()


def test_sends_a_stranger_to_sign_in_and_gives_the_words_back(client: Client, page: str) -> None:
    assert client.get(page).url == f"/sign-in?next={page}"
    answer = client.post(page, sent(matters="Tea."))
    assert answer.status_code == 403
    assert "Tea." in answer.content.decode()
    assert not Conversation.objects.exists()


def test_is_not_there_for_a_reference_that_nobody_has(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert client.get("/people/P-XXX-XXXX/talk/").status_code == 404


def test_writes_nothing_but_who_opened_the_record(client: Client, page: str, jean: Resident, ben: User) -> None:
    make_session()
    client.force_login(ben)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.actor_id) == (jean.pk, ben.pk)
    assert event.detail == {"page": "talking_shops.conversation_new"}


def test_asks_the_database_as_often_for_a_long_story_as_for_none(
    client: Client, asha: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    talkative = make_resident(asha)
    for topic in Topic:
        for number in range(3):
            hear(resident=talkative, topic=topic, words=f"Thing {number}.", by=ben, source=talkative)
    make_conversation(talkative, ben)
    make_session()
    client.force_login(ben)
    with django_assert_num_queries(14):  # savepoints 2, frame 3, person, audit, sessions, teams, known, draft, flags
        client.get(f"/people/{talkative.reference}/talk/")


def test_what_they_were_called_on_a_device_stays_with_the_conversation(
    client: Client, jean: Resident, page: str, ben: User
) -> None:
    client.force_login(ben)
    assert 'name="called"' not in client.get(page).content.decode()
    hand_in_talk(ben, uuid4(), person=jean.reference, called="Red scarf", words={"matters": "Tea."})
    text = client.get(page).content.decode()
    assert 'value="Red scarf"' in text
    too_long = client.post(page, sent(matters="Tea.", called="x" * 81))
    assert too_long.content.decode().count("must be 80 characters or fewer") == 2
    assert client.post(page, sent(matters="Tea.", called="Red scarf")).status_code == 302
    assert Conversation.objects.get().called == "Red scarf"


def test_saving_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    rows_typed = {"agreed-0-words": "Ring Pat", "agreed-0-doer": "worker"}
    with django_assert_num_queries(33):  # 12 savepoints, the session that keeps the alert; no more for a second topic
        client.post(page, sent(matters="Tea.", worries="Stairs.", **rows_typed))
