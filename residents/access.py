"""What whoever is about to ring, text or write to a person must know first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from residents.enums import AccessKind
from residents.models import AccessNeed, Resident
from residents.rules.access import (
    against_ringing,
    against_texting,
    formats_of_letters,
    is_number_to_avoid,
    told_before_ringing,
)

PHONE, TEXT, LETTER = "phone", "text", "letter"
# Needs whose label alone would not be a reason.
IN_A_SENTENCE = {
    AccessKind.NO_PHONE: "they asked us to text or write",
    AccessKind.NO_TEXT: "they asked us to ring",
    AccessKind.BSL: "they use British Sign Language",
    AccessKind.BRAILLE: "they read braille",
    AccessKind.AUDIO: "they need audio",
    AccessKind.SPEAK_TO: "speak to somebody else first or as well",
}


@dataclass(frozen=True)
class Effect:
    """One need, and the sentence that it makes for a channel."""

    kind: AccessKind
    detail: str

    def __str__(self) -> str:
        said = IN_A_SENTENCE.get(self.kind, self.kind.label[0].lower() + self.kind.label[1:])
        return f"{said} ({self.detail})" if self.detail else said


def needs_of(resident: Resident) -> list[AccessNeed]:
    """The access needs that hold now, in the order of the enum; one query."""
    order = {kind: place for place, kind in enumerate(AccessKind.values)}
    held = AccessNeed.objects.filter(resident=resident, ended_on__isnull=True).select_related("recorded_by")
    return sorted(held.order_by("recorded_on", "pk"), key=lambda need: order[need.kind])


def warnings_for(resident: Resident, channel: str) -> list[str]:
    """Sentences to show before the person is rung ("phone"), texted ("text") or written to ("letter"); often none.

    One query. Shown by templates/residents/_access_warning.html.
    """
    return warnings_from(needs_of(resident), resident, channel)


def warnings_from(needs: Iterable[AccessNeed], resident: Resident, channel: str) -> list[str]:
    """As `warnings_for`, from needs that were read already."""
    if resident.is_deceased:
        return [f"{resident.display_name} has died. Do not ring, text or write to them."]
    effects = [Effect(AccessKind(need.kind), need.detail) for need in needs]
    return [*_of_number(resident, channel), *SENTENCES[channel](resident.display_name, effects)]


def _of_number(resident: Resident, channel: str) -> list[str]:
    """ACC-5, of the main number."""
    if channel == PHONE and is_number_to_avoid(resident.safe_to_call):
        return [f"It is not safe to ring {resident.phone}: somebody else may answer."]
    if channel == TEXT and is_number_to_avoid(resident.safe_to_text):
        return [f"It is not safe to text {resident.phone}: somebody else may read it."]
    return []


def _before_ringing(name: str, effects: list[Effect]) -> list[str]:
    """ACC-1 and ACC-4."""
    stop, know = _fitting(against_ringing, effects), _fitting(told_before_ringing, effects)
    return [f"Do not ring {name}: {said}." for said in stop] + [f"Before you ring {name}: {said}." for said in know]


def _before_texting(name: str, effects: list[Effect]) -> list[str]:
    """ACC-2."""
    return [f"Do not text {name}: {said}." for said in _fitting(against_texting, effects)]


def _before_writing(name: str, effects: list[Effect]) -> list[str]:
    """ACC-3."""
    return [f"When you write to {name}: {said}." for said in _fitting(formats_of_letters, effects)]


def _fitting(rule: Callable[[Iterable[AccessKind]], list[AccessKind]], effects: list[Effect]) -> list[str]:
    kinds = rule(effect.kind for effect in effects)
    return [str(effect) for effect in effects if effect.kind in kinds]


SENTENCES: dict[str, Callable[[str, list[Effect]], list[str]]] = {
    PHONE: _before_ringing,
    TEXT: _before_texting,
    LETTER: _before_writing,
}
