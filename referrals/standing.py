"""A referral as it stands now, in words that one viewer may read: the other version, beside what they were about to do
with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from core import clock
from core.clock import london_time
from core.words import clock_time, weekday_date
from referrals.between_teams import named, notes_for, with_its_team
from referrals.enums import HandOffKind, NoteKind
from referrals.models import HandOff, Referral, ReferralNote

NOBODY, NOTHING = "Nobody", "Nothing said"
SAID = {
    NoteKind.ASKED: "asked about this",
    NoteKind.ANSWERED: "answered the question about this",
    NoteKind.RETURNED: "returned this",
    NoteKind.ADDED: "added to this what was heard in a call",
}
Act = tuple[datetime, str]


@dataclass(frozen=True)
class Standing:
    """One referral now. `happened` is who acted last, and when; `words` are the last of each kind of note, with who
    wrote them.
    """

    version: int
    happened: str
    holder: str
    note: str
    team: str
    urgency: str
    expects: str
    words: Mapping[str, str]

    def last(self, *kinds: NoteKind) -> str:
        """The last words of the first of these kinds of which there are any."""
        return next((self.words[kind] for kind in kinds if kind in self.words), NOTHING)


def standing_of(referral: Referral, viewer: User) -> Standing:
    """Read a referral that came with `for_page()`."""
    hand_offs = list(HandOff.objects.of_referral(referral))
    notes = notes_for(referral, viewer, hand_offs)
    held = referral.allocations.open().select_related("worker").first()
    return Standing(
        version=referral.version,
        happened=_happened(referral, viewer, hand_offs, notes),
        holder=_who(held.worker, viewer) if held else NOBODY,
        note=(held.note if held else "") or NOTHING,
        team=referral.team.name,
        urgency=referral.get_urgency_display(),
        expects=referral.expects or NOTHING,
        words={note.kind: f"{note.words}\n\n{_who(note.by, viewer)}, {_at(note.at)}" for note in notes},
    )


def _happened(referral: Referral, viewer: User, hand_offs: list[HandOff], notes: list[ReferralNote]) -> str:
    """Who acted on a referral last, as one sentence for a viewer whose page was open meanwhile."""
    # Of two at the same moment the first tells more.
    acts = [
        *_steps(referral, viewer),
        *_notes(viewer, [note for note in notes if note.kind == NoteKind.RETURNED]),
        *_ways(viewer, hand_offs),
        *_notes(viewer, notes),
    ]
    at, did = max(acts, key=lambda act: act[0], default=(referral.received_at, "This was sent"))
    return f"{did} at {_at(at)}, while this page was open."


def _steps(referral: Referral, viewer: User) -> Iterator[Act]:
    """What was done with it in its team."""
    if referral.closed_at:
        yield referral.closed_at, f"{_who(referral.closed_by, viewer)} closed this"
    for one in referral.allocations.select_related("worker", "started_by", "ended_by"):
        yield one.started_at, f"{_who(one.started_by, viewer)} allocated this to {_who(one.worker, viewer)}"
        if one.ended_at:
            yield one.ended_at, f"{_who(one.ended_by, viewer)} took this from {_who(one.worker, viewer)}"
    if referral.answered_at and with_its_team(referral):
        yield referral.answered_at, f"{_who(referral.answered_by, viewer)} accepted this"


def _ways(viewer: User, hand_offs: list[HandOff]) -> Iterator[Act]:
    """How it went from team to team."""
    for one in hand_offs:
        if one.kind == HandOffKind.TEAM and one.to_team is not None:
            back = "took this back to" if one.undoes_id else "sent this to"
            yield one.at, f"{_who(one.by, viewer)} {back} {one.to_team.spoken}"


def _notes(viewer: User, notes: Iterable[ReferralNote]) -> Iterator[Act]:
    """What one side said to the other, where that is the whole of what was done."""
    for note in notes:
        if note.kind in SAID:
            yield note.at, f"{_who(note.by, viewer)} {SAID[NoteKind(note.kind)]}"


def _who(user: User | None, viewer: User) -> str:
    return named(user, viewer) or "The system"


def _at(moment: datetime) -> str:
    """ "14:32" of today, "9:32am on Tuesday 12 January" of an earlier day."""
    today, local = clock.today(), moment.astimezone(clock.LONDON)
    if local.date() == today:
        return london_time(moment)
    return f"{clock_time(local.time())} on {weekday_date(local.date(), today)}"
