"""/teams/<slug>/reviews: several reviews are given to one worker, and taken back; each row leads to the assessment."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from assessments.actions import start_full
from core import clock
from discharges.models import SixWeekClock
from referrals.models import Allocation
from tests.factories.field import make_clock
from tests.factories.people import make_resident
from tests.factories.referrals import give
from tests.factories.reviews import make_visit

PAGE = "/teams/cls-tilbury-chadwell/reviews"


@pytest.fixture
def three(asha: User, gwen: User) -> list[SixWeekClock]:
    names = ("Ann", "Bet", "Cyn")
    return [make_clock(make_resident(asha, known_as=name), gwen, days_ago=9 - n) for n, name in enumerate(names)]


def tick(running: SixWeekClock) -> str:
    running.referral.refresh_from_db()
    return f"{running.referral.reference}:{running.referral.version}"


def page_of(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def said(answer: Any) -> str:
    return " ".join(page_of(answer).text.split())


def test_allocates_those_ticked_and_says_so(client: Client, three: list[SixWeekClock], ben: User, dee: User) -> None:
    client.force_login(dee)
    boxes = [box["value"] for box in page_of(client.get(PAGE)).select("input[name=reviews]")]
    assert boxes == [tick(one) for one in three]
    answer = client.post(f"{PAGE}?show=unheld", {"reviews": boxes[:2], "worker": str(ben.pk)}, follow=True)
    assert answer.redirect_chain[0][0] == f"{PAGE}?show=unheld"
    assert "2 reviews allocated to Ben Okafor: Ann Smith and Bet Smith." in said(answer)
    held = Allocation.objects.open().filter(worker=ben).values_list("referral_id", flat=True)
    assert set(held) == {one.referral_id for one in three[:2]}


def test_says_of_each_what_happened_and_refuses_none_silently(
    client: Client, three: list[SixWeekClock], ben: User, dee: User, asha: User, gwen: User
) -> None:
    first, second, third = three
    give(first.referral, ben, dee)
    old = tick(second)
    give(second.referral, dee, dee)
    elsewhere = make_clock(make_resident(asha, practice=None, postcode="RM17 6AA"), gwen, days_ago=3)
    ticked = [tick(first), old, tick(third), tick(elsewhere)]
    client.force_login(dee)
    words = said(client.post(PAGE, {"reviews": ticked, "worker": str(ben.pk)}, follow=True))
    assert "Ann Smith was not allocated. Ben Okafor holds this already." in words
    assert f"Bet Smith was not allocated. {second.referral.reference} was changed while this page was open." in words
    assert "1 review allocated to Ben Okafor: Cyn Smith." in words
    assert f"{elsewhere.referral.reference}: the review is not open in this team any more." in words
    assert Allocation.objects.open().filter(worker=ben).count() == 2


def test_all_are_taken_back_with_one_undo(client: Client, three: list[SixWeekClock], ben: User, dee: User) -> None:
    client.force_login(dee)
    answer = client.post(PAGE, {"reviews": [tick(one) for one in three], "worker": str(ben.pk)}, follow=True)
    undo = page_of(answer).select_one(".tc-alert__undo")
    assert undo is not None
    back = client.post(undo["action"], follow=True)
    assert "3 reviews taken back: Ann Smith, Bet Smith and Cyn Smith." in said(back)
    assert not Allocation.objects.open().exists()
    assert client.post(f"{PAGE}/undo?of=nothing").status_code == 404


def test_asks_for_ticks_and_a_worker_and_keeps_the_ticks(
    client: Client, three: list[SixWeekClock], ben: User, dee: User
) -> None:
    client.force_login(dee)
    nothing = client.post(PAGE, {"worker": str(ben.pk)})
    assert nothing.status_code == 422
    assert [link["href"] for link in page_of(nothing).select(".govuk-error-summary a")] == ["#id_reviews"]
    assert page_of(nothing).select_one("#id_reviews") is not None
    nobody = client.post(PAGE, {"reviews": [tick(three[1])], "worker": ""})
    assert nobody.status_code == 422
    assert [box["value"] for box in page_of(nobody).select("input[name=reviews][checked]")] == [tick(three[1])]
    assert not Allocation.objects.exists()


def test_ticks_all_without_a_mouse_or_script_and_only_for_who_allocates(
    client: Client, three: list[SixWeekClock], ben: User, dee: User
) -> None:
    client.force_login(dee)
    assert len(page_of(client.get(f"{PAGE}?tick=all")).select("input[name=reviews][checked]")) == 3
    client.force_login(ben)
    assert not page_of(client.get(PAGE)).select("input[name=reviews]")
    assert client.post(PAGE, {"reviews": [tick(three[0])], "worker": str(ben.pk)}).status_code == 403
    assert not Allocation.objects.exists()


def test_each_row_leads_to_the_full_assessment(client: Client, three: list[SixWeekClock], ben: User, dee: User) -> None:
    client.force_login(ben)
    begun = start_full(resident=three[0].resident, by=ben)
    links = [link["href"] for link in page_of(client.get(PAGE)).select("a") if "Hold the review" in link.text]
    assert len(links) == 3
    answer = client.get(links[0])
    assert (answer.status_code, answer["Location"]) == (302, begun.get_absolute_url())
    assert "Start the assessment" in said(client.get(links[1]))


def test_vis_1_a_row_says_when_its_visit_does_not_count(
    client: Client, three: list[SixWeekClock], ben: User, dee: User
) -> None:
    make_visit(three[0], ben)
    client.force_login(dee)
    assert "Does not count" not in said(client.get(PAGE))
    ben.memberships.update(ends_on=clock.days_ago(1))
    assert said(client.get(f"{PAGE}?show=no-visit")).count("Does not count") == 1
