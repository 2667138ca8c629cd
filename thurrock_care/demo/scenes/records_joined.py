"""Two records that were one person, two that were not after all, and a promise whose day was changed."""

from dataclasses import replace

from referrals.actions import Told, advise_contact, change_day, make_promise
from referrals.enums import Need, Relation, Urgency
from residents.actions import Identity, merge, undo_merge
from residents.enums import BornPrecision, Gender
from residents.models import Merge, PossibleDuplicate, Resident
from thurrock_care.demo.addresses import STANFORD, TILBURY
from thurrock_care.demo.stage import Part, Stage

GLADYS = Part("Gladys", "Ferrier", Gender.FEMALE, 84, STANFORD)
ROSEMARY = Part("Rosemary", "Haddon", Gender.FEMALE, 66, TILBURY)


def records_are_joined(stage: Stage) -> None:
    """Play all of it."""
    _one_person(stage)
    _two_people(stage)


def _pair(
    stage: Stage, one: Identity, other: Identity, days: int, stories: tuple[str, str]
) -> tuple[Resident, PossibleDuplicate]:
    """Two records, found to be alike when the second was added; the first of them. Each began with a call."""
    first = stage.add(one, days=days)
    _rang(stage, first, stories[0], days)
    second = stage.add(other, days=9)
    _rang(stage, second, stories[1], 9)
    keys = (first.pk, second.pk)
    return first, PossibleDuplicate.objects.get(one_id__in=keys, other_id__in=keys)


def _rang(stage: Stage, who: Resident, story: str, days: int) -> None:
    told = Told(story=story, need=Need.OTHER, urgency=Urgency.NO_RUSH, relation=Relation.SELF)
    with stage.at(stage.working_day(days), 17, 20):
        advise_contact(resident=who, told=told, advice="Said who does it, and on which days.", by=stage.worker("asha"))


def _one_person(stage: Stage) -> None:
    """Gladys was added twice: the second time by her sister's spelling, without her number. Asha made them one."""
    asha, gladys = stage.worker("asha"), stage.identity(GLADYS)
    again = replace(gladys, family_name="Ferriere", nhs_number=None, practice=None)
    stories = (
        "She asked who empties the bins now that the street is dug up. She can't pull them to the corner.",
        "She would like somebody to look at her back step before the frost.",
    )
    first, pair = _pair(stage, gladys, again, 200, stories)
    with stage.at(stage.working_day(5), 10, 45):
        merge(pair=pair, survivor=first, why="Rang her: both are hers. Her sister spells it the French way.", by=asha)
    with stage.at(stage.working_day(5), 10, 58):
        words = "We will ring with the day on which somebody looks at the back step"
        promise = make_promise(resident=first, words=words, due_on=stage.working_day(1), by=asha)
    with stage.at(stage.working_day(2), 15, 30):
        change_day(
            promise=promise, due_on=stage.next_working_day(1), by=asha,
            reason="The handyman is ill until then. Rang Gladys, and she does not mind",
        )  # fmt: skip


def _two_people(stage: Stage) -> None:
    """Rosemary and her cousin by marriage share a name, a telephone and a house: the merge was undone."""
    dee, rosemary = stage.worker("dee"), stage.identity(ROSEMARY)
    unknown = BornPrecision.UNKNOWN
    cousin = replace(rosemary, given_name="Rosemarie", born_on=None, born_precision=unknown, nhs_number=None)
    stories = (
        "She has given up her car and asked how she gets to the eye clinic.",
        "She has moved in with her cousin until her hip is done, and asked what there is in Tilbury on a weekday.",
    )
    first, pair = _pair(stage, rosemary, cousin, 320, stories)
    with stage.at(stage.working_day(6), 9, 40):
        merge(
            pair=pair,
            survivor=first,
            why="Same house, same telephone, and nobody asked when the second one was born.",
            by=dee,
        )
    with stage.at(stage.working_day(3), 13, 15):
        undo_merge(merge=Merge.objects.get(survivor=first), by=dee)
