"""What is told in a contact, and what is said in a conversation, put together for one person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from referrals.actions import Told
from referrals.enums import Need, Relation, Urgency
from residents.ages import age_on
from residents.enums import Channel, Gender, Topic
from talking_shops.actions import Agreed, Talk
from talking_shops.enums import Doer, Effect, Place
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.chance import pick
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.names import HERITAGES, Names
from thurrock_care.demo.phrases import Phrases
from thurrock_care.demo.records.people import Person

PRONOUNS = {
    Gender.FEMALE: ("she", "her", "her", "herself"),
    Gender.MALE: ("he", "his", "him", "himself"),
}
NEEDS_OLD = (
    (Need.GETTING_ABOUT, 26), (Need.PERSONAL_CARE, 17), (Need.MEMORY, 14), (Need.COMPANY, 11), (Need.CARER, 9),
    (Need.AFTER_HOSPITAL, 7), (Need.CARE_NOT_RIGHT, 6), (Need.MONEY_HOUSING, 5), (Need.OTHER, 4),
    (Need.MENTAL_HEALTH, 3),
)  # fmt: skip
NEEDS_YOUNG = (
    (Need.MENTAL_HEALTH, 27), (Need.MONEY_HOUSING, 21), (Need.CARER, 17), (Need.GETTING_ABOUT, 10), (Need.OTHER, 8),
    (Need.COMPANY, 7), (Need.PERSONAL_CARE, 5), (Need.AFTER_HOSPITAL, 3), (Need.CARE_NOT_RIGHT, 2),
)  # fmt: skip
URGENCIES = {
    Need.PERSONAL_CARE: (2, 14, 56, 28),
    Need.CARE_NOT_RIGHT: (4, 28, 50, 18),
    Need.MENTAL_HEALTH: (5, 20, 50, 25),
    Need.COMPANY: (0, 1, 19, 80),
    Need.MONEY_HOUSING: (1, 6, 38, 55),
    Need.OTHER: (0, 3, 22, 75),
}
USUAL_URGENCY = (1, 10, 52, 37)
CALLERS_OLD = (
    (Relation.SELF, 31), (Relation.DAUGHTER_OR_SON, 31), (Relation.PARTNER, 10), (Relation.OTHER_FAMILY, 8),
    (Relation.FRIEND, 5), (Relation.GP, 7), (Relation.PROFESSIONAL, 7), (Relation.HOSPITAL, 1),
)  # fmt: skip
CALLERS_YOUNG = (
    (Relation.SELF, 50), (Relation.OTHER_FAMILY, 18), (Relation.PARTNER, 9), (Relation.FRIEND, 4), (Relation.GP, 8),
    (Relation.PROFESSIONAL, 11),
)  # fmt: skip
FAMILY_CALLERS = (Relation.DAUGHTER_OR_SON, Relation.PARTNER, Relation.OTHER_FAMILY, Relation.FRIEND)
PROFESSIONALS = (Relation.GP, Relation.PROFESSIONAL, Relation.HOSPITAL)
JOBS = ("district nurse", "housing officer", "paramedic", "social prescriber", "community matron", "pharmacist")
OLD, GREAT_AGE = 65, 72
MOST_TRIES, REMEMBERED = 20, 100_000
FOR_LIFE = ("home", "relative", "pet", "town", "place", "condition", "child", "work", "surgery")
WORSHIP = {
    "muslim": ("somali", "pakistani", "bangladeshi", "turkish", "albanian"),
    "sikh": ("punjabi",),
    "hindu": ("gujarati", "tamil"),
}
TOPICS = (Topic.STRENGTHS, Topic.PEOPLE, Topic.WORRIES, Topic.GOOD_LIFE, Topic.HOME, Topic.COMMUNICATION)
DOERS = (
    (Doer.PERSON, 30), (Doer.WORKER, 32), (Doer.FAMILY, 16), (Doer.COMMUNITY, 10), (Doer.NEIGHBOUR, 5),
    (Doer.SERVICE, 7),
)  # fmt: skip
EFFECTS = (
    (Effect.PREVENTED, 22), (Effect.REDUCED, 18), (Effect.DELAYED, 20), (Effect.LED_ON, 14), (Effect.NOT_SAID, 26),
)  # fmt: skip


class Teller:
    """Speaks for the people of the borough."""

    def __init__(self, phrases: Phrases, names: Names, keys: Keys) -> None:
        self.phrases, self._names, self._keys = phrases, names, keys
        self._heard: set[str] = set()

    def told(self, person: Person, day: date, rng: Random) -> Told:
        """A contact about a person: who rings, about what, how urgent, and the story in the caller's voice."""
        age = age_of(person, day)
        old = age >= OLD
        need = pick(NEEDS_OLD if old else NEEDS_YOUNG, rng)
        relation = caller_for(need, age, rng)
        urgency = rng.choices(list(Urgency), URGENCIES.get(need, USUAL_URGENCY))[0]
        by_mail = relation != Relation.SELF and rng.random() < 0.2
        facts = self.facts(person, day, relation, rng)
        return Told(
            story=self.story(need, relation, facts, rng),
            need=need,
            urgency=urgency,
            matters=self._matters(person, relation, facts, rng),
            relation=relation,
            caller_name=self._caller(person, relation, rng),
            caller_phone=self._keys.mobile(rng) if relation != Relation.SELF and rng.random() < 0.7 else "",
            may_speak_for=None if relation == Relation.SELF else rng.choices((True, None, False), (60, 36, 4))[0],
            channel=Channel.EMAIL if by_mail else Channel.PHONE,
        )

    def story(self, need: Need, relation: Relation, facts: dict[str, str], rng: Random) -> str:
        """A story about a need, in the voice of the one who tells it, that nobody has told in these words.

        Of the first 100,000, that is: what was told is not remembered for ever.
        """
        for _ in range(MOST_TRIES):
            story = self._story(need, relation, facts, rng)
            if story not in self._heard:
                break
        if len(self._heard) < REMEMBERED:
            self._heard.add(story)
        return story

    def _story(self, need: Need, relation: Relation, facts: dict[str, str], rng: Random) -> str:
        voice = "self"
        if relation in FAMILY_CALLERS:
            voice = "family"
        elif relation in PROFESSIONALS:
            voice = "professional"
        parts = [("what", 1.0), ("more", 0.85), ("effect", 0.7), ("wish", 0.65)]
        chosen = [f"{need}.{voice}.{part}" for part, share in parts if rng.random() < share]
        said = [self.phrases.say(section, rng, facts) for section in chosen if self.phrases.has(section)]
        return " ".join(said)

    def facts(self, person: Person, day: date, relation: Relation, rng: Random) -> dict[str, str]:
        """The words that stand for a person, and for months before and after a day, in a sentence about them."""
        age, name = age_of(person, day), first_name(person)
        gender = Gender(person.identity.gender)
        she, her, him, herself = PRONOUNS.get(gender, (name, f"{name}'s", name, "alone"))
        who = noun_for(relation, gender, age, name, rng)
        person.nouns = person.nouns or self._nouns(person, age, rng)
        return {
            **person.nouns, "name": name, "Name": name, "age": str(age), "Age": str(age), "who": who, "she": she,
            "her": her, "him": him, "herself": herself, "Who": who[0].upper() + who[1:],
            "She": she[0].upper() + she[1:], "Her": her[0].upper() + her[1:],
            "month": f"{day - timedelta(days=rng.randrange(35, 290)):%B}",
            "next_month": f"{day + timedelta(days=rng.randrange(30, 200)):%B}",
        }  # fmt: skip

    def _nouns(self, person: Person, age: int, rng: Random) -> dict[str, str]:
        """What does not change from one story of a person to the next."""
        nouns = {slot: self.phrases.say(slot, rng, {"age": str(age)}) for slot in FOR_LIFE}
        nouns["Relative"] = nouns["relative"].capitalize()
        sex = "male" if person.identity.gender == Gender.MALE else "female"
        faith = next((faith for faith, who in WORSHIP.items() if person.heritage in who), "christian")
        for slot, kind in (("partner", sex), ("job", sex), ("worship", faith)):
            nouns[slot] = self.phrases.say(f"{slot}.{kind}", rng)
        if person.identity.practice:
            nouns["surgery"] = person.identity.practice.name
        return nouns

    def _matters(self, person: Person, relation: Relation, facts: dict[str, str], rng: Random) -> str:
        """What matters to them, when they ring themselves and say it unasked for the first time."""
        says = relation == Relation.SELF and Topic.MATTERS not in person.said and rng.random() < 0.25
        return self.say(person, Topic.MATTERS, rng, facts) if says else ""

    def _caller(self, person: Person, relation: Relation, rng: Random) -> str:
        if relation in (Relation.SELF, Relation.ANONYMOUS):
            return ""
        heritage = next(each for each in HERITAGES if each.name == person.heritage)
        gender = rng.choice((Gender.FEMALE, Gender.FEMALE, Gender.MALE))
        first = self._names.given(heritage, gender, 1965 + rng.randrange(-10, 25), rng).split(" ")[0]
        if relation == Relation.GP:
            practice = person.identity.practice
            return f"Dr {self._names.family(heritage, rng)}" if rng.random() < 0.5 or not practice else practice.name
        if relation in PROFESSIONALS:
            return f"{first} {self._names.family(heritage, rng)}, {rng.choice(JOBS)}"
        same = relation in (Relation.DAUGHTER_OR_SON, Relation.PARTNER) and rng.random() < 0.65
        return f"{first} {person.identity.family_name if same else self._names.family(heritage, rng)}"

    def talk(self, person: Person, held_on: date, place: Place, rng: Random) -> Talk:
        """A conversation: some topics that nothing was said about yet, what matters first, and what was agreed."""
        facts = self.facts(person, held_on, Relation.SELF, rng)
        fresh = [topic for topic in TOPICS if topic not in person.said]
        topics = rng.sample(fresh, min(len(fresh), rng.choice((1, 2, 2, 3))))
        if Topic.MATTERS not in person.said:
            topics.insert(0, Topic.MATTERS)
        return Talk(
            held_on=held_on,
            place=place,
            words={topic: self.say(person, topic, rng, facts) for topic in topics},
            with_whom=self.phrases.say("with_whom", rng, facts) if rng.random() < 0.3 else "",
            effect=pick(EFFECTS, rng),
            agreed=list({line.words: line for line in self._agreed(facts, held_on, rng)}.values()),
        )

    def say(self, person: Person, topic: Topic, rng: Random, facts: dict[str, str]) -> str:
        """What a person says on a topic; sometimes about the language that they grew up with."""
        section = f"said.{topic.value}"
        other_language = person.identity.language not in ("", "English") and rng.random() < 0.3
        if other_language and self.phrases.has(f"{section}.language"):
            section = f"{section}.language"
        return self.phrases.say(section, rng, facts)

    def _agreed(self, facts: dict[str, str], held_on: date, rng: Random) -> Iterator[Agreed]:
        for _ in range(rng.choice((0, 1, 2, 2, 3))):
            doer = pick(DOERS, rng)
            words = self.phrases.say(f"agreed.{doer.value}", rng, facts)
            due_on = held_on + timedelta(days=rng.randrange(3, 29)) if rng.random() < 0.8 else None
            name = facts["Relative"] if doer == Doer.FAMILY else ""
            yield Agreed(words=words, doer=doer, doer_name=name, due_on=due_on)


def caller_for(need: Need, age: int, rng: Random) -> Relation:
    """Who rings: nobody rings for the carer of themselves, and no husband or wife for somebody of eighteen."""
    while True:
        relation = pick(CALLERS_OLD if age >= OLD else CALLERS_YOUNG, rng)
        odd = (need == Need.CARER or age < 26) and relation in (Relation.PARTNER, Relation.FRIEND)
        if not odd:
            return relation


def first_name(person: Person) -> str:
    """What somebody is called to their face."""
    identity = person.identity
    return identity.known_as or identity.given_name.split(" ")[0] or identity.family_name


def age_of(person: Person, day: date) -> int:
    """The age of a person on a day; 80 where the birth date is not known."""
    return age_on(person.identity.born_on, day) if person.identity.born_on else 80


def noun_for(relation: Relation, gender: Gender, age: int, name: str, rng: Random) -> str:
    """What a caller calls the person: "Mum", "my wife", "my neighbour Ron"."""
    woman = gender == Gender.FEMALE
    if gender not in PRONOUNS:
        return name
    if relation == Relation.DAUGHTER_OR_SON:
        return rng.choice(("Mum", "Mum", "my mum", "my mother") if woman else ("Dad", "Dad", "my dad", "my father"))
    if relation == Relation.PARTNER:
        return "my wife" if woman else "my husband"
    if relation == Relation.FRIEND:
        return f"{rng.choice(('my neighbour', 'my friend'))} {name}"
    if age < 50:
        return rng.choice(("my daughter", "my sister") if woman else ("my son", "my brother"))
    if age < GREAT_AGE:
        return rng.choice(("my aunt", "my sister") if woman else ("my uncle", "my brother"))
    return rng.choice(("my nan", "my aunt", "my sister") if woman else ("my grandad", "my uncle", "my brother"))


def on_working_days(talk: Talk, almanac: Almanac) -> Talk:
    """The same talk; nobody agrees to do something on a Sunday."""
    days = [one.due_on and almanac.working_day(one.due_on) for one in talk.agreed]
    return replace(talk, agreed=[replace(one, due_on=day) for one, day in zip(talk.agreed, days, strict=True)])
