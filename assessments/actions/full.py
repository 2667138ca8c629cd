"""Start the full care and support assessment, keep what it finds, and complete it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction

from accounts.models import User
from assessments.actions.completing import OPEN_ALREADY, complete, lock_assessment
from assessments.enums import Answer, AssessmentKind, CopyGiven, Seen
from assessments.models import AssessedNeed, Assessment, Findings
from assessments.policies import check_can_assess, check_can_write
from assessments.rules import is_enough, may_be_held_on
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from residents.actions import Said, confirm, hear_all, lock_life
from residents.enums import Channel
from residents.models import Confirmation, Resident, Statement

TOO_LITTLE = "Say whether you saw them, what they said or what is still true of it, and what was decided."


@dataclass(frozen=True)
class Found:
    """What a full assessment found, column by column of its findings."""

    seen: str = ""
    seen_at: str = ""
    with_whom: str = ""
    lives_at: str = ""
    lives_alone: str = Answer.NOT_ASKED
    can_get_in: str = Answer.NOT_ASKED
    home_is_warm: str = Answer.NOT_ASKED
    can_get_about: str = Answer.NOT_ASKED
    can_wash_and_dress: str = Answer.NOT_ASKED
    can_eat_and_drink: str = Answer.NOT_ASKED
    has_medicines: str = Answer.NOT_ASKED
    equipment: str = ""
    who_helps: str = ""
    view: str = ""
    next_steps: str = ""
    decision: str = ""
    copy_given: str = CopyGiven.NOT_YET


@dataclass(frozen=True)
class FoundNeed:
    """One need: what it is, whose words, what would help, and who meets it."""

    need: str
    said_by: str
    helps: str = ""
    met_by: str = ""


@dataclass(frozen=True)
class Assessed:
    """All that one sending of a full assessment says: findings, needs, new words by topic, what is still true, and by
    topic the earlier statement that the new words replace.
    """

    found: Found
    needs: Sequence[FoundNeed] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    still_true: Sequence[Statement] = ()
    replaces: Mapping[str, Statement] = field(default_factory=dict)


@transaction.atomic
def start_full(*, resident: Resident, by: User) -> Assessment:
    """Start a full care and support assessment. Raises NotPermitted, and Refused when one is open already."""
    check_can_assess(by, AssessmentKind.FULL)
    lock_life(resident)  # two who start at one moment come one after the other
    if Assessment.objects.open_full_of(resident) is not None:
        raise Refused(OPEN_ALREADY)
    assessment = Assessment(resident=resident, kind=AssessmentKind.FULL, assessor=by, started_at=clock.now())
    with refused_by("one_open_full_assessment", OPEN_ALREADY):
        assessment.save(force_insert=True)
    record("assessment.started", by=by, subject=assessment, resident_id=resident.pk, kind=assessment.kind)
    return assessment


@transaction.atomic
def save_full(*, assessment: Assessment, told: Assessed, by: User, version: int | None = None) -> Assessment:
    """Keep what a full assessment found so far; it stays open.

    Raises NotPermitted (ASM-1), Refused once it is over, and ChangedMeanwhile when `version` does not stand.
    """
    lock_life(assessment.resident)
    locked = lock_assessment(assessment)
    check_can_write(by, locked)
    if version is not None and locked.version != version:
        lock_assessment(assessment, version)
    locked.version += 1
    locked.save(update_fields=["version"])
    Findings.objects.update_or_create(assessment=locked, defaults=asdict(told.found))
    _keep_needs(locked, told.needs)
    _keep_words(locked, told, by)
    record("assessment.saved", by=by, subject=locked, resident_id=locked.resident_id, kind=locked.kind)
    return locked


@transaction.atomic
def complete_full(
    *, assessment: Assessment, told: Assessed, held_on: date, by: User, version: int | None = None,
    written_later: bool = False,
) -> Assessment:  # fmt: skip
    """Keep the last of a full assessment and complete it with the day on which it was held.

    `written_later` says that it was held before it was begun here. Raises as `save_full` and `complete`, and Refused
    for a day that ASM-2 does not allow, or when it says too little (ASM-5).
    """
    started_on = clock.london_date(assessment.started_at)
    if not may_be_held_on(held_on, started_on=started_on, today=clock.today(), written_later=written_later):
        raise Refused("It cannot have been held on that day. Say that it was written up later, or change the day.")
    saved = save_full(assessment=assessment, told=told, by=by, version=version)
    says_words = bool(told.still_true) or said_before(saved)
    if not is_enough(
        says_seen=bool(told.found.seen), says_decision=bool(told.found.decision.strip()), says_words=says_words
    ):
        raise Refused(TOO_LITTLE)
    return complete(assessment=saved, by=by, completed_on=held_on)


def _keep_needs(assessment: Assessment, needs: Sequence[FoundNeed]) -> None:
    """The rows as they stand now take the place of those that were saved before."""
    assessment.needs.all().delete()
    AssessedNeed.objects.bulk_create(
        [AssessedNeed(assessment=assessment, number=number, **asdict(one)) for number, one in enumerate(needs, start=1)]
    )


def _keep_words(assessment: Assessment, told: Assessed, by: User) -> None:
    said = [Said(topic, words, told.replaces.get(topic)) for topic, words in told.words.items() if words.strip()]
    channel = Channel.PHONE if told.found.seen == Seen.PHONE else Channel.VISIT
    hear_all(
        resident=assessment.resident, said=said, by=by, source=assessment, channel=channel,
        still_true=told.still_true,
    )  # fmt: skip
    for statement in told.still_true:
        confirm(resident=assessment.resident, statement=statement, by=by, source=assessment)


def said_before(assessment: Assessment) -> bool:
    """Whether words were kept in a full assessment, or earlier ones confirmed since it was begun."""
    words = Statement.objects.filter(
        resident=assessment.resident_id, source_type=assessment._meta.label_lower, source_id=assessment.pk
    )
    if words.exists():
        return True
    since = Confirmation.objects.filter(heard_at__gte=assessment.started_at)
    return since.filter(statement__resident=assessment.resident_id).exists()
