"""Rows on their way to PostgreSQL: kept as dictionaries until a slice of people is done, then sent by COPY."""

import json
from collections.abc import Iterable, Set
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from accounts.models import Membership, Notice, Organisation, User
from assessments.models import AssessedNeed, Assessment, Findings, SafeDischarge
from audit.models import Event
from discharges.models import (
    Blocker,
    BreachReason,
    ClockStep,
    Discharge,
    DischargeCorrection,
    HospitalNotice,
    HospitalStay,
    NoticeFile,
    NoticeRow,
    Refusal,
    ReviewVisit,
    SixWeekClock,
    StepCarriedOut,
    StepDay,
    ToldOfDischarge,
)
from referrals.models import Allocation, CallBack, Contact, HandOff, Promise, Referral, ReferralNote
from residents.models import (
    AccessNeed,
    Address,
    Alert,
    CircleLink,
    Confirmation,
    DictionaryName,
    EmailAddress,
    EndedRow,
    LifeEvent,
    Merge,
    MovedRow,
    PhoneNumber,
    PossibleDuplicate,
    Resident,
    Share,
    Statement,
    TimelineEntry,
)
from sealed.models import SealedItem
from services.models import Goal, Places, Programme
from talking_shops.models import (
    AgreedAction,
    Attending,
    Booking,
    Conversation,
    ConversationPart,
    Feedback,
    Meal,
    News,
    ProposedChange,
    Ride,
    Series,
    Session,
    SessionNote,
    Tap,
    Venue,
    WalkAwayReceipt,
)
from thurrock_care.demo.keys import Keys

Row = dict[str, Any]

# Whom a row points to stands before it.
IN_ORDER: tuple[type[models.Model], ...] = (
    Organisation, User, Membership, Venue, Series, Session, Resident, PhoneNumber, EmailAddress, Address, CircleLink,
    AccessNeed, Alert, DictionaryName, PossibleDuplicate, Merge, MovedRow, LifeEvent, EndedRow, Contact, CallBack,
    Conversation, Statement, Share, Confirmation, AgreedAction, Referral, ReferralNote, Allocation, HandOff, Promise,
    HospitalStay, Blocker, ToldOfDischarge, HospitalNotice, NoticeFile, NoticeRow, Assessment, SafeDischarge, Findings,
    AssessedNeed, Discharge, DischargeCorrection, SixWeekClock, ClockStep, StepCarriedOut, StepDay, ReviewVisit,
    Refusal, BreachReason, Programme, Goal, Places, Tap, Attending, SessionNote, ConversationPart, Meal, Booking,
    Ride, News, WalkAwayReceipt, ProposedChange, Feedback, SealedItem, Notice, TimelineEntry, Event,
)  # fmt: skip
REQUIRED = object()
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


class Table:
    """The rows of one model that wait for the next COPY."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = model._meta.concrete_fields
        name = connection.ops.quote_name(model._meta.db_table)
        self.blank: Row = {field.attname: _default(field) for field in fields}
        self.rows: list[Row] = []
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        self.copy = f"COPY {name} ({columns}) FROM STDIN"

    def add(self, values: Row) -> Row:
        row = self.blank | values
        if len(row) != len(self.blank):
            raise TypeError(f"{self.copy}: no column {sorted(row.keys() - self.blank.keys())}")
        self.rows.append(row)
        return row

    def text(self) -> str:
        """The rows in the text format of COPY."""
        return "".join(["\t".join(map(as_text, row.values())) + "\n" for row in self.rows])


class Ledger:
    """Where the demo borough writes. A row may be changed until `send`; after that it is history."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._tables = {model: Table(model) for model in IN_ORDER}
        self._names: dict[tuple[str, str], datetime] = {}
        self.sent = 0

    def add(self, model: type[models.Model], moment: datetime, /, **values: Any) -> Row:
        """A new row of `model` with a key made at `moment`. Raises TypeError for a column that there is not."""
        return self._tables[model].add({"id": self.keys.key(moment), **values})

    def learn(self, names: Iterable[tuple[str, str]], at: datetime) -> None:
        """Remember names for the dictionary, each from when it was first borne."""
        for name in names:
            first = self._names.get(name)
            if first is None or at < first:
                self._names[name] = at

    def write_names(self, known: Set[tuple[str, str]] = frozenset()) -> None:
        """Add a row for every name that was learned and is not `known` already."""
        for (part, value), at in sorted(item for item in self._names.items() if item[0] not in known):
            self.add(DictionaryName, at, part=part, value=value, added_at=at)

    def send(self) -> None:
        """Write all rows that wait, in one transaction; every constraint is checked before it ends."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL synchronous_commit = off")
            for table in self._tables.values():
                if table.rows:
                    cursor.copy_expert(table.copy, StringIO(table.text()))
                    self.sent += len(table.rows)
                    table.rows = []
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _default(field: "models.Field[Any, Any]") -> Any:
    """What a column holds when nothing is said: its constant default, null or empty; else it must be said."""
    if field.has_default():
        if field.default in (dict, list):
            return field.default()
        return REQUIRED if callable(field.default) else field.default
    if field.null:
        return None
    return "" if field.blank else REQUIRED


def as_text(value: Any) -> str:
    """One value in the text format of COPY. Raises TypeError for what no column holds."""
    if isinstance(value, str):
        return value.translate(ESCAPES) if "\n" in value or "\\" in value or "\t" in value else value
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, int | date | datetime | time | Decimal | UUID):
        return str(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    raise TypeError(f"a column is missing or of a kind that is not written here: {value!r}")


def tables_of(rows: Iterable[type[models.Model]]) -> str:
    """The names of tables, quoted, for a statement about all of them."""
    return ", ".join(connection.ops.quote_name(model._meta.db_table) for model in rows)
