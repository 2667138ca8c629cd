"""What the banner says of a person's access needs and alerts, as far as a viewer may know of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, CharField, DateField, F, Q, Value
from django.urls import reverse

from accounts.models import User
from accounts.roles import INTEGRATED
from core import clock
from core.words import long_date
from residents.enums import AccessAnswer, AccessKind, AlertFamily, PairStatus
from residents.models import AccessNeed, Alert, PossibleDuplicate, Resident
from residents.rules.access import against_ringing, answer_about_access, goes_along
from residents.rules.alerts import chips_shown, is_review_overdue

ACCESS, PAIR = "access", "pair"
# A partner is told that there is something to know, and whom to ask; what it is, and of whom, is not theirs.
ASK_US = "ask the Council before you visit"


@dataclass(frozen=True)
class Flags:
    """`access` in words, `chips` as (is it safety, words), `more` chips that there is no room for."""

    access: list[str]
    safety: list[str]
    statuses: list[str]
    more: int
    all_href: str
    must_not_ring: bool


@dataclass(frozen=True)
class _Row:
    family_: str
    kind_: str
    words_: str
    review_: date | None
    yes_: bool | None

    @property
    def is_overdue(self) -> bool:
        return self.review_ is not None and is_review_overdue(self.review_, clock.today())


def flags_of(resident: Resident, viewer: User) -> Flags:
    """Access needs, alerts and status that hold, in one query; for a partner only what may go along to them (ACC-8)."""
    staff = viewer.role in INTEGRATED
    rows = _rows(resident)
    needs = [row for row in rows if row.family_ == ACCESS]
    alerts = [row for row in rows if row.family_ != ACCESS]
    told = [row for row in needs if staff or goes_along(row.yes_)]
    answer = answer_about_access(resident.access_asked_on, len(needs))
    chips = [*_safety(alerts, staff), *_statuses(resident, alerts, staff)]
    shown, more = chips_shown(chips)
    safe = len(_safety(alerts, staff))
    return Flags(
        access=_access(resident, told, answer if staff else AccessAnswer.NEEDS),
        safety=shown[:safe],
        statuses=shown[safe:],
        more=more,
        all_href=reverse("residents:alerts", kwargs={"reference": resident.reference}),
        must_not_ring=bool(against_ringing(AccessKind(row.kind_) for row in told)),
    )


def _rows(resident: Resident) -> list[_Row]:
    """Needs, alerts and pairs in one query: rows of `_Row`, `yes_` being `may_share` of a need."""
    nothing, text = Value("", CharField()), CharField()
    needs = AccessNeed.objects.filter(resident=resident, ended_on__isnull=True).annotate(
        family_=Value(ACCESS, text), kind_=F("kind"), words_=F("detail"), review_=F("review_on"), yes_=F("may_share")
    )
    alerts = Alert.objects.filter(resident=resident, ended_on__isnull=True).annotate(
        family_=F("family"), kind_=nothing, words_=F("words"), review_=F("review_on"), yes_=F("told_person")
    )
    pairs = PossibleDuplicate.objects.filter(Q(one=resident) | Q(other=resident), status=PairStatus.OPEN).annotate(
        family_=Value(PAIR, text), kind_=nothing, words_=nothing,
        review_=Value(None, DateField()), yes_=Value(None, BooleanField()),
    )  # fmt: skip
    parts = [rows.order_by().values_list(*_Row.__dataclass_fields__) for rows in (needs, alerts, pairs)]
    together = parts[0].union(*parts[1:], all=True)
    return sorted((_Row(*row) for row in together), key=lambda row: (row.family_, row.kind_, row.words_))


def _access(resident: Resident, needs: list[_Row], answer: AccessAnswer) -> list[str]:
    """How to communicate: needs, what was said in words, the language; and that nobody asked, which is not none."""
    order = {kind: place for place, kind in enumerate(AccessKind.values)}
    said = [_need(row) for row in sorted(needs, key=lambda row: order[row.kind_])]
    speaks_other = resident.language.casefold() not in {"", "english"}
    words = [*said, resident.communication, f"speaks {resident.language}" if speaks_other else ""]
    if answer == AccessAnswer.NOT_ASKED and not resident.is_deceased:
        words.append("not asked yet what they need")
    if answer == AccessAnswer.NONE:
        words.append(
            f"asked on {long_date(resident.access_asked_on)}: needs nothing" if resident.access_asked_on else ""
        )
    return [word for word in words if word]


def _need(row: _Row) -> str:
    said = f"{AccessKind(row.kind_).label} ({row.words_})" if row.words_ else AccessKind(row.kind_).label
    return f"{said} – review overdue" if row.is_overdue else said


def _safety(alerts: list[_Row], staff: bool) -> list[str]:
    found = [row for row in alerts if row.family_ == AlertFamily.SAFETY]
    if not staff:
        return [ASK_US] if found else []
    return [_alert(row) for row in found]


def _statuses(resident: Resident, alerts: list[_Row], staff: bool) -> list[str]:
    """What follows from columns, then the status alerts."""
    columns = []
    if resident.merged_into_id is not None:
        columns.append("Merged into another record")
    if resident.left_on is not None:
        where = f" to {resident.left_for}" if resident.left_for and staff else ""
        columns.append(f"Moved away{where} on {long_date(resident.left_on)}")
    if staff and any(row.family_ == PAIR for row in alerts):
        columns.append("May be recorded twice")
    return [*columns, *(_alert(row) for row in alerts if staff and row.family_ == AlertFamily.STATUS)]


def _alert(row: _Row) -> str:
    return f"{row.words_} (review overdue)" if row.is_overdue else row.words_
