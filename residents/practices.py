"""With which GP practice somebody is registered, in words. "Not asked" is an answer apart from "none"."""

from residents.enums import NoPractice

NOT_ASKED = "Not asked"


def practice_in_words(practice: str, no_practice: str, elsewhere: str) -> str:
    """The practice of the borough, the one elsewhere with its name and place, that there is none, or "Not asked"."""
    if practice or not no_practice:
        return practice or NOT_ASKED
    label = NoPractice(no_practice).label
    return f"{label}: {elsewhere}" if elsewhere else label


def why_not_by_practice(no_practice: str, elsewhere: str) -> str:
    """Why a locality cannot follow the practice, as LOC-2 and LOC-4 say it; "" while nobody has asked."""
    if no_practice == NoPractice.NONE:
        return "they are registered with no practice"
    if no_practice == NoPractice.OUTSIDE:
        return (
            f"their practice, {elsewhere}, is outside Thurrock" if elsewhere else "their practice is outside Thurrock"
        )
    return ""
