"""Talking Shops: dates that changed, people who gave no name, what people took away, put right and thought of it, and
words that a device could not put where they belong.
"""

from datetime import timedelta

from django.db.models import QuerySet

from core import clock
from core.clock import LONDON
from residents.enums import Topic
from residents.models import Resident
from talking_shops import actions
from talking_shops.actions import Agreed, Answers, Giving, Talk
from talking_shops.actions.device import NOBODY_THERE
from talking_shops.enums import Depth, Doer, Effect, FeedbackBy, MayAsk, Place, ReceiptForm, SessionStatus
from talking_shops.models import Conversation, Session
from thurrock_care.demo.addresses import ASOP, GRAYS, STANFORD, TILBURY
from thurrock_care.demo.records.devices import leave_to_writer
from thurrock_care.demo.stage import Stage

# What somebody is called, how many days ago, what they said, what was agreed
NOT_KNOWN: tuple[tuple[str, int, dict[str, str], tuple[Agreed, ...]], ...] = (
    ("red scarf", 3, {Topic.WORRIES: "I'm not giving my name. I just want to know whether they can take my flat."}, ()),
    ("Len, by the till", 10, {Topic.MATTERS: "The bowls club. I've not been since my knee."},
     (Agreed("Ask the club who drives past Dock Terrace", Doer.COMMUNITY, "Bowls club"),)),
    ("", 17, {Topic.STORY: "He came in to get dry and stayed for an hour."}, ()),
    ("Bea, with the pram", 24, {Topic.PEOPLE: "Just me and the baby, and my nan on the phone."},
     (Agreed("Come back next week with the letter", Doer.PERSON),)),
)  # fmt: skip
KNOWN_LATER = "Bea, with the pram"
ASKED = {TILBURY: 9, GRAYS: 7, ASOP: 6, STANFORD: 3}  # in the last too few answered to be shown
THOUGHT = (
    "Nobody hurried me.", "You wrote down what I said and not what you thought.", "",
    "I had to say it all again first.", "The lady who pours the tea should get a medal.", "",
    "I still do not know when somebody comes.",
)  # fmt: skip
AT_THE_TABLE: dict[str, str] = {
    Topic.MATTERS: "My own kettle, and nobody telling me when it's bedtime.",
    Topic.WORRIES: "The nights. I slid off the bed twice and lay there till it got light.",
    Topic.HOME: "Everything downstairs but the bath.",
}
PUT_RIGHT = "It says my sister has a key. It's my neighbour Sheila who has the key, my sister lives in Kent."
CANCELLED = "The library is closed for a new boiler."
MOVED = "The hall is a polling station on the day."
IN_THE_HALL = {
    "place": Place.HOME, "called": "Mr B, flat over the bakery", "words": {
        Topic.STORY: "He came down in his slippers to ask who could look at the lock. Nobody rings his bell.",
        Topic.MATTERS: "“To hear a voice that isn't the radio.”",
    },
    "agreed": [{"words": "Ask the handyperson to look at the lock", "doer": Doer.WORKER, "due_on": ""}],
    "finished": True,
}  # fmt: skip


def shops_are_held(stage: Stage) -> None:
    """Play all of it."""
    _dates_change(stage)
    _no_name_is_given(stage)
    _grew(stage)
    _taken_away(stage)
    _thought_of_it(stage)
    _needs_its_writer(stage)


def _dates_change(stage: Stage) -> None:
    """One date is cancelled, one is moved to the day after."""
    dee = stage.worker("dee")
    soon = clock.start_of(stage.today + timedelta(days=3))
    coming = Session.objects.filter(starts_at__gt=soon, status=SessionStatus.PLANNED).order_by("starts_at")
    off, other = coming.filter(venue__slug="aveley-library")[0], coming.filter(venue__slug="chadwell-hub")[0]
    with stage.at(stage.working_day(1), 16, 5):
        actions.cancel_session(session=off, because=CANCELLED, by=dee)
        starts, ends = (moment.astimezone(LONDON).time() for moment in (other.starts_at, other.ends_at))
        on = other.held_on + timedelta(days=1)
        actions.move_session(session=other, on=on, starts=starts, ends=ends, because=MOVED, by=dee)


def _no_name_is_given(stage: Stage) -> None:
    """People who gave no name; one of them is known by now."""
    ben = stage.worker("ben")
    held = Session.objects.filter(venue__locality__slug=TILBURY, status=SessionStatus.PLANNED)
    for called, days, words, agreed in NOT_KNOWN:
        before = clock.start_of(stage.today - timedelta(days=days))
        session = held.filter(starts_at__lt=before).order_by("starts_at").last()
        if session is None:
            continue
        talk = Talk(
            held_on=session.held_on, place=Place.TALKING_SHOP, words=words, session=session, agreed=agreed,
            effect=Effect.NOT_SAID,
        )  # fmt: skip
        with stage.at(session.held_on, 16, 30):
            conversation = actions.log_anonymous(talk=talk, called=called, by=ben)
        known = _people(TILBURY).order_by("-added_at", "reference").first() if called == KNOWN_LATER else None
        if known:
            with stage.at(stage.working_day(1), 10, 15):
                actions.make_known(conversation=conversation, resident=known, by=ben)


def _people(locality: str) -> QuerySet[Resident]:
    return Resident.objects.filter(locality__slug=locality, died_on=None, left_on=None, merged_into=None)


def _grew(stage: Stage) -> None:
    """A conversation at the kitchen table grew into a care and support assessment, which Ben goes on with today."""
    ben = stage.worker("ben")
    day = stage.working_day(3)
    somebody = _people(TILBURY).filter(assessments__isnull=True, added_at__lt=clock.start_of(day))
    resident = somebody.order_by("reference").first()
    if resident is None:
        return
    talk = Talk(
        held_on=day, place=Place.HOME, words=AT_THE_TABLE, depth=Depth.ASSESSMENT, effect=Effect.LED_ON,
        agreed=[Agreed("Ask for a bed rail to try", Doer.WORKER, due_on=stage.next_working_day(3))],
    )  # fmt: skip
    with stage.at(day, 15, 20):
        actions.log_conversation(resident=resident, talk=talk, by=ben)


def _taken_away(stage: Stage) -> None:
    """The last conversations that Ben held: a page, a page in large print, and one that was not wanted. Somebody says
    on the telephone what is wrong in theirs.
    """
    ben = stage.worker("ben")
    forms = (ReceiptForm.LARGE_PRINT, ReceiptForm.PRINT, ReceiptForm.NOT_WANTED)
    held = Conversation.objects.filter(worker=ben, resident__in=_people(TILBURY)).order_by("-logged_at", "-pk")
    with stage.at(stage.today - timedelta(days=1), 16, 40):
        for conversation, form in zip(held[: len(forms)], forms, strict=False):
            actions.give_receipt(conversation=conversation, giving=Giving(form, may_ask=MayAsk.YES), by=ben)
    newest = held.first()
    if newest:
        with stage.at(stage.today - timedelta(days=1), 17, 5):
            actions.propose_for_them(conversation=newest, words=PUT_RIGHT, by=stage.worker("dee"))


def _thought_of_it(stage: Stage) -> None:
    """What people said when they were rung, or wrote on the sheet."""
    ben = stage.worker("ben")
    with stage.at(stage.today - timedelta(days=1), 11, 30):
        for locality, many in ASKED.items():
            held = Conversation.objects.filter(resident__in=_people(locality)).order_by("-logged_at", "-pk")
            for number, conversation in enumerate(held[3 : 3 + many]):
                actions.say_may_ask(conversation=conversation, may_ask=MayAsk.YES, by=ben)
                how = FeedbackBy.PAPER if number % 3 else FeedbackBy.PHONE
                actions.write_down_feedback(conversation=conversation, asked_by=how, answers=_answers(number), by=ben)


def _answers(number: int) -> Answers:
    """The answers of the number-th who was asked: mostly content, not always."""
    words = THOUGHT[number % len(THOUGHT)]
    return Answers(5 - number % 3, 5 - number % 4, 4 - number % 2, words=words, may_quote=number % 2 == 0)


def _needs_its_writer(stage: Stage) -> None:
    """A conversation in a doorway that Ben wrote without a network. Whom it is about is not for him to open now."""
    ben = next(worker for worker in stage.borough.staff.workers if worker.name == "Ben Okafor")
    day = stage.working_day(2)
    written_at, at = (stage.almanac.at(day, minute) for minute in (15 * 60 + 12, 17 * 60 + 2))
    leave_to_writer(
        stage.borough.ledger, kind="talk", contents=IN_THE_HALL, because=NOBODY_THERE, by=ben, written_at=written_at,
        at=at,
    )  # fmt: skip
