"""A conversation with somebody not known: written, gone on with from a device, said who it was, and taken back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from residents.models import Resident, Statement
from sealed.models import SealedItem
from talking_shops.models import Conversation, ConversationPart
from tests.factories.field import make_conversation, make_session
from tests.factories.people import make_resident
from tests.factories.sealed import hand_in_talk
from tests.pages.talking_shops.forms import sent

NEW = "/conversations/new/"
WORDS = "I miss the choir, since the bus was stopped."


def begun(draft: UUID) -> str:
    return f"/conversations/begun/{draft}/"


def anonymous(client: Client, ben: User, **typed: object) -> Conversation:
    client.force_login(ben)
    draft = uuid4()
    answer = client.post(begun(draft), sent(**({"matters": WORDS, "called": "Red scarf"} | typed)))
    assert answer.status_code == 302
    found: Conversation = Conversation.objects.get(device_draft=draft)
    return found


def test_begins_in_one_step_from_a_session_at_an_address_of_its_own(client: Client, ben: User) -> None:
    session = make_session()
    client.force_login(ben)
    first, second = (client.get(NEW, {"session": str(session.pk)}) for _ in range(2))
    assert first.url != second.url
    page = client.get(first.url).content.decode()
    assert f'<option value="{session.pk}" selected>' in page
    assert "Only the date and one sentence are needed" in page
    assert not Conversation.objects.exists()


def test_is_saved_from_a_date_and_one_sentence_and_is_on_nobodys_record(
    client: Client, ben: User, jean: Resident
) -> None:
    held = anonymous(client, ben)
    assert (held.resident, held.called, held.worker) == (None, "Red scarf", ben)
    assert ConversationPart.objects.get().words == WORDS
    assert not Statement.objects.exists()
    page = client.get(held.get_absolute_url()).content.decode()
    assert "Conversation with Red scarf" in page
    assert WORDS in page
    assert "Say who it was" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Write at least one sentence"),
        ({"matters": "Tea.", "held_on": "tomorrow"}, "Date must be today or in the past"),
        ({"matters": "Tea.", "called": "x" * 81}, "What to call them must be 80 characters or fewer"),
        ({"matters": "Tea.", "agreed-0-words": "Ring"}, "Select who will do it"),
    ],
)
def test_keeps_every_word_when_something_is_wrong(
    client: Client, ben: User, typed: dict[str, object], sentence: str
) -> None:
    client.force_login(ben)
    answer = client.post(begun(uuid4()), sent(**({"with_whom": "The <daughter>"} | typed)))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "The &lt;daughter&gt;" in answer.content.decode()
    assert not Conversation.objects.exists()


def test_gives_back_the_words_of_its_draft_and_drops_it_when_it_is_saved(client: Client, ben: User) -> None:
    draft = uuid4()
    save_draft(owner_id=ben.pk, form="talk-unfinished", subject=str(draft), fields={"matters": "Te"}, version=None)
    client.force_login(ben)
    assert "\nTe</textarea>" in client.get(begun(draft)).content.decode()
    client.post(begun(draft), sent(matters="Tea."))
    assert not Draft.objects.exists()


def test_what_came_from_a_device_unfinished_opens_here_and_is_saved_as_one_conversation(
    client: Client, ben: User
) -> None:
    draft = uuid4()
    hand_in_talk(ben, draft, words={"matters": WORDS}, agreed=[{"words": "Ring", "doer": "worker"}])
    client.force_login(ben)
    page = client.get(begun(draft)).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert 'value="Ring"' in page
    client.post(begun(draft), sent(matters=WORDS))
    assert Conversation.objects.get().device_draft == draft
    assert not SealedItem.objects.kept().exists()
    hand_in_talk(ben, draft, words={"worries": "The stairs."})
    assert set(ConversationPart.objects.values_list("words", flat=True)) == {WORDS, "The stairs."}


def test_the_words_are_here_also_when_the_draft_was_cleared_away(client: Client, ben: User) -> None:
    draft = uuid4()
    hand_in_talk(ben, draft, words={"matters": WORDS})
    hand_in_talk(ben, draft, words={"matters": "And my cat, which is old."})
    Draft.objects.all().delete()
    client.force_login(ben)
    assert f"{WORDS}\n\nAnd my cat, which is old.</textarea>" in client.get(begun(draft)).content.decode()


def test_a_draft_of_somebody_known_leads_to_their_page(client: Client, ben: User, jean: Resident) -> None:
    draft = uuid4()
    hand_in_talk(ben, draft, person=jean.reference, words={"matters": WORDS})
    client.force_login(ben)
    assert client.get(begun(draft)).url == f"/people/{jean.reference}/talk/"
    assert f"{WORDS}</textarea>" in client.get(f"/people/{jean.reference}/talk/").content.decode()
    client.post(f"/people/{jean.reference}/talk/", sent(matters=WORDS))
    assert Conversation.objects.get().device_draft == draft
    assert not SealedItem.objects.kept().exists()


def test_a_saved_one_is_shown_instead_of_an_empty_form(client: Client, ben: User) -> None:
    held = anonymous(client, ben)
    assert client.get(begun(held.device_draft)).url == held.get_absolute_url()


def test_nobody_else_sees_what_a_worker_has_begun(client: Client, ben: User, chidi: User) -> None:
    draft = uuid4()
    hand_in_talk(ben, draft, words={"matters": WORDS})
    client.force_login(chidi)
    assert WORDS not in client.get(begun(draft)).content.decode()
    assert "You have begun none" in client.get("/conversations/waiting/").content.decode()


def test_its_page_is_for_who_held_it_and_managers_and_is_written_down(
    client: Client, ben: User, chidi: User, dee: User, asha: User
) -> None:
    held = anonymous(client, ben)
    for viewer, status in ((ben, 200), (dee, 200), (chidi, 403), (asha, 403)):
        client.force_login(viewer)
        assert client.get(held.get_absolute_url()).status_code == status
    seen = Event.objects.filter(verb="list.viewed", subject_type="talking_shops.anonymous")
    assert [(event.actor_id, event.detail["conversation"]) for event in seen.order_by("id")] == [
        (who.pk, str(held.pk)) for who in (ben, dee)
    ]


class TestMadeKnown:
    def test_who_it_was_is_found_chosen_and_undone(self, client: Client, ben: User, jean: Resident) -> None:
        held = anonymous(client, ben)
        page = f"{held.get_absolute_url()}known"
        found = client.get(page, {"q": "Jean Smith"}).content.decode()
        assert f'value="{jean.reference}"' in found
        assert jean.born_line in found
        answer = client.post(f"{page}?q=Jean+Smith", {"person": jean.reference}, follow=True)
        assert answer.redirect_chain == [(held.get_absolute_url(), 302)]
        assert "is on the record of Jean Smith now" in answer.content.decode()
        assert Statement.objects.get(resident=jean).words == WORDS
        undo = f"{page}/undo"
        assert f'action="{undo}"' in answer.content.decode()
        client.post(undo)
        held.refresh_from_db()
        assert held.resident is None
        assert not Statement.objects.filter(resident__isnull=False).exists()

    def test_who_was_shown_is_written_down(self, client: Client, ben: User, jean: Resident) -> None:
        held = anonymous(client, ben)
        client.get(f"{held.get_absolute_url()}known", {"q": "Jean Smith"})
        event = Event.objects.get(verb="list.viewed", subject_type="talking_shops.conversation_known")
        assert event.detail["residents"] == [str(jean.pk)]

    def test_somebody_new_is_added_on_the_way_and_chosen(self, client: Client, ben: User, jean: Resident) -> None:
        held = anonymous(client, ben)
        page = f"{held.get_absolute_url()}known"
        assert "Add this person" in client.get(page, {"q": "Nobody Known"}).content.decode()
        client.post(f"{page}?person={jean.reference}", {"person": jean.reference})
        held.refresh_from_db()
        assert held.resident == jean

    def test_nobody_is_taken_who_was_not_found(self, client: Client, ben: User, jean: Resident) -> None:
        held = anonymous(client, ben)
        answer = client.post(f"{held.get_absolute_url()}known?q=Nobody+Known", {"person": jean.reference})
        assert answer.status_code == 422
        held.refresh_from_db()
        assert held.resident is None

    def test_after_ten_minutes_it_is_told_why_it_stays(self, client: Client, ben: User, jean: Resident) -> None:
        held = anonymous(client, ben)
        client.post(f"{held.get_absolute_url()}known?q=Jean+Smith", {"person": jean.reference})
        Conversation.objects.update(known_at=clock.now() - timedelta(minutes=11))
        answer = client.post(f"{held.get_absolute_url()}known/undo", follow=True).content.decode()
        assert "taken back for ten minutes" in answer
        assert Statement.objects.count() == 1


def test_the_list_shows_what_is_begun_and_whom_nobody_knows_yet(
    client: Client, ben: User, chidi: User, jean: Resident
) -> None:
    held = anonymous(client, ben, called="Mrs B")
    draft = uuid4()
    hand_in_talk(ben, draft, called="Red scarf", words={"matters": WORDS})
    make_conversation(jean, ben)
    page = client.get("/conversations/waiting/").content.decode()
    assert f'href="{begun(draft)}"' in page
    assert "Go on with Red scarf" in page
    assert f'href="{held.get_absolute_url()}"' in page
    assert reverse("talking_shops:known", kwargs={"pk": held.pk}) in page
    assert page.count("tc-waiting__one") == 2


def test_asks_the_database_as_often_for_many_as_for_one(
    client: Client, ben: User, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_resident(asha)
    for number in range(4):
        anonymous(client, ben, called=f"Number {number}")
        hand_in_talk(ben, uuid4(), words={"matters": WORDS})
    client.get("/conversations/waiting/")  # shows the alerts
    with django_assert_num_queries(7):  # savepoint 2, frame 3, drafts, conversations
        client.get("/conversations/waiting/")
    held = Conversation.objects.first()
    with django_assert_num_queries(12):  # savepoint 2, frame 3, conversation, parts, agreed, audit, what came of it 3
        client.get(held.get_absolute_url())
    with django_assert_num_queries(11):  # savepoint 2, frame 3, sessions, teams, conversation, person, draft, kept
        client.get(begun(uuid4()))
