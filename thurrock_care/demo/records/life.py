"""As residents.actions.life: a death or a move is recorded, of somebody with whom nothing but shares is under way."""

from datetime import date, datetime

from audit.actions import Actor
from core.words import long_date
from residents.enums import Ending, LifeKind, TimelineKind
from residents.models import EndedRow, LifeEvent, Resident
from residents.rules import partners_look_until
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records.desk import Desk
from thurrock_care.demo.records.people import Person, note_event, record
from thurrock_care.demo.records.talking import noon

SAID = {LifeKind.DIED: "Died on", LifeKind.MOVED: "Moved out of the borough on"}
COLUMN = {LifeKind.DIED: "died_on", LifeKind.MOVED: "left_on"}
VERB = {LifeKind.DIED: "resident.died", LifeKind.MOVED: "resident.moved_away"}


def record_life_event(
    desk: Desk, *, person: Person, kind: LifeKind, on: date, how_known: str, by: Actor, at: datetime, to: str = ""
) -> Row:
    """As record_death and record_move."""
    told = True if kind == LifeKind.MOVED else None
    event = desk.ledger.add(
        LifeEvent, at, resident_id=person.key, kind=kind, happened_on=on, left_for=to, council_told=told,
        how_known=how_known, recorded_at=at, recorded_by_id=by.id,
    )  # fmt: skip
    person.row[COLUMN[kind]] = on
    person.row["left_for"] = to
    person.row["version"] += 1
    ended = _end_shares(desk, person, event, by, at)
    source = (LifeEvent, event["id"])
    record(desk.ledger, VERB[kind], by=by, at=at, subject=source, resident_id=person.key, ended=len(ended))
    lines = [f"To: {to}"] if to else []
    lines += [f"Who told us: {how_known}", *(["This ended:", *ended] if ended else ["Nothing was under way."])]
    note_event(
        desk.ledger, person, TimelineKind.LIFE, f"{SAID[kind]} {long_date(on)}", by=by, at=at, source=source,
        detail="\n".join(lines), happened_at=noon(on), time_known=False,
    )  # fmt: skip
    return event


def _end_shares(desk: Desk, person: Person, event: Row, by: Actor, at: datetime) -> list[str]:
    until, ended = partners_look_until(at), []
    for slug, lasting in person.shares.items():
        for share in lasting.values():
            share["ended_at"] = until
            words = f"What {desk.teams[slug].spoken} may see, after 30 days"
            desk.ledger.add(
                EndedRow, at, event_id=event["id"], ender=Ending.SHARE, row_id=share["id"],
                was={"until": until.isoformat()}, words=words,
            )  # fmt: skip
            record(
                desk.ledger, "resident.share_ended", by=by, at=at, subject=(Resident, person.key),
                resident_id=person.key, team=slug,
            )  # fmt: skip
            ended.append(words)
    person.shares.clear()
    return ended
