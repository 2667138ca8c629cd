"""What was written on a device without a network becomes a conversation, or waits on its page; no word is lost."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from outbox.models import Job
from residents.actions import hear
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement, TimelineEntry
from sealed.models import SealedItem
from talking_shops.models import AgreedAction, Conversation, ConversationPart
from tests.factories.field import make_session
from tests.factories.people import make_resident
from tests.factories.sealed import hand_in_talk as hand_in
from tests.factories.sealed import make_envelope
from tests.rows import rows

pytestmark = pytest.mark.django_db
EACH = 45  # queries for one item, be it short or long
LINE = {"words": "Bring the key", "doer": "family", "doer_name": "Maria", "due_on": ""}
FIRST, SECOND = "I miss the choir since the bus was", "stopped. I would go if I could."


def waiting(by: User, draft: UUID) -> dict[str, Any]:
    fields: dict[str, Any] = Draft.objects.get(owner_id=by.pk, form="talk-unfinished", subject=str(draft)).fields
    return fields


def test_a_finished_one_is_an_anonymous_conversation_with_its_parts_and_what_was_agreed(ben: User) -> None:
    session, draft = make_session(), uuid4()
    receipt = hand_in(
        ben, draft, session=str(session.pk), place="talking_shop", finished=True, effect="delayed", depth="fuller",
        words={"matters": "My garden.", "worries": "The stairs."}, agreed=[LINE], with_whom="A daughter",
    )  # fmt: skip
    held = Conversation.objects.get()
    assert (receipt.state, receipt.result) == ("taken", {"conversation": str(held.pk)})
    assert (held.resident, held.called, held.worker, held.session) == (None, "Red scarf", ben, session)
    assert (held.effect, held.depth, held.device_draft, held.with_whom) == ("delayed", "fuller", draft, "A daughter")
    assert held.locality == session.venue.locality
    said = ConversationPart.objects.filter(conversation=held).values_list("topic", "words")
    assert dict(said) == {"matters": "My garden.", "worries": "The stairs."}
    assert AgreedAction.objects.get().who == "Maria (family)"
    assert Event.objects.filter(verb="conversation.logged_anonymous", subject_id=held.pk).count() == 1
    assert not Statement.objects.exists()
    assert not SealedItem.objects.filter(contents__isnull=False).exists()


def test_says_when_it_was_said_and_not_when_it_was_sent(ben: User) -> None:
    hand_in(ben, uuid4(), words={"matters": "Tea."}, finished=True, ago=5)
    assert clock.now() - ConversationPart.objects.get().heard_at >= timedelta(seconds=5)


def test_an_unfinished_one_waits_as_a_draft_that_opens_on_the_page_of_a_conversation(ben: User) -> None:
    draft = uuid4()
    receipt = hand_in(ben, draft, words={"matters": FIRST}, agreed=[LINE])
    assert receipt.result == {"draft": str(draft), "finished": False}
    fields = waiting(ben, draft)
    assert (fields["matters"], fields["called"], fields["agreed-0-words"]) == (FIRST, "Red scarf", "Bring the key")
    assert not Conversation.objects.exists()


def test_a_later_turn_takes_the_place_of_the_one_before_and_leaves_what_else_is_there(ben: User) -> None:
    draft, part = uuid4(), uuid4()
    hand_in(ben, draft, words={"worries": "The stairs."})
    hand_in(ben, draft, part=part, words={"matters": FIRST, "worries": "The lift"}, agreed=[LINE])
    changed = LINE | {"words": "Bring both keys"}
    hand_in(ben, draft, part=part, turn=2, words={"matters": "I miss it.", "worries": "The lifts."}, agreed=[changed])
    fields = waiting(ben, draft)
    assert (fields["matters"], fields["worries"]) == ("I miss it.", "The stairs.\n\nThe lifts.")
    assert (fields["agreed-0-words"], fields["agreed-TOTAL_FORMS"]) == ("Bring both keys", "1")


def test_parts_of_one_draft_are_put_one_after_the_other_and_make_one_conversation(ben: User) -> None:
    draft = uuid4()
    hand_in(ben, draft, words={"matters": FIRST}, agreed=[LINE])
    hand_in(ben, draft, words={"matters": SECOND}, agreed=[LINE | {"words": "Ask the choir"}], finished=True)
    held = Conversation.objects.get()
    assert ConversationPart.objects.get().words == f"{FIRST}\n\n{SECOND}"
    assert list(AgreedAction.objects.order_by("id").values_list("words", flat=True)) == [
        "Bring the key",
        "Ask the choir",
    ]
    assert not Draft.objects.exists()
    assert held.device_draft == draft


def test_a_second_sitting_that_begins_as_the_first_leaves_its_words_alone(ben: User) -> None:
    draft, part = uuid4(), uuid4()
    hand_in(ben, draft, words={"matters": "Mrs B likes tea. She is lonely."}, agreed=[LINE])
    for turn, words in enumerate(["She", "She has", "She has a cat."]):
        line = LINE | ({"words": "Bring both keys"} if turn == 2 else {})
        hand_in(ben, draft, part=part, turn=turn, words={"matters": words}, agreed=[line])
    fields = waiting(ben, draft)
    assert fields["matters"] == "Mrs B likes tea. She is lonely.\n\nShe has a cat."
    assert (fields["agreed-0-words"], fields["agreed-1-words"]) == ("Bring the key", "Bring both keys")


def test_a_part_that_comes_after_the_end_is_added_and_says_nothing_twice(ben: User) -> None:
    draft, part = uuid4(), uuid4()
    hand_in(ben, draft, part=part, words={"matters": FIRST}, agreed=[LINE], finished=True)
    late = hand_in(
        ben, draft, words={"matters": "And my cat.", "people": "Pat."}, agreed=[LINE | {"words": "Ring Pat"}]
    )
    again = hand_in(ben, draft, part=part, turn=2, words={"matters": f"{FIRST} {SECOND}"}, agreed=[LINE])
    nothing = hand_in(ben, draft, words={"matters": "And my cat."})
    held = Conversation.objects.get()
    assert [one.result for one in (late, again, nothing)] == [
        {"conversation": str(held.pk), "added": added} for added in (True, True, False)
    ]
    said = list(held.parts.order_by("id").values_list("words", flat=True))
    assert sorted(said) == sorted([FIRST, "And my cat.", "Pat.", f" {SECOND}"])
    assert AgreedAction.objects.count() == 2
    assert Event.objects.filter(verb="conversation.continued").count() == 2


@pytest.mark.parametrize(
    "lacking",
    [
        {"words": {}},
        {"words": {"matters": "Tea."}, "held_on": "2999-01-01"},
        {"words": {"matters": "Tea."}, "place": "moon"},
        {"words": {"matters": "Tea."}, "agreed": [LINE | {"doer": ""}]},
        {"words": {"matters": "Tea."}, "agreed": [LINE | {"words": "x" * 501}]},
        {"words": {"matters": "Tea."}, "agreed": [LINE | {"due_on": "soon"}]},
        {"words": {"matters": "Tea."}, "with_whom": "x" * 201},
        {"words": {"matters": "Tea."}, "called": f"Red scarf{'x' * 80}"},
    ],
)
def test_what_is_no_whole_conversation_yet_waits_on_its_page_although_it_was_finished(
    ben: User, lacking: dict[str, Any]
) -> None:
    draft = uuid4()
    receipt = hand_in(ben, draft, finished=True, **lacking)
    assert (receipt.state, receipt.result) == ("taken", {"draft": str(draft), "finished": False})
    assert waiting(ben, draft)["called"] == lacking.get("called", "Red scarf")
    told = Job.objects.get(kind="notice.deliver").payload
    assert (told["user"], told["link"]) == (str(ben.pk), f"/conversations/begun/{draft}/")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"words": ["matters"]}, "not as this version"),
        ({"words": {"weather": "Rain."}}, "not as this version"),
        ({"words": {"matters": 7}}, "not as this version"),
        ({"agreed": [{"words": 7}]}, "not as this version"),
        ({"agreed": ["Ring"]}, "not as this version"),
        ({"agreed": [LINE | {"words": f"Thing {number}"} for number in range(31)]}, "at most 30 things"),
        ({"person": "P-NONE-0000"}, "cannot be opened by you"),
    ],
)
def test_what_cannot_be_taken_up_stays_with_its_writer_in_full(ben: User, body: dict[str, Any], sentence: str) -> None:
    receipt = hand_in(ben, uuid4(), **body)
    assert receipt.state == "needs_you"
    assert sentence in receipt.because
    kept = SealedItem.objects.get().contents
    assert {name: kept[name] for name in body} == body
    assert not Draft.objects.exists()


def test_is_refused_to_who_logs_no_conversations(asha: User) -> None:
    receipt = hand_in(asha, uuid4(), words={"matters": "Tea."}, finished=True)
    assert (receipt.state, "does not include" in receipt.because) == ("needs_you", True)
    assert not Conversation.objects.exists()


def test_nobody_else_adds_to_a_conversation_by_its_draft(ben: User, chidi: User) -> None:
    draft = uuid4()
    hand_in(ben, draft, words={"matters": "Tea."}, finished=True)
    before = rows(without="audit.event")
    assert hand_in(chidi, draft, words={"matters": "Coffee."}).state == "needs_you"
    assert ConversationPart.objects.get().words == "Tea."
    assert rows(without="audit.event") != before  # the item itself is kept for Chidi


class TestOfSomebodyKnown:
    def test_words_go_into_the_draft_of_their_page_once(self, ben: User, jean: Resident) -> None:
        save_draft(owner_id=ben.pk, form="talk", subject=jean.reference, fields={"matters": FIRST}, version=None)
        part = uuid4()
        for turn in (1, 2):
            hand_in(
                ben, uuid4(), part=part, turn=turn, person=jean.reference, words={"matters": f"{FIRST} {SECOND}"},
                agreed=[LINE], page="tab",
            )  # fmt: skip
        fields = Draft.objects.get(form="talk", subject=jean.reference).fields
        assert (fields["matters"], fields["agreed-TOTAL_FORMS"]) == (f"{FIRST} {SECOND}", "1")
        assert not Conversation.objects.exists()

    def test_other_words_on_the_server_stay_and_both_are_shown(self, ben: User, jean: Resident) -> None:
        save_draft(owner_id=ben.pk, form="talk", subject=jean.reference, fields={"matters": "Baking."}, version=None)
        hand_in(ben, uuid4(), person=jean.reference, words={"matters": "The choir."})
        assert Draft.objects.get().fields["matters"] == "Baking.\n\nThe choir."

    def test_the_page_whose_own_words_came_may_save_on_and_another_is_told(self, ben: User, jean: Resident) -> None:
        slot: dict[str, Any] = {"owner_id": ben.pk, "form": "talk", "subject": jean.reference}
        seen = save_draft(**slot, fields={"matters": "I"}, version=None, page="tab", turn=3)
        hand_in(ben, uuid4(), person=jean.reference, words={"matters": "I bake."}, page="tab")
        assert save_draft(**slot, fields={"matters": "I bake!"}, version=seen.version, page="tab", turn=4).turn == 4

    def test_words_that_are_older_than_what_their_page_has_saved_change_nothing(
        self, ben: User, jean: Resident
    ) -> None:
        slot: dict[str, Any] = {"owner_id": ben.pk, "form": "talk", "subject": jean.reference, "page": "tab"}
        save_draft(**slot, fields={"matters": "She bakes bread."}, version=None, turn=3)
        kept: dict[str, Any] = {"person": jean.reference, "page": "tab"}
        hand_in(ben, uuid4(), **kept, page_turn=2, words={"matters": "She makes bread."})
        assert Draft.objects.get().fields == {"matters": "She bakes bread."}
        hand_in(ben, uuid4(), **kept, page_turn=4, words={"matters": "She bakes."})
        assert (Draft.objects.get().fields["matters"], Draft.objects.get().turn) == ("She bakes.", 4)
        assert (
            save_draft(**slot, fields={"matters": "too late"}, version=None, turn=4).fields["matters"] == "She bakes."
        )

    def test_a_part_that_the_page_could_save_itself_is_withdrawn_and_changes_nothing(
        self, ben: User, jean: Resident
    ) -> None:
        draft, part = uuid4(), uuid4()
        hand_in(ben, draft, part=part, person=jean.reference, words={"matters": "Tea."})
        before = Draft.objects.get().fields
        assert hand_in(ben, draft, part=part, turn=2, withdrawn=True).result == {"withdrawn": True}
        assert Draft.objects.get().fields == before
        hand_in(ben, draft, words={"matters": "And cake, which my sister made."})
        assert Draft.objects.get().fields["matters"] == "Tea.\n\nAnd cake, which my sister made."

    def test_parts_from_the_shell_follow_the_part_that_says_who_it_is_in_whatever_order(
        self, ben: User, jean: Resident
    ) -> None:
        draft = uuid4()
        hand_in(ben, draft, words={"worries": "The stairs."})
        hand_in(ben, draft, person=jean.reference, words={"matters": "Tea."})
        only = Draft.objects.get()
        assert (only.form, only.subject) == ("talk", jean.reference)
        assert (only.fields["matters"], only.fields["worries"]) == ("Tea.", "The stairs.")

    def test_finished_it_is_their_conversation_with_what_was_ticked(self, ben: User, jean: Resident) -> None:
        cat = hear(resident=jean, topic=Topic.PEOPLE, words="My cat.", by=ben, source=jean)
        old = hear(resident=jean, topic=Topic.MATTERS, words="Dancing.", by=ben, source=jean)
        draft = uuid4()
        hand_in(
            ben, draft, person=jean.reference, words={"matters": "Baking."}, finished=True, still_true=[str(cat.pk)],
            replaces=[str(old.pk)],
        )  # fmt: skip
        held = Conversation.objects.get()
        assert (held.resident, held.device_draft) == (jean, draft)
        assert Statement.objects.get(source_id=held.pk).supersedes == old
        assert Confirmation.objects.get().statement == cat
        assert not Draft.objects.exists()

    def test_is_one_talk_with_that_of_somebody_else_who_was_there(self, ben: User, chidi: User, jean: Resident) -> None:
        for by in (ben, chidi):
            hand_in(by, uuid4(), words={"matters": "Tea."}, finished=True)
            together = Conversation.objects.get(worker=by)
            hand_in(
                ben, uuid4(), person=jean.reference, words={"matters": "Cake."}, finished=True,
                **{"with": str(together.pk)},
            )  # fmt: skip
            together.refresh_from_db()
            with_jean = Conversation.objects.filter(resident=jean).latest("logged_at")
            assert (with_jean.gathering is not None) == (by == ben)
            assert with_jean.gathering == together.gathering

    def test_follows_the_record_that_was_kept_in_a_merge(self, ben: User, jean: Resident, sam: Resident) -> None:
        Resident.objects.filter(pk=sam.pk).update(merged_into=jean)
        hand_in(ben, uuid4(), person=sam.reference, words={"matters": "Tea."})
        assert Draft.objects.get().subject == jean.reference

    def test_words_from_the_page_of_somebody_else_stay_with_their_writer(
        self, ben: User, jean: Resident, sam: Resident
    ) -> None:
        draft = uuid4()
        hand_in(ben, draft, person=jean.reference, words={"matters": "Tea."})
        receipt = hand_in(ben, draft, person=sam.reference, words={"matters": "Cake."}, finished=True)
        assert receipt.state == "needs_you"
        assert "somebody else than the conversation was begun with" in receipt.because
        assert SealedItem.objects.get(status="needs_you").contents["words"] == {"matters": "Cake."}
        assert (Draft.objects.get().subject, Conversation.objects.count()) == (jean.reference, 0)

    def test_is_gone_on_with_where_nobody_is_named(self, ben: User, jean: Resident) -> None:
        draft = uuid4()
        hand_in(ben, draft, person=jean.reference, words={"matters": "Tea."})
        hand_in(ben, draft, words={"matters": "Cake."}, finished=True)
        assert Conversation.objects.get().resident == jean

    def test_makes_known_who_an_anonymous_end_was_about(self, ben: User, jean: Resident) -> None:
        draft = uuid4()
        hand_in(ben, draft, words={"matters": "Tea."}, finished=True)
        hand_in(ben, draft, person=jean.reference, words={"people": "Pat."})
        held = Conversation.objects.get()
        assert held.resident == jean
        said = Statement.objects.filter(source_id=held.pk).values_list("topic", "words")
        assert dict(said) == {"matters": "Tea.", "people": "Pat."}
        assert TimelineEntry.objects.filter(resident=jean, source_id=held.pk).count() == 1


@pytest.fixture
def sam(asha: User) -> Resident:
    return make_resident(asha, known_as="Sam", family_name="Lee")


def test_asks_the_database_as_often_for_much_as_for_little(
    ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_envelope(ben)  # the key is there
    little = {"words": {"matters": "Tea."}, "agreed": [LINE]}
    much = {
        "words": {topic: f"{topic}. " * 2000 for topic in Topic.values},
        "agreed": [LINE | {"words": f"Thing {number}"} for number in range(30)],
    }
    for body in (little, much):
        with django_assert_num_queries(EACH):
            hand_in(ben, uuid4(), finished=True, **body)
