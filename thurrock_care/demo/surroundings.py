"""Who is around people of the borough, what some need so that they are understood, how some want to have things in
writing, and a few alerts.
"""

from datetime import datetime, timedelta
from random import Random

from residents.actions import Member, Need, Warn
from residents.enums import AccessKind, AlertFamily, CircleRole, InWriting
from residents.names import name_key
from thurrock_care.demo.ledger import Ledger
from thurrock_care.demo.records import around, writing
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Staff, Worker

HAS_CIRCLE, HAS_NEED, HAS_ALERT, HAS_WISH = 0.2, 0.12, 0.02, 0.3
WISHES = {InWriting.PAPER: 45, InWriting.LARGE_PRINT: 20, InWriting.EMAIL: 20, InWriting.TEXT: 15}
ROLES = ((CircleRole.CARER, CircleRole.NEXT_OF_KIN), (CircleRole.NEXT_OF_KIN,), (CircleRole.FRIEND,))
RELATIONS = ("daughter", "son", "niece", "neighbour", "sister", "grandson")
FIRST_NAMES = ("Maria", "Sheila", "Carol", "Tony", "Yinka", "Piotr", "Amrit", "Lorraine")
HELPS = ("shopping on Saturdays", "rings every night", "the garden and the bins", "lifts to the surgery", "")
NEEDS = (
    Need(AccessKind.LARGE_PRINT, detail="18 point", may_share=True),
    Need(AccessKind.NO_PHONE, said_by="their daughter"),
    Need(AccessKind.HEARING_AID, detail="left side", may_share=True),
    Need(AccessKind.LONGER, detail="after a stroke, words come slowly", may_share=True),
    Need(AccessKind.BSL, how_met="book the interpreter a week ahead", may_share=True),
    Need(AccessKind.EASY_READ),
)
ALERTS = (
    ("visit in pairs", "A neighbour shouted at a worker on the landing. Ring before you go up."),
    ("large dog", "The dog is shut in the kitchen when somebody rings ahead."),
    ("do not tell the address", "A relative who must not find them asks for it."),
)


def surround(ledger: Ledger, person: Person, staff: Staff) -> None:
    """Give a person who is known what is around them, noted by whoever takes calls a little after they were added.

    What it is follows from who they are, so that it is the same in every run, and nobody else's life changes by it.
    """
    who = person.identity
    rng = Random(f"around {who.given_name} {who.family_name} {who.born_on} {who.postcode}")
    at: datetime = person.row["added_at"] + timedelta(minutes=4)
    by = staff.someone("thurrock-first", at.date(), rng)
    if rng.random() < HAS_CIRCLE:
        roles = rng.choice(
            ((CircleRole.CARER, CircleRole.NEXT_OF_KIN), (CircleRole.NEXT_OF_KIN,), (CircleRole.FRIEND,))
        )
        member = Member(
            name=f"{rng.choice(FIRST_NAMES)} {who.family_name}".strip(),
            phone=f"07700900{rng.randrange(1000):03}",
            relation=rng.choice(RELATIONS),
            may_speak_for=rng.choice((True, True, None, False)),
            helps_with=rng.choice(HELPS),
        )
        around.add_to_circle(ledger, person=person, member=member, roles=roles, by=by, at=at)
    if rng.random() < HAS_NEED:
        around.record_need(ledger, person=person, need=rng.choice(NEEDS), by=by, at=at + timedelta(minutes=2))
    if rng.random() < HAS_ALERT:
        words, reason = rng.choice(ALERTS)
        warn = Warn(AlertFamily.SAFETY, words, reason, review_on=at.date() + timedelta(days=180), told_person=False)
        around.raise_alert(ledger, person=person, warn=warn, by=by, at=at + timedelta(minutes=3))
    if rng.random() < HAS_WISH:
        _say_in_writing(ledger, person, rng, by, at + timedelta(minutes=3))


def _say_in_writing(ledger: Ledger, person: Person, rng: Random, by: Worker, at: datetime) -> None:
    """They said how they want to have things in writing; who wants e-mail said where to."""
    (wish,) = rng.choices(list(WISHES), list(WISHES.values()))
    if wish == InWriting.EMAIL:
        who = person.identity
        name = ".".join(name_key(f"{who.given_name} {who.family_name}").split())
        address = f"{name or 'somebody'}{rng.randrange(100):02}@example.org"
        writing.add_email(ledger, person=person, address=address, by=by, at=at)
    writing.say_in_writing(ledger, person=person, wish=wish, by=by, at=at)
