"""Keep the light-touch assessment of a stay, and complete it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction

from accounts.models import User
from assessments.actions.completing import complete
from assessments.enums import Answer, AssessmentKind
from assessments.models import Assessment, SafeDischarge
from assessments.policies import check_can_assess, check_still_in_hospital
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from discharges.actions import note_light_touch
from discharges.enums import LightTouch
from discharges.models import HospitalStay
from residents.actions import Said, confirm, hear_all
from residents.enums import Channel
from residents.models import Statement


@dataclass(frozen=True)
class Facts:
    """The answers of a light-touch assessment, column by column. `goes_to` is "" until it is known."""

    goes_to: str
    lives_alone: str = Answer.NOT_ASKED
    can_get_about: str = Answer.NOT_ASKED
    can_wash_and_dress: str = Answer.NOT_ASKED
    can_eat_and_drink: str = Answer.NOT_ASKED
    has_medicines: str = Answer.NOT_ASKED
    can_get_in: str = Answer.NOT_ASKED
    home_is_warm: str = Answer.NOT_ASKED
    equipment: str = ""
    who_helps: str = ""


@dataclass(frozen=True)
class Told:
    """All that a light-touch assessment heard: the facts, new words by topic, earlier statements that were confirmed,
    and by topic the one that the new words replace.
    """

    facts: Facts
    words: Mapping[str, str] = field(default_factory=dict)
    still_true: Sequence[Statement] = ()
    replaces: Mapping[str, Statement] = field(default_factory=dict)


@transaction.atomic
def save_light_touch(*, stay: HospitalStay, told: Told, by: User, version: int | None = None) -> Assessment:
    """Keep the light-touch assessment of a stay; the first save starts it, later ones change it until it is completed.

    Raises NotPermitted, Refused once it is completed or the person is at home, and ChangedMeanwhile
    when `version` is not the one that stands.
    """
    check_can_assess(by, AssessmentKind.LIGHT_TOUCH)
    locked = HospitalStay.objects.select_for_update().get(pk=stay.pk)  # two first saves come one after the other
    assessment = Assessment.objects.select_for_update().filter(stay=stay).first()
    check_still_in_hospital(locked, assessment)
    if assessment is None:
        assessment = Assessment.objects.create(
            resident=stay.resident, kind=AssessmentKind.LIGHT_TOUCH, stay=stay, assessor=by, started_at=clock.now()
        )
        note_light_touch(stay=stay, state=LightTouch.STARTED)
    elif assessment.version != version:
        raise ChangedMeanwhile("Somebody saved this assessment while this page was open.", assessment)
    else:
        assessment.version += 1
        assessment.save(update_fields=["version"])
    SafeDischarge.objects.update_or_create(assessment=assessment, defaults=asdict(told.facts))
    _keep_words(assessment, told, by)
    record("assessment.saved", by=by, subject=assessment, resident_id=assessment.resident_id, kind=assessment.kind)
    return assessment


@transaction.atomic
def complete_light_touch(*, stay: HospitalStay, told: Told, by: User, version: int | None = None) -> Assessment:
    """Keep the last answers of a light-touch assessment and complete it; raises as `save_light_touch` and `complete`.

    Raises Refused when it does not say where the person goes.
    """
    if not told.facts.goes_to:
        raise Refused("Select where they are going before you complete the assessment.")
    assessment = save_light_touch(stay=stay, told=told, by=by, version=version)
    return complete(assessment=assessment, by=by)


def _keep_words(assessment: Assessment, told: Told, by: User) -> None:
    said = [Said(topic, words, told.replaces.get(topic)) for topic, words in told.words.items() if words.strip()]
    hear_all(
        resident=assessment.resident, said=said, by=by, source=assessment, channel=Channel.WARD,
        still_true=told.still_true,
    )  # fmt: skip
    for statement in told.still_true:
        confirm(resident=assessment.resident, statement=statement, by=by, source=assessment)
