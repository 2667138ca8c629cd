"""The working pages that are measured, and what is asked of each for a borough's own people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg2

from bench.requests import Ask, Exchange

TRIAGE, WORKER, MANAGER, NOBODYS = "asha", "ben", "dee", "eve"
TEAM, LOCALITY = "cls-tilbury-chadwell", "tilbury-chadwell"
PEOPLE = 400
STORY = "Mum fell again last night. She got up by herself, but she is black and blue and will not see the doctor."
Asked = Callable[["Sample"], Iterator[Exchange]]

HELD = """
    SELECT referral.reference FROM referrals_referral referral JOIN localities_team team ON team.id = referral.team_id
    WHERE team.slug = %s AND referral.status = 'allocated' AND referral.source <> 'discharge'
    ORDER BY md5(referral.reference) LIMIT %s
"""
PAIRS = "SELECT id::text FROM residents_possibleduplicate WHERE status = 'open' ORDER BY md5(id::text) LIMIT %s"
SHOPS = """
    SELECT id::text, to_char(starts_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY')
    FROM talking_shops_session session
    WHERE starts_at BETWEEN now() - interval '60 days' AND now() AND status = 'planned'
        AND EXISTS (SELECT FROM talking_shops_tap WHERE session_id = session.id)
        AND EXISTS (SELECT FROM talking_shops_attending WHERE session_id = session.id)
        AND EXISTS (SELECT FROM talking_shops_conversation WHERE session_id = session.id)
    ORDER BY md5(id::text) LIMIT %s
"""


@dataclass(frozen=True)
class Sample:
    """Some people of a borough, drawn by chance, and a generator to draw more from; referrals that the team holds
    now and may hand on, pairs that may be one person, and Talking Shops that were held lately, with taps, people of
    the services and conversations: the key of each and its day.
    """

    people: list[dict[str, Any]]
    rng: Random
    referrals: list[str] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)
    shops: list[tuple[str, str]] = field(default_factory=list)

    def everyone(self) -> Iterator[dict[str, Any]]:
        return cycle(self.people)

    def token(self) -> str:
        """A form's token that no form had before, nor in an earlier run on this borough: it would only be answered."""
        return str(uuid4())


@dataclass(frozen=True)
class Page:
    """A page: its name, who opens it, and an endless supply of requests for it."""

    name: str
    who: str
    asked: Asked


def sample(database_url: str) -> Sample:
    """People of a borough of whom much is known."""
    query = """
        SELECT reference, given_name, family_name, postcode, phone, born_on FROM residents_resident
        WHERE family_name <> '' AND given_name <> '' AND postcode <> '' AND died_on IS NULL
            AND phone <> '' AND born_on IS NOT NULL
        ORDER BY md5(reference) LIMIT %s
    """
    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(query, [PEOPLE])
        columns = [column.name for column in cursor.description or ()]
        people = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute(HELD, [TEAM, PEOPLE])
        referrals = [row[0] for row in cursor.fetchall()]
        cursor.execute(PAIRS, [PEOPLE])
        pairs = [row[0] for row in cursor.fetchall()]
        cursor.execute(SHOPS, [PEOPLE])
        shops = [(key, day) for key, day in cursor.fetchall()]
    connection.close()
    return Sample(people, Random(7), referrals, pairs, shops)


def reading(path: str) -> Asked:
    """The same address again and again."""
    return lambda sample: cycle([Exchange(Ask(path))])


def searching(words: Callable[[Sample, dict[str, Any]], str]) -> Asked:
    """The search page with other words each time."""
    return lambda sample: (
        Exchange(Ask(f"/people/search?q={quote(words(sample, person))}")) for person in sample.everyone()
    )


def of_people(path: str) -> Asked:
    """A page of another person each time."""
    return lambda sample: (Exchange(Ask(path.format(**person))) for person in sample.everyone())


def of_referrals(path: str) -> Asked:
    """A page of another referral that the team holds each time."""
    return lambda sample: (Exchange(Ask(path.format(reference))) for reference in cycle(sample.referrals))


def of_pairs(path: str) -> Asked:
    """A page of another pair that may be one person each time."""
    return lambda sample: (Exchange(Ask(path.format(pair))) for pair in cycle(sample.pairs))


def of_shops(path: str) -> Asked:
    """A page of another Talking Shop each time."""
    return lambda sample: (Exchange(Ask(path.format(shop))) for shop, _ in cycle(sample.shops))


def misspelt(sample: Sample, person: dict[str, Any]) -> str:
    """The whole name with one slip of the pen in the family name."""
    name, rng = person["family_name"], sample.rng
    place = rng.randrange(1, len(name)) if len(name) > 1 else 0
    slip = rng.choice((name[:place] + name[place + 1 :], name[:place] + name[place - 1] + name[place:]))
    return f"{person['given_name']} {slip}"


def damaged(sample: Sample, person: dict[str, Any]) -> str:
    """A name with a slip, and the birth date with its day and month the other way round where that is a date."""
    born = person["born_on"]
    day, month = (born.month, born.day) if born.day <= 12 else (born.day, born.month)
    return f"{misspelt(sample, person)} {day}/{month}/{born.year}"


def advice_calls(sample: Sample) -> Iterator[Exchange]:
    """A call that ends with information and advice: one post keeps all of it."""
    for person in sample.everyone():
        words = _call(person) | {"advice": "Gave the number of the surgery.", "next": "advise"}
        yield Exchange(Ask("/calls/new", words | {"form_token": sample.token()}, 302))


def routed_calls(sample: Sample) -> Iterator[Exchange]:
    """A call that is sent on. Keeping the draft and reading the check page come before; the send is timed."""
    for person in sample.everyone():
        check = Ask("/calls/new", _call(person) | {"next": "check", "form_token": sample.token()}, 302)
        send = {"send": "yes", "goes": "router", "draft_version": "seen", "form_token": sample.token()}
        yield Exchange(Ask("/calls/new/check", send, 302), [check, Ask("/calls/new/check")])


def _call(person: dict[str, Any]) -> dict[str, str]:
    return {
        "person": person["reference"],
        "story": STORY,
        "matters": "Getting to church on Sundays.",
        "relation": "child",
        "caller_name": "Maria Hughes",
        "caller_phone": "07700900871",
        "may_speak_for": "yes",
        "need": "getting_about",
        "urgency": "this_week",
    }


def conversations(sample: Sample) -> Iterator[Exchange]:
    """A conversation at a Talking Shop with two topics and two lines of what was agreed: what the worker does by a
    day is a promise.
    """
    for person, (shop, day) in zip(sample.everyone(), cycle(sample.shops), strict=False):
        form = {
            "held_on": day, "place": "talking_shop", "session": shop, "matters": "My garden.",
            "people": "Maria rings every night.", "effect": "delayed", "with_whom": "Maria",
            "agreed-TOTAL_FORMS": "2", "agreed-INITIAL_FORMS": "0",
            "agreed-0-words": "Order a bath board", "agreed-0-doer": "worker", "agreed-0-due_on": "tomorrow",
            "agreed-1-words": "Ask about the lunch club", "agreed-1-doer": "person", "agreed-1-due_on": "",
            "form_token": sample.token(),
        }  # fmt: skip
        yield Exchange(Ask(f"/people/{person['reference']}/talk/", form, 302))


PLAINEST = Page("P: notices of somebody who has none", NOBODYS, reading("/notices/"))
PAGES = (
    Page("person search, exact name", TRIAGE, searching(lambda _, who: f"{who['given_name']} {who['family_name']}")),
    Page("person search, misspelt", TRIAGE, searching(misspelt)),
    Page("person search, damaged name and birth date", TRIAGE, searching(damaged)),
    Page("person search, telephone", TRIAGE, searching(lambda _, who: who["phone"])),
    Page("person search, postcode", TRIAGE, searching(lambda _, who: who["postcode"])),
    Page("team queue", MANAGER, reading(f"/teams/{TEAM}/")),
    Page("six-week reviews of a team", MANAGER, reading(f"/teams/{TEAM}/reviews")),
    Page("person's page", WORKER, of_people("/people/{reference}/")),
    Page("person's details", WORKER, of_people("/people/{reference}/details")),
    Page("timeline", WORKER, of_people("/people/{reference}/timeline")),
    Page("my day of a social worker", WORKER, reading("/")),
    Page("my day of a manager", MANAGER, reading("/")),
    Page("calls to decide on", TRIAGE, reading("/calls/")),
    Page("calls to ring back", TRIAGE, reading("/calls/?show=call-backs")),
    Page("calls sent today", TRIAGE, reading("/calls/?show=sent")),
    Page("calls in my hands", TRIAGE, reading("/calls/?show=mine")),
    Page("hand a referral on", MANAGER, of_referrals("/referrals/{}/hand-on")),
    Page("records that may be one person", MANAGER, reading("/people/duplicates/")),
    Page("two records side by side", MANAGER, of_pairs("/people/duplicates/{}/")),
    Page("locality dashboard", MANAGER, reading(f"/reports/locality/{LOCALITY}/")),
    Page("Talking Shop with a list and conversations", WORKER, of_shops("/sessions/{}/")),
    Page("save a call with advice", TRIAGE, advice_calls),
    Page("save a call and send it on", TRIAGE, routed_calls),
    Page("save a conversation at a Talking Shop", WORKER, conversations),
)
