"""How teams answer what Thurrock First sends them: most accept within a day; a few return it, and it is sent again."""

from datetime import date, datetime, timedelta
from random import Random

from localities.enums import TeamKind
from referrals.actions import HandOver
from referrals.enums import ReferralSource
from referrals.routing import Suggestion
from referrals.rules.routing import by_hand
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.records import answering, front_door
from thurrock_care.demo.records.desk import Case
from thurrock_care.demo.staff import Worker

ACCEPTED, RETURNED, HANDED_ON = 0.93, 0.03, 0.03
WHY_RETURNED = (
    "They moved in with family last week. Please ask where they live now.",
    "They told us on the telephone that they did not ask for this. Please check who rang, and whether they know.",
    "This reads as if it were about their neighbour. Please look again at who it is about.",
)
ANSWERS = (
    "I rang back: they are at home, and would like you to come.",
    "I spoke with them this morning. It is theirs, and they are glad of the help.",
    "I asked again. It stays as it was written; the best time to ring is after eleven.",
)
WHY_HANDED_ON = (
    "They moved to their daughter’s, and will stay there.",
    "What they need now is near where their family lives.",
)


def answer(borough: Borough, case: Case, received_at: datetime, begins_on: date) -> None:
    """Before the day on which somebody takes the case up, the team says that it will, or returns it first."""
    rng = chance_of(case)
    on = borough.almanac.working_day(received_at.date() + timedelta(days=1))
    if case.referral["answer_by"] is None or on >= begins_on or not borough.almanac.is_past(on):
        return
    drawn = rng.random()
    if drawn < RETURNED and case.referral["source"] == ReferralSource.CONTACT:
        on = _returned(borough, case, on, begins_on, rng)
    elif drawn > RETURNED + ACCEPTED:
        return
    if on < begins_on and borough.almanac.is_past(on):
        by = borough.staff.allocator(case.team.slug)
        answering.accept(borough.desk, case=case, by=by, at=borough.almanac.office_hours(on, rng))


def _returned(borough: Borough, case: Case, on: date, begins_on: date, rng: Random) -> date:
    """Return it, and send it again on the next working day; when it can be accepted then."""
    again_on = borough.almanac.working_day(on + timedelta(days=1))
    sender = borough.desk.teams["thurrock-first"]
    if again_on >= begins_on or not borough.almanac.is_past(again_on):
        return on
    at = borough.almanac.office_hours(on, rng)
    by = borough.staff.allocator(case.team.slug)
    answering.return_referral(borough.desk, case=case, sender=sender, why=rng.choice(WHY_RETURNED), by=by, at=at)
    at = borough.almanac.office_hours(again_on, rng)
    to = Suggestion(case.team, case.referral["rule"], case.referral["because"])
    by = borough.staff.someone("thurrock-first", again_on, rng)
    answering.send_again(borough.desk, case=case, sender=sender, to=to, by=by, at=at, words=rng.choice(ANSWERS))
    return borough.almanac.working_day(again_on + timedelta(days=1))


def hand_on(borough: Borough, case: Case, on: date, until: date) -> Worker | None:
    """Now and then the worker who holds a case hands it on to another locality's team; who holds it then."""
    rng, worker = chance_of(case), case.worker
    taken_on = borough.almanac.working_day(on + timedelta(days=1))
    if rng.random() < 1 - HANDED_ON or worker is None or not worker.works_on(on) or taken_on >= until:
        return None
    others = [one for one in borough.desk.teams.values() if one.kind == TeamKind.CLS and one != case.team]
    why = rng.choice(WHY_HANDED_ON)
    because = by_hand(case.team.name, case.referral["rule"], why, worker.name)
    to = Suggestion(rng.choice(others), "ROU-11", because)
    told = HandOver(why=why, urgency=case.referral["urgency"], done="We met, and agreed the first steps.")
    at = borough.almanac.office_hours(on, rng)
    answering.hand_on(borough.desk, case=case, to=to, told=told, by=worker, at=at)
    by, at = borough.staff.allocator(case.team.slug), borough.almanac.office_hours(taken_on, rng)
    taken_up_by = borough.staff.someone(case.team.slug, taken_on, rng)
    front_door.allocate(borough.desk, case=case, worker=taken_up_by, by=by, at=at)
    return taken_up_by


def chance_of(case: Case) -> Random:
    """Chance of its own for each case, so that how it is answered moves nothing else in the borough."""
    return Random(f"answers to {case.referral['reference']}")
