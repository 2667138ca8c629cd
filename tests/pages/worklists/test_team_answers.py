"""A team's queue as answers go: what nobody answered is on top, what came back is with the team that sent it."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.words import long_date
from referrals.actions import answer_question, ask
from residents.models import Resident
from tests.factories.answers import NOT_OURS, give_back, let_the_days_pass
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral

TEAM = "cls-tilbury-chadwell"


def test_ans_4_puts_what_nobody_answered_on_top_and_says_so(
    client: Client, asha: User, ben: User, jean: Resident
) -> None:
    soon = make_referral(make_resident(asha, known_as="Soon", given_name="Soon"), asha)
    late = make_referral(jean, asha, urgency="no_rush")
    let_the_days_pass(late)
    client.force_login(ben)
    first, second = BeautifulSoup(client.get(f"/teams/{TEAM}/").content, "html.parser").select("tbody tr")
    assert late.resident.reference in first.select_one("a")["href"]
    assert "Not answered" in first.text
    assert "Not answered" not in second.text
    assert soon.answer_by is not None
    assert f"To answer by {long_date(soon.answer_by)}" in second.text


def test_says_that_a_question_waits_until_it_is_answered(client: Client, asha: User, ben: User, jean: Resident) -> None:
    referral = make_referral(jean, asha)
    ask(referral=referral, words="Which stairs?", by=ben)
    client.force_login(ben)
    assert "A question waits for its answer" in client.get(f"/teams/{TEAM}/").content.decode()
    answer_question(referral=referral, words="Hers.", by=asha)
    assert "A question waits for its answer" not in client.get(f"/teams/{TEAM}/").content.decode()


def test_shows_the_team_that_sent_it_what_came_back(client: Client, asha: User, ben: User, jean: Resident) -> None:
    returned = make_referral(make_resident(asha, known_as="Ivy", given_name="Ivy"), asha)
    give_back(returned, ben)
    late = make_referral(jean, asha)
    let_the_days_pass(late)
    make_referral(make_resident(asha, known_as="Neither", given_name="Neither"), asha)
    client.force_login(asha)
    page = BeautifulSoup(client.get("/teams/thurrock-first/?show=came-back").content, "html.parser")
    told = {row.th.a.text: " ".join(row.text.split()) for row in page.select("tbody tr")}
    assert set(told) == {"Ivy Smith", "Jean Smith"}
    assert f"Returned “{NOT_OURS}”" in told["Ivy Smith"]
    assert "Not answered It was due by" in told["Jean Smith"]


def test_tells_a_partner_in_its_queue_not_who_rang(client: Client, asha: User, ines: User, jean: Resident) -> None:
    make_referral(jean, asha, need="carer")
    client.force_login(ines)
    shown = client.get("/teams/carers-service/").content.decode()
    assert "Contact with Thurrock First" in shown
    assert "Maria" not in shown
    assert "Came back" not in shown


def test_shows_what_came_back_and_what_waits_with_as_many_queries_for_one_as_for_many(
    client: Client, asha: User, ben: User, jean: Resident
) -> None:
    client.force_login(asha)
    addresses = (f"/teams/{TEAM}/", "/teams/thurrock-first/?show=came-back")
    counts = []
    for people in (1, 4):
        for number in range(people):
            back = make_referral(make_resident(asha, given_name=f"Back {number}"), asha)
            give_back(back, ben)
            ask(referral=make_referral(jean, asha), words="Which?", by=ben)
        counts.append([queries_of(client, address) for address in addresses])
    assert counts[0] == counts[1]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
