"""Names as they are borne in such a borough, by heritage, sex and year of birth."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from residents.enums import Gender
from thurrock_care.demo.phrases import sections

SOMALI = "somali"
ERAS = (1944, 1964, 1984)
SECOND_NAME = 0.06
DOUBLE_BARRELLED = 0.015


@dataclass(frozen=True)
class Heritage:
    """A part of the borough: how often it is met among people under 60 and over, and which language is at home."""

    name: str
    young: float
    old: float
    language: str = "English"
    speaks_young: float = 0.0
    speaks_old: float = 0.0


HERITAGES = (
    Heritage("english", 620, 845),
    Heritage("irish", 15, 38),
    Heritage("scottish_welsh", 25, 40),
    Heritage("caribbean", 22, 12),
    Heritage("nigerian", 78, 9, "Yoruba", 0.05, 0.2),
    Heritage("ghanaian", 25, 4, "Twi", 0.08, 0.25),
    Heritage("somali", 6, 1, "Somali", 0.4, 0.9),
    Heritage("congolese", 8, 1, "French", 0.4, 0.8),
    Heritage("polish", 34, 5, "Polish", 0.4, 0.7),
    Heritage("lithuanian", 22, 2, "Lithuanian", 0.4, 0.8),
    Heritage("romanian", 48, 3, "Romanian", 0.45, 0.85),
    Heritage("bulgarian", 12, 1, "Bulgarian", 0.5, 0.9),
    Heritage("albanian", 9, 1, "Albanian", 0.4, 0.9),
    Heritage("portuguese", 12, 2, "Portuguese", 0.35, 0.6),
    Heritage("italian", 6, 4, "Italian", 0.1, 0.25),
    Heritage("turkish", 8, 2, "Turkish", 0.3, 0.7),
    Heritage("punjabi", 17, 12, "Punjabi", 0.1, 0.5),
    Heritage("gujarati", 12, 7, "Gujarati", 0.1, 0.4),
    Heritage("tamil", 8, 2, "Tamil", 0.2, 0.6),
    Heritage("malayali", 8, 1, "Malayalam", 0.1, 0.4),
    Heritage("pakistani", 14, 3, "Urdu", 0.15, 0.6),
    Heritage("bangladeshi", 12, 2, "Bengali", 0.25, 0.8),
    Heritage("chinese", 8, 3, "Cantonese", 0.2, 0.7),
    Heritage("filipino", 6, 1, "Tagalog", 0.1, 0.3),
)
FEMININE = {
    "polish": (("cki", "cka"), ("ski", "ska")),
    "bulgarian": (("ov", "ova"), ("ev", "eva")),
    "lithuanian": (("ius", "ienė"), ("as", "ienė"), ("us", "ienė"), ("is", "ienė")),
}


class Names:
    """Given and family names by how often they are met: the earlier in its list, the oftener."""

    def __init__(self) -> None:
        listed = sections("names.txt")
        self._known_as = dict(_nicknames(line) for line in listed.pop("known_as"))
        self._lists = {section: _weighted(" ".join(lines)) for section, lines in listed.items()}

    def heritage(self, age: int, rng: Random) -> Heritage:
        """A heritage, as often as it is met at that age."""
        weights = [heritage.old if age >= 60 else heritage.young for heritage in HERITAGES]
        return rng.choices(HERITAGES, weights)[0]

    def given(self, heritage: Heritage, gender: Gender, born: int, rng: Random) -> str:
        """A given name; now and then two."""
        sex = _sex(gender, rng)
        first = self._given(heritage.name, sex, born, rng)
        if heritage.name == SOMALI:
            return f"{first} {self._given(SOMALI, 'm', born - 30, rng)}"
        if " " not in first and rng.random() < SECOND_NAME:
            second = self._given(heritage.name, sex, born, rng)
            return first if second == first else f"{first} {second}"
        return first

    def _given(self, heritage: str, sex: str, born: int, rng: Random) -> str:
        dated = [f"given.{heritage}.{sex}.{year}" for year in ERAS if born <= year]
        section = next((name for name in dated if name in self._lists), f"given.{heritage}.{sex}")
        return self._one_of(section, rng)

    def family(self, heritage: Heritage, rng: Random) -> str:
        """A family name as a man bears it; now and then two with a hyphen."""
        name = self._one_of(f"family.{heritage.name}", rng)
        if rng.random() < DOUBLE_BARRELLED:
            other = self._one_of("family.english", rng)
            return name if other == name else f"{name}-{other}"
        return name

    def known_as(self, given: str, rng: Random) -> str:
        """What somebody with this given name likes to be called; mostly just that, which is ""."""
        first = given.split(" ")[0]
        short = self._known_as.get(given) or self._known_as.get(first)
        if short and rng.random() < 0.4:
            return rng.choice(short)
        return first if " " in given and rng.random() < 0.5 else ""

    def _one_of(self, section: str, rng: Random) -> str:
        names, weights = self._lists[section]
        return rng.choices(names, cum_weights=weights)[0]


def feminine(family: str, heritage: Heritage) -> str:
    """The family name as a woman bears it, where that differs: Kowalski, Kowalska."""
    for ending, hers in FEMININE.get(heritage.name, ()):
        if family.endswith(ending):
            return family.removesuffix(ending) + hers
    return family


def _sex(gender: Gender, rng: Random) -> str:
    if gender in (Gender.FEMALE, Gender.MALE):
        return gender[0]
    return rng.choice("fm")


def _weighted(text: str) -> tuple[list[str], list[float]]:
    names = [name.strip() for name in text.replace("\n", " ").split(",") if name.strip()]
    return names, list(accumulate((place + 5) ** -0.8 for place in range(len(names))))


def _nicknames(line: str) -> tuple[str, list[str]]:
    name, _, short = line.partition(" = ")
    return name, short.split(", ")
