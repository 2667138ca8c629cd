"""Who is around a person, read from both sides of each link."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from core.words import listed, lower_first
from residents.enums import CircleRole
from residents.models import CircleLink, Resident

SHORT = 5


@dataclass(frozen=True)
class Around:
    """One link, as it is told on one of its two sides: "Carer: Maria Hughes", "Carer of Jean Smith".

    `other` is None for somebody whom we know by name only.
    """

    link: CircleLink
    name: str
    other: Resident | None
    role: str
    phone: str
    words: str

    @property
    def is_safe_to_call(self) -> bool:
        """False only when somebody said that their number is not safe."""
        return self.other is None or self.other.safe_to_call is not False


@dataclass(frozen=True)
class Circle:
    """`now` are those around the person, `of` those in whose circles they are, `ended` both of that before."""

    now: list[Around]
    of: list[Around]
    ended: list[Around]

    @property
    def in_short(self) -> list[str]:
        """Everybody once, with all that they are to the person: "Carer and next of kin: Maria Hughes (daughter)"."""
        together: dict[object, list[Around]] = {}
        for one in self.now:
            together.setdefault(one.other.pk if one.other else (one.name, one.phone), []).append(one)
        return [_in_short(links) for links in together.values()] + [one.words for one in self.of]

    @property
    def short(self) -> list[str]:
        """The first few, for a page that has little room."""
        return self.in_short[:SHORT]

    @property
    def more(self) -> int:
        """How many the short list leaves out."""
        return max(0, len(self.in_short) - SHORT)

    @property
    def known_ids(self) -> list[UUID]:
        """The keys of everybody whom we know and who is shown: what the audit log names."""
        shown = [*self.now, *self.of, *self.ended]
        return list({one.other.pk: None for one in shown if one.other is not None})


def circle_of(resident: Resident) -> Circle:
    """Everybody around a person, and everybody around whom the person is, in two queries.

    For staff alone: a partner is not told who is around somebody.
    """
    around = CircleLink.objects.filter(resident=resident).select_related("other").order_by("started_on", "pk")
    of = CircleLink.objects.filter(other=resident).select_related("resident").order_by("started_on", "pk")
    ours, theirs = [_around(link) for link in around], [_is_around(link) for link in of]
    return Circle(
        now=_in_order(one for one in ours if one.link.ended_on is None),
        of=_in_order(one for one in theirs if one.link.ended_on is None),
        ended=[one for one in [*ours, *theirs] if one.link.ended_on is not None],
    )


def _around(link: CircleLink) -> Around:
    other, role = link.other, link.get_role_display()
    if other is None:
        return Around(link, link.name, None, role, link.phone, f"{role}: {link.name}")
    return Around(link, other.display_name, other, role, other.phone, f"{role}: {other.display_name}")


def _is_around(link: CircleLink) -> Around:
    """From the other side: "Carer of", then whom."""
    person, role = link.resident, OF[CircleRole(link.role)]
    return Around(link, person.display_name, person, role, person.phone, f"{role} {person.display_name}")


def _in_short(links: list[Around]) -> str:
    roles = listed([links[0].role, *(lower_first(one.role) for one in links[1:])])
    relation = next((f" ({one.link.relation})" for one in links if one.link.relation), "")
    return f"{roles}: {links[0].name}{relation}"


def _in_order(links: Iterable[Around]) -> list[Around]:
    order = {role: place for place, role in enumerate(CircleRole.values)}
    return sorted(links, key=lambda one: (order[one.link.role], one.link.started_on))


OF = {
    CircleRole.CARER: "Carer of",
    CircleRole.NEXT_OF_KIN: "Next of kin of",
    CircleRole.ATTORNEY_HEALTH: "Attorney for health and welfare of",
    CircleRole.ATTORNEY_MONEY: "Attorney for property and money of",
    CircleRole.DEPUTY: "Deputy of the Court of Protection for",
    CircleRole.HOUSEHOLD: "Lives with",
    CircleRole.FAMILY: "Family of",
    CircleRole.FRIEND: "Friend or neighbour of",
    CircleRole.EMERGENCY: "To ring in an emergency for",
}
