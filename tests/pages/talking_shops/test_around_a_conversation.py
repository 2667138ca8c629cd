"""Around a conversation: how far it goes, what it did in one click, who else was there, and the wrong record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment
from audit.models import Event
from core import clock
from referrals.models import Promise
from residents.actions import hear
from residents.enums import Topic
from residents.models import Resident, Statement
from talking_shops.models import AgreedAction, Conversation
from tests.factories.field import make_conversation, make_session
from tests.factories.people import make_resident
from tests.pages.talking_shops.forms import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(jean: Resident) -> str:
    return f"/people/{jean.reference}/talk/"


@pytest.fixture
def sam(asha: User) -> Resident:
    return make_resident(asha, known_as="Sam", family_name="Lee")


class TestHowFarItGoes:
    def test_a_fuller_one_has_more_sections_and_keeps_their_words(
        self, client: Client, page: str, ben: User, jean: Resident
    ) -> None:
        client.force_login(ben)
        text = client.get(page).content.decode()
        assert text.index('value="brief"') < text.index('name="matters"') < text.index('name="home"')
        assert 'class="tc-grows"' in text
        client.post(page, sent(matters="Tea.", home="The bath is too high.", communication="Loudly.", depth="fuller"))
        assert Conversation.objects.get().depth == "fuller"
        said = Statement.objects.filter(resident=jean).values_list("topic", "words")
        assert dict(said) == {"matters": "Tea.", "home": "The bath is too high.", "communication": "Loudly."}

    def test_words_of_a_fuller_one_are_kept_when_it_was_made_brief_again(
        self, client: Client, page: str, ben: User
    ) -> None:
        client.force_login(ben)
        client.post(page, sent(home="The bath is too high.", depth="brief"))
        assert Statement.objects.get().words == "The bath is too high."

    def test_what_is_known_of_home_stands_there_also_in_a_brief_one(
        self, client: Client, page: str, ben: User, jean: Resident
    ) -> None:
        hear(resident=jean, topic=Topic.HOME, words="Two steps at the door.", by=ben, source=jean)
        client.force_login(ben)
        assert "Two steps at the door." in client.get(page).content.decode()

    def test_it_grows_later_beside_what_was_said(self, client: Client, ben: User, jean: Resident) -> None:
        held = make_conversation(jean, ben)
        client.force_login(ben)
        add = f"{held.get_absolute_url()}add"
        text = client.get(add).content.decode()
        assert Statement.objects.get().words in text
        client.post(add, sent(home="Two steps.", depth="fuller", version=str(held.version)))
        client.post(add, sent(strengths="Fifty years here.", depth="brief", version=str(held.version + 1)))
        held.refresh_from_db()
        assert held.depth == "fuller"

    def test_a_care_and_support_assessment_opens_with_all_of_it_and_asks_nothing_again(
        self, client: Client, page: str, ben: User, jean: Resident
    ) -> None:
        client.force_login(ben)
        typed = sent(matters="My own bed.", worries="The stairs.", with_whom="Maria", place="home", depth="assessment")
        answer = client.post(page, typed, follow=True)
        begun = Assessment.objects.get(resident=jean)
        assert answer.redirect_chain[-1][0] == begun.get_absolute_url()
        text = answer.content.decode()
        assert "My own bed." in text
        assert "The stairs." in text
        assert 'value="Maria"' in text
        assert (begun.findings.seen, begun.findings.seen_at) == ("yes", "home")
        assert Statement.objects.filter(resident=jean).count() == 2

    def test_one_that_is_open_already_is_gone_on_with(self, client: Client, page: str, ben: User) -> None:
        client.force_login(ben)
        for _ in range(2):
            client.post(page, sent(matters="My own bed.", depth="assessment"))
        assert Assessment.objects.count() == 1
        assert Conversation.objects.filter(depth="assessment").count() == 2


class TestWhatItDid:
    @pytest.mark.parametrize("effect", ["prevented", "reduced", "delayed", "led_on"])
    def test_is_said_in_one_click_and_undone(self, client: Client, ben: User, jean: Resident, effect: str) -> None:
        held = make_conversation(jean, ben)
        client.force_login(ben)
        assert f'value="{effect}"' in client.get(held.get_absolute_url()).content.decode()
        answer = client.post(f"{held.get_absolute_url()}effect", {"effect": effect}, follow=True).content.decode()
        held.refresh_from_db()
        assert held.effect == effect
        assert Event.objects.get(verb="conversation.effect_said").detail == {"effect": effect}
        assert f"{held.get_absolute_url()}effect?effect=not_said" in answer
        client.post(f"{held.get_absolute_url()}effect?effect=not_said")
        held.refresh_from_db()
        assert held.effect == "not_said"

    def test_is_said_by_who_held_it_and_of_what_there_is(
        self, client: Client, ben: User, chidi: User, jean: Resident
    ) -> None:
        held = make_conversation(jean, ben)
        client.force_login(chidi)
        assert client.post(f"{held.get_absolute_url()}effect", {"effect": "reduced"}).status_code == 403
        client.force_login(ben)
        answer = client.post(f"{held.get_absolute_url()}effect", {"effect": "cured"}, follow=True).content.decode()
        assert "Select what the conversation did" in answer
        held.refresh_from_db()
        assert held.effect == "not_said"


class TestSeveralPeople:
    def test_each_record_holds_only_that_persons_part(
        self, client: Client, ben: User, jean: Resident, sam: Resident
    ) -> None:
        session = make_session(on=clock.days_ago(1))
        first = make_conversation(
            jean,
            ben,
            words={"matters": "Jean bakes."},
            session=session,
            place="talking_shop",
            held_on=clock.days_ago(1),
        )
        client.force_login(ben)
        also = f"{first.get_absolute_url()}also"
        assert "Sam Lee" in client.get(also, {"q": "Sam Lee"}).content.decode()
        on = client.post(f"{also}?q=Sam+Lee", {"person": sam.reference}).url
        assert on == f"/people/{sam.reference}/talk/?with={first.pk}"
        form = client.get(on).content.decode()
        assert f'<option value="{session.pk}" selected>' in form
        assert "Jean bakes." not in form
        client.post(on, sent(matters="Sam sings.", held_on="yesterday"))
        second = Conversation.objects.get(resident=sam)
        first.refresh_from_db()
        assert first.gathering == second.gathering is not None
        for one, theirs, others in ((first, "Jean bakes.", "Sam sings."), (second, "Sam sings.", "Jean bakes.")):
            text = client.get(one.get_absolute_url()).content.decode()
            assert theirs in text
            assert others not in text
        assert dict(Statement.objects.values_list("resident__known_as", "words")) == {
            jean.known_as: "Jean bakes.", "Sam": "Sam sings.",
        }  # fmt: skip

    @pytest.mark.parametrize("known", [True, False])
    def test_of_a_talk_that_is_long_ago_the_session_is_offered_and_kept(
        self, client: Client, ben: User, jean: Resident, sam: Resident, known: bool
    ) -> None:
        day = clock.days_ago(20)
        session = make_session(on=day)
        first = make_conversation(jean, ben, session=session, place="talking_shop", held_on=day)
        client.force_login(ben)
        start = f"/people/{sam.reference}/talk/" if known else reverse("talking_shops:anonymous_new")
        answer = client.get(f"{start}?with={first.pk}", follow=True)
        assert f'<option value="{session.pk}" selected>' in answer.content.decode()
        on = answer.redirect_chain[-1][0] if answer.redirect_chain else f"{start}?with={first.pk}"
        on_day = f"{day.day} {day.month} {day.year}"
        said = sent(matters="Sam sings.", held_on=on_day, place="talking_shop", session=str(session.pk))
        client.post(on, said)
        assert Conversation.objects.exclude(pk=first.pk).get().session == session

    def test_that_the_other_was_named_on_the_page_is_written_down(
        self, client: Client, ben: User, jean: Resident, sam: Resident
    ) -> None:
        first = make_conversation(jean, ben)
        client.force_login(ben)
        client.post(f"/people/{sam.reference}/talk/?with={first.pk}", sent(matters="Sam sings."))
        assert "Sam Lee" in client.get(first.get_absolute_url()).content.decode()
        event = Event.objects.get(verb="list.viewed", subject_type="talking_shops.conversation")
        assert event.detail["residents"] == [str(sam.pk)]

    def test_somebody_not_known_may_have_been_there_too(self, client: Client, ben: User, jean: Resident) -> None:
        first = make_conversation(jean, ben)
        client.force_login(ben)
        on = client.get("/conversations/new/", {"with": str(first.pk)}).url
        client.post(on, sent(matters="I was here too.", called="Red scarf"))
        first.refresh_from_db()
        assert Conversation.objects.get(resident=None).gathering == first.gathering
        assert "Red scarf" in client.get(first.get_absolute_url()).content.decode()

    def test_only_who_held_it_adds_a_part(
        self, client: Client, ben: User, chidi: User, jean: Resident, sam: Resident
    ) -> None:
        first = make_conversation(jean, ben)
        client.force_login(chidi)
        assert client.get(f"{first.get_absolute_url()}also").status_code == 403
        assert client.post(f"/people/{sam.reference}/talk/?with={first.pk}", sent(matters="Tea.")).status_code == 403
        assert not Conversation.objects.filter(resident=sam).exists()


class TestTheWrongRecord:
    def test_is_moved_in_two_pages_with_the_reason(
        self, client: Client, ben: User, jean: Resident, sam: Resident
    ) -> None:
        held = make_conversation(jean, ben, words={"matters": "Sam sings."})
        client.force_login(ben)
        move = f"{held.get_absolute_url()}move"
        assert move in client.get(held.get_absolute_url()).content.decode()
        assert "Sam Lee" in client.get(move, {"q": "Sam Lee"}).content.decode()
        typed = {"person": sam.reference, "because": "I had the wrong page open"}
        answer = client.post(f"{move}?q=Sam+Lee", typed, follow=True).content.decode()
        assert "is on the record of Sam Lee now" in answer
        assert Statement.objects.get().resident == sam
        history = Event.objects.filter(verb="conversation.moved").values_list("resident_id", "reason")
        assert dict(history) == {jean.pk: typed["because"], sam.pk: typed["because"]}

    def test_needs_a_reason_and_somebody_else(self, client: Client, ben: User, jean: Resident, sam: Resident) -> None:
        held = make_conversation(jean, ben)
        client.force_login(ben)
        answer = client.post(f"{held.get_absolute_url()}move?q=Sam+Lee", {"person": sam.reference})
        assert answer.status_code == 422
        assert "Enter why it is moved" in answer.content.decode()
        same = client.post(f"{held.get_absolute_url()}move?q=Jean+Smith", {"person": jean.reference, "because": "x"})
        assert same.status_code == 422
        assert Conversation.objects.get().resident == jean


def test_what_the_worker_does_by_a_day_stands_in_their_day_and_ticked_off_there_the_promise_is_kept(
    client: Client, ben: User, jean: Resident
) -> None:
    due = clock.today() + timedelta(days=1)
    client.force_login(ben)
    rows = {"agreed-0-words": "Ring the choir", "agreed-0-doer": "worker", "agreed-0-due_on": due.isoformat()}
    client.post(f"/people/{jean.reference}/talk/", sent(matters="Tea.", **rows))
    done = f"/agreed/{AgreedAction.objects.get().pk}/done"
    assert done in client.get("/").content.decode()
    client.post(done)
    assert Promise.objects.get().status == "kept"


def test_my_day_stands_also_with_something_agreed_with_somebody_not_known(client: Client, ben: User) -> None:
    client.force_login(ben)
    rows = {"agreed-0-words": "Ring the choir", "agreed-0-doer": "worker", "agreed-0-due_on": "tomorrow"}
    client.post(client.get("/conversations/new/").url, sent(matters="Tea.", **rows))
    assert client.get("/").status_code == 200
    assert not Promise.objects.exists()
