"""A seeded generator of queries as people mishear, mistype and half remember them: each a damaged name and one thing
more, which is damaged too in half of them.

Nothing here comes from the search: no table, no function, so that the search cannot mark its own work.
"""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.unit.residents.crowd import Someone

# Slips of the ear.
HEARD = (
    ("ph", "f"), ("ck", "k"), ("th", "f"), ("ey", "y"), ("ie", "y"), ("ee", "ea"), ("ai", "ay"), ("ll", "l"),
    ("nn", "n"), ("tt", "t"), ("c", "k"), ("s", "z"), ("y", "i"), ("mac", "mc"), ("v", "w"), ("ou", "ow"), ("er", "ar"),
    ("gh", ""), ("kn", "n"), ("wr", "r"), ("x", "ks"), ("ei", "ie"), ("au", "or"), ("oo", "u"),
)  # fmt: skip
CALLED = {
    "Margaret": ("Maggie", "Peggy", "Meg"), "Elizabeth": ("Liz", "Betty", "Beth"), "Dorothy": ("Dot", "Dolly"),
    "Patricia": ("Pat", "Trish"), "Barbara": ("Babs",), "Susan": ("Sue",), "Christine": ("Chris",),
    "Catherine": ("Cathy", "Kate"), "Kathleen": ("Kath",), "Winifred": ("Win",), "Florence": ("Flo",),
    "Pamela": ("Pam",), "Valerie": ("Val",), "Gillian": ("Gill",), "Mary": ("Molly", "Polly"), "John": ("Jack",),
    "William": ("Bill", "Billy", "Will"), "David": ("Dave",), "Michael": ("Mick", "Mike"), "Robert": ("Bob", "Rob"),
    "James": ("Jim", "Jimmy"), "Ronald": ("Ron",), "Kenneth": ("Ken",), "Raymond": ("Ray",), "Terence": ("Terry",),
    "Anthony": ("Tony",), "Leonard": ("Len",), "Albert": ("Bert", "Albie"), "Frederick": ("Fred",),
    "Arthur": ("Art",), "Harold": ("Harry",), "Stephen": ("Steve",), "Christopher": ("Chris",), "Andrew": ("Andy",),
    "Philip": ("Phil",), "Geoffrey": ("Geoff",), "Edward": ("Ted", "Eddie"), "Sidney": ("Sid",), "Stanley": ("Stan",),
}  # fmt: skip
# Each takes a person and gives what is typed for the name; "" when the person has no such name.
Damage = Callable[[Someone, random.Random], str]


@dataclass(frozen=True)
class Asked:
    """One query: who is meant, what is typed, what happened to the name, and whether the rest is damaged too."""

    someone: Someone
    typed: str
    kind: str
    detail: str


def swapped(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def dropped(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def mistyped(word: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(word))
    return word[:at] + rnd.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]


def misheard(word: str, rnd: random.Random) -> str:
    fitting = [pair for pair in HEARD if pair[0] in word.lower()]
    if not fitting:
        return ""
    said, heard = rnd.choice(fitting)
    return word.lower().replace(said, heard, 1)


Slip = Callable[[str, random.Random], str]
SLIPS: tuple[Slip, ...] = (swapped, dropped, doubled, mistyped)


def slip_in_one(slip: Slip) -> Damage:
    """One slip in the longer part of the name or, as often, in the family name."""

    def damage(someone: Someone, rnd: random.Random) -> str:
        parts = [part for part in (someone.given, someone.family) if part]
        at = rnd.randrange(len(parts))
        if len(parts[at]) < 3:
            return ""
        parts[at] = slip(parts[at], rnd)
        return " ".join(parts) if parts[at] else ""

    return damage


def slip_in_both(someone: Someone, rnd: random.Random) -> str:
    if min(len(someone.given), len(someone.family)) < 4:
        return ""
    return f"{rnd.choice(SLIPS)(someone.given, rnd)} {rnd.choice(SLIPS)(someone.family, rnd)}"


def nickname(someone: Someone, rnd: random.Random) -> str:
    called = CALLED.get(someone.given)
    return f"{rnd.choice(called)} {someone.family}" if called and someone.family else ""


def known_as(someone: Someone, rnd: random.Random) -> str:
    return f"{someone.known_as} {rnd.choice(SLIPS)(someone.family, rnd)}" if someone.known_as and someone.family else ""


def maiden_name(someone: Someone, rnd: random.Random) -> str:
    return f"{someone.given} {rnd.choice(SLIPS)(someone.previous, rnd)}" if someone.previous else ""


def reversed_names(someone: Someone, rnd: random.Random) -> str:
    if len(someone.family) < 3 or not someone.given:
        return ""
    return f"{rnd.choice(SLIPS)(someone.family, rnd)} {someone.given}"


def without_accents(someone: Someone, rnd: random.Random) -> str:
    full = f"{someone.given} {someone.family}"
    bare = "".join(sign for sign in unicodedata.normalize("NFD", full) if not unicodedata.combining(sign))
    return bare.replace("ł", "l") if bare != full else ""


def apostrophe(someone: Someone, rnd: random.Random) -> str:
    if "'" not in someone.family:
        return ""
    return f"{someone.given} {someone.family.replace(chr(39), rnd.choice(('', ' ', '’', '`')))}"


def hyphen(someone: Someone, rnd: random.Random) -> str:
    return f"{someone.given} {someone.family.replace('-', rnd.choice(('', ' ')))}" if "-" in someone.family else ""


def half_of_the_name(someone: Someone, rnd: random.Random) -> str:
    if "-" not in someone.family:
        return ""
    return f"{someone.given} {rnd.choice(SLIPS)(rnd.choice(someone.family.split('-')), rnd)}"


def single_word(someone: Someone, rnd: random.Random) -> str:
    """Who has one name only, with a slip in it."""
    name = someone.given + someone.family
    return rnd.choice(SLIPS)(name, rnd) if not (someone.given and someone.family) and len(name) > 3 else ""


KINDS: dict[str, Damage] = {
    "letters swapped": slip_in_one(swapped),
    "letter dropped": slip_in_one(dropped),
    "letter doubled": slip_in_one(doubled),
    "wrong letter": slip_in_one(mistyped),
    "sound-alike": slip_in_one(misheard),
    "slips in both names": slip_in_both,
    "nickname": nickname,
    "known-as name": known_as,
    "maiden name": maiden_name,
    "names reversed": reversed_names,
    "accents left out": without_accents,
    "apostrophe": apostrophe,
    "hyphen": hyphen,
    "half of a double-barrelled name": half_of_the_name,
    "single-word name": single_word,
}


def birth_date(someone: Someone, rnd: random.Random) -> str:
    born = someone.born_on
    return rnd.choice((f"{born:%d/%m/%Y}", f"{born.day}/{born.month}/{born:%y}", f"{born:%d%m%Y}"))


def postcode(someone: Someone, rnd: random.Random) -> str:
    return rnd.choice((someone.postcode, someone.postcode.lower().replace(" ", "")))


def telephone(someone: Someone, rnd: random.Random) -> str:
    return someone.phone


def day_and_month_swapped(someone: Someone, rnd: random.Random) -> str:
    born = someone.born_on
    if born.day > 12 or born.day == born.month:
        return ""
    return f"{born.month}/{born.day}/{born.year}"


def digit_of_birth_date_wrong(someone: Someone, rnd: random.Random) -> str:
    """Another date that differs in one digit; dates that are none are not typed."""
    digits = f"{someone.born_on:%d%m%Y}"
    at = rnd.choice((0, 1, 3, 6, 7))
    wrong = digits[:at] + rnd.choice("0123456789".replace(digits[at], "")) + digits[at + 1 :]
    try:
        date(int(wrong[4:]), int(wrong[2:4]), int(wrong[:2]))
    except ValueError:
        return ""
    return f"{wrong[:2]}/{wrong[2:4]}/{wrong[4:]}"


def digit_of_telephone_wrong(someone: Someone, rnd: random.Random) -> str:
    at = rnd.randrange(5, 11)
    wrong = rnd.choice("0123456789".replace(someone.phone[at], ""))
    return someone.phone[:at] + wrong + someone.phone[at + 1 :]


def end_of_postcode_wrong(someone: Someone, rnd: random.Random) -> str:
    return someone.postcode[:-1] + rnd.choice("ABDEFGHJLNPQ".replace(someone.postcode[-1], ""))


DETAILS: dict[str, Damage] = {"birth date": birth_date, "postcode": postcode, "telephone": telephone}
DAMAGED_DETAILS: dict[str, Damage] = {
    "day and month swapped": day_and_month_swapped,
    "one digit of the birth date wrong": digit_of_birth_date_wrong,
    "one digit of the telephone wrong": digit_of_telephone_wrong,
    "one letter of the postcode wrong": end_of_postcode_wrong,
}


def queries(people: list[Someone], count: int, rnd: random.Random) -> list[Asked]:
    """`count` queries, as many of each kind; every second has its detail damaged too."""
    kinds = list(KINDS.items())
    return [_one(people, *kinds[number % len(kinds)], DAMAGED_DETAILS if number % 2 else DETAILS, rnd)
            for number in range(count)]  # fmt: skip


def _one(people: list[Someone], kind: str, damage: Damage, details: dict[str, Damage], rnd: random.Random) -> Asked:
    """A query about the first person, drawn by chance, whose name and detail can be damaged in this way."""
    detail, tell = rnd.choice(list(details.items()))
    while True:
        someone = rnd.choice(people)
        name, more = damage(someone, rnd), tell(someone, rnd)
        if name and more:
            case = rnd.choice((str, str, str.lower, str.upper))
            return Asked(someone, f"{case(name)} {more}", kind, detail)
