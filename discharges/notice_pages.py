"""What the pages of notices show: what a ward wrote, whom it may be about, what a file holds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from core.words import long_date, moment, nhs_number
from discharges.actions import read_row
from discharges.enums import FileStatus, NoticeKind, NoticeStatus, RowStatus
from discharges.models import HospitalNotice, NoticeFile, NoticeRow
from discharges.notice_csv import OURS, written
from discharges.notice_deeds import deeds_of
from discharges.notice_desk import desk_for
from discharges.notice_fields import FIELDS, GROUPS, KIND_HEADING, NoticeField, fields_of
from discharges.rules.notices import Ask
from residents.models import Resident
from residents.search import Hit, find, near_matches

MOST_HITS = 10
TABS = ((RowStatus.GOOD, "Can be taken up"), (RowStatus.BAD, "Cannot be"), (RowStatus.TWICE, "Known already"),
        (RowStatus.TAKEN, "Taken up"))  # fmt: skip
SHOWN_AS: Mapping[str, Callable[[Any], str]] = {"moment": moment, "date": long_date, "nhs_number": nhs_number}


@dataclass(frozen=True)
class Group:
    """A group of a notice's fields, as rows of a summary list."""

    name: str
    rows: list[dict[str, str]]


def groups_of(notice: HospitalNotice) -> list[Group]:
    """All that a notice says, group by group; what it does not say is left out."""
    said = [(one, _shown(notice, one)) for one in fields_of(notice.kind)]
    found = [
        Group(name, [{"key": one.label, "value": words} for one, words in said if one.group == name and words])
        for name in GROUPS
    ]
    return [group for group in found if group.rows]


def _shown(notice: HospitalNotice, one: NoticeField) -> str:
    value = getattr(notice, one.name)
    if one.name == "issued_at":
        return notice.issued_words
    if value in ("", None):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if one.kind in SHOWN_AS:
        return SHOWN_AS[one.kind](value)
    return dict(one.choices).get(str(value), str(value))


def near_to(notice: HospitalNotice, viewer: User, asked: str) -> list[Hit]:
    """Whom a waiting notice may be about: those whom somebody searched for, or those who are like its patient."""
    if asked:
        return find(asked, viewer=viewer, limit=MOST_HITS).hits
    names = ("given_name", "family_name", "born_on", "postcode", "phone", "nhs_number")
    return near_matches({name: getattr(notice, name) for name in names}, viewer)


def searched_for(notice: HospitalNotice) -> str:
    """The patient of a notice as words for the search, and so for the form that adds a person."""
    born = notice.born_on.strftime("%d/%m/%Y") if notice.born_on else ""
    parts = (notice.given_name, notice.family_name, born, notice.postcode, notice.nhs_number, notice.phone)
    return " ".join(part for part in parts if part)


def to_decide(notice: HospitalNotice) -> dict[str, str]:
    """The link to what a person must decide, with its words; empty when there is nothing, or it was done."""
    asks, resident, stay = deeds_of(notice).asks, notice.resident, notice.stay
    if not asks or resident is None or notice.status == NoticeStatus.SET_ASIDE:
        return {}
    in_hospital = stay is not None and stay.is_in_hospital
    if asks == Ask.DEATH.value and not resident.is_deceased:
        return {"text": "Record the death", "href": reverse("residents:died", args=[resident.reference])}
    if asks == Ask.MOVE.value and not resident.has_left:
        return {"text": "Record the move", "href": reverse("residents:moved", args=[resident.reference])}
    if asks == Ask.DISCHARGE.value and in_hospital and stay is not None:
        return {"text": "Record the discharge", "href": reverse("discharges:discharge", args=[stay.pk])}
    if asks == Ask.STAY.value and in_hospital and stay is not None:
        return {"text": "See the stay in hospital", "href": stay.get_absolute_url()}
    return {}


def asks_whether_it_counts(notice: HospitalNotice) -> bool:
    """Whether a waiting notice waits because the hub has to say whether it is of a stay that goes on."""
    return deeds_of(notice).asks == Ask.COUNTS.value


def tabs_of(shown: str, waiting: int) -> list[dict[str, Any]]:
    """The two lists of notices."""
    at = reverse("discharges:notices")
    return [
        {"text": "Waiting", "href": at, "current": shown != "all", "count": waiting},
        {"text": "All", "href": f"{at}?show=all", "current": shown == "all"},
    ]


@dataclass(frozen=True)
class Progress:
    """How far a file is: lines by status, and how many of them a worker process has done."""

    counts: Mapping[str, int]
    done: int
    of: int

    @property
    def words(self) -> str:
        """ "3,000 of 10,000 lines"."""
        return f"{self.done:,} of {self.of:,} lines"


def progress_of(file: NoticeFile) -> Progress:
    """The lines of a file by status, in one query."""
    counted = file.lines.order_by().values_list("status").annotate(lines=Count("pk"))
    counts = {status.value: 0 for status in RowStatus} | {status: lines for status, lines in counted}
    is_reading = file.status in (FileStatus.READING, FileStatus.CHECKED) or counts[RowStatus.READ] > 0
    not_done = counts[RowStatus.READ] if is_reading else counts[RowStatus.GOOD]
    return Progress(counts, file.rows - not_done, file.rows)


def tabs_of_file(file: NoticeFile, shown: str, progress: Progress) -> list[dict[str, Any]]:
    """The lines of a file by what is known of them."""
    at = file.get_absolute_url()
    return [
        {
            "text": text,
            "href": f"{at}?show={status}",
            "current": shown == status,
            "count": f"{progress.counts[status]:,}",
        }
        for status, text in TABS
        if progress.counts[status] or status in (RowStatus.GOOD, RowStatus.BAD)
    ]


@dataclass(frozen=True)
class Shown:
    """One line of a file as its page shows it: `about` is the person it will be taken up for."""

    row: NoticeRow
    kind: str
    name: str
    about: Resident | None
    will: str


def lines_shown(rows: Iterable[NoticeRow]) -> list[Shown]:
    """Lines of a file with what would become of them, in a few queries however many they are."""
    found = [(row, read_row(row)) for row in rows]
    desk = desk_for([read for _, read in found])
    lines = []
    for row, read in found:
        name = " ".join(row.said.get(part, "") for part in ("given_name", "family_name")).strip()
        is_good = read.is_good and row.status == RowStatus.GOOD
        about = desk.whom(read) if is_good else getattr(row.notice, "resident", None)
        kind = NoticeKind(read.kind).label if read.kind in NoticeKind else read.kind
        will = "Waits: the hub says whom it is about" if is_good and about is None else ""
        lines.append(Shown(row, kind, name, about, will))
    return lines


def bad_lines(file: NoticeFile) -> str:
    """The lines that cannot be taken up, with the reasons, as a file that can be put right and sent again."""
    names = ["kind", *(field.name for field in FIELDS)]
    rows = file.lines.filter(status=RowStatus.BAD).order_by("line")
    heading = [*OURS, KIND_HEADING, *(field.label for field in FIELDS)]
    body = ([row.line, " ".join(f"{one}." for one in row.problems), *(row.said.get(name, "") for name in names)]
            for row in rows.iterator())  # fmt: skip
    return written([heading, *body])


def status_tag(notice: HospitalNotice) -> dict[str, str]:
    """A notice's status as a tag."""
    tags = {
        NoticeStatus.WAITING: ("Waiting", "yellow"),
        NoticeStatus.APPLIED: ("Taken up", "green"),
        NoticeStatus.REPLACED: ("Replaced", "grey"),
        NoticeStatus.SET_ASIDE: ("Set aside", "grey"),
    }
    text, colour = tags[NoticeStatus(notice.status)]
    return {"text": text, "colour": colour}
