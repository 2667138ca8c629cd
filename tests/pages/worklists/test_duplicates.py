"""/people/duplicates/: pairs to decide, one pair side by side, telling apart, and the way from the person's page."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from residents.actions import tell_apart
from residents.enums import PairStatus
from residents.models import PossibleDuplicate, Resident
from tests.factories.duplicates import make_merge, make_pair
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral
from tests.rows import rows

LIST = "/people/duplicates/"


@pytest.fixture
def other(asha: User) -> Resident:
    return make_resident(asha, known_as="Jeannie", family_name="Cole", phone="07700900982")


@pytest.fixture
def pair(jean: Resident, other: Resident) -> PossibleDuplicate:
    return make_pair(jean, other)


def page_of(client: Client, user: User, address: str) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def said(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").text.split())


@pytest.mark.parametrize("who", ["asha", "dee", "olu"])
def test_lists_each_pair_with_why_the_score_and_the_open_work_on_each(
    client: Client, pair: PossibleDuplicate, jean: Resident, asha: User, who: str, request: pytest.FixtureRequest
) -> None:
    make_referral(jean, asha)
    words = said(page_of(client, request.getfixturevalue(who), LIST))
    for told in ("Jean Smith", "Jeannie Cole", pair.why[0], "90 of 100 points", "not allocated yet", "Nothing open"):
        assert told in words


def test_lists_the_likeliest_first_a_page_at_a_time(client: Client, asha: User, jean: Resident, dee: User) -> None:
    for number in range(26):
        pair = make_pair(jean, make_resident(asha, given_name=f"Jean{number}", known_as=""))
        PossibleDuplicate.objects.filter(pk=pair.pk).update(score=60 + number)
    page = page_of(client, dee, LIST)
    scores = [int(cell.text.split(" of 100")[0].split()[-1]) for cell in page.select("td[data-label=Why]")]
    assert scores == list(range(85, 60, -1))
    assert "of 26 pairs" in said(page)
    assert len(page_of(client, dee, f"{LIST}?page=2").select("tbody tr")) == 1


def test_keeps_what_was_merged_and_told_apart_on_lists_of_their_own(
    client: Client, pair: PossibleDuplicate, jean: Resident, asha: User, dee: User
) -> None:
    tell_apart(pair=pair, note="Sisters", by=dee)
    done = make_merge(jean, make_resident(asha), dee)
    assert "There are none to decide" in said(page_of(client, dee, LIST))
    assert "Dee Walsh said that these are two people" in said(page_of(client, dee, f"{LIST}?show=apart"))
    merged = page_of(client, dee, f"{LIST}?show=merged")
    assert merged.select_one(f"a[href='{done.get_absolute_url()}']")


def test_a_list_is_written_down_with_everybody_on_it(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, dee: User
) -> None:
    client.force_login(dee)
    before = rows(without="audit.event")
    client.get(LIST)
    assert rows(without="audit.event") == before
    shown = Event.objects.get(verb="list.viewed")
    assert set(shown.detail["residents"]) == {str(jean.pk), str(other.pk)}


def test_a_fixed_number_of_queries_however_many_pairs(
    client: Client, pair: PossibleDuplicate, asha: User, dee: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(5):
        make_pair(make_resident(asha), make_resident(asha, given_name=f"Jean{number}"))
    client.force_login(dee)
    with django_assert_max_num_queries(9):
        client.get(LIST)


def test_shows_both_records_side_by_side_where_they_differ(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, dee: User
) -> None:
    page = page_of(client, dee, pair.get_absolute_url())
    lines = {row.th.text.strip(): [" ".join(cell.text.split()) for cell in row.select("td")]
             for row in page.select("tbody tr") if row.th}  # fmt: skip
    assert lines["Family name"] == ["Smith", "Cole"]
    assert lines["Main telephone"] == ["Not known", "07700900982"]
    assert "Born" not in lines
    assert "Born: 14 July 1945" in said(page)
    opened = Event.objects.filter(verb="resident.viewed", detail__page="worklists.duplicate")
    assert set(opened.values_list("resident_id", flat=True)) == {jean.pk, other.pk}


def test_a_pair_takes_a_fixed_number_of_queries(
    client: Client, pair: PossibleDuplicate, dee: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(dee)
    with django_assert_max_num_queries(14):
        client.get(pair.get_absolute_url())


def test_tells_two_people_apart_with_a_note_and_can_take_it_back(
    client: Client, pair: PossibleDuplicate, dee: User
) -> None:
    client.force_login(dee)
    apart = reverse("worklists:duplicate_apart", kwargs={"pk": pair.pk})
    assert client.post(apart, {"note": "Mother and daughter"}).url == LIST
    pair.refresh_from_db()
    assert (pair.status, pair.note) == (PairStatus.NOT_SAME, "Mother and daughter")
    page = page_of(client, dee, pair.get_absolute_url())
    assert "Mother and daughter" in said(page)
    assert not page.select("#keep")
    again = page.select_one("main form")["action"]
    assert client.post(again).url == pair.get_absolute_url()
    pair.refresh_from_db()
    assert pair.is_open


@pytest.mark.parametrize("note", ["", "x" * 501])
def test_refuses_to_tell_apart_without_saying_how_one_knows(
    client: Client, pair: PossibleDuplicate, dee: User, note: str
) -> None:
    client.force_login(dee)
    answer = client.post(reverse("worklists:duplicate_apart", kwargs={"pk": pair.pk}), {"note": note})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(".govuk-error-summary a[href='#id_note']")
    assert page.select_one("#id_note").get("value", "") == note
    pair.refresh_from_db()
    assert pair.is_open


def test_the_second_to_decide_sees_what_the_first_decided(
    client: Client, pair: PossibleDuplicate, dee: User, olu: User
) -> None:
    tell_apart(pair=pair, note="Twins", by=olu)
    client.force_login(dee)
    answer = client.post(reverse("worklists:duplicate_apart", kwargs={"pk": pair.pk}), {"note": "Sisters"}, follow=True)
    words = said(BeautifulSoup(answer.content, "html.parser"))
    assert "Olu Adeyemi said that these are two people" in words
    assert "Nothing was changed by you" in words
    pair.refresh_from_db()
    assert pair.note == "Twins"


def test_both_persons_pages_lead_to_the_pair(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, dee: User
) -> None:
    for person, named in ((jean, "Jeannie Cole"), (other, "Jean Smith")):
        page = page_of(client, dee, person.get_absolute_url())
        assert f"This may be the same person as {named}" in said(page)
        assert page.select_one(f".tc-alert a[href='{pair.get_absolute_url()}']")
    assert Event.objects.filter(verb="list.viewed", detail__residents=[str(other.pk)]).exists()


@pytest.mark.parametrize("who", ["ben", "gwen"])
def test_who_may_not_decide_sees_only_that_it_is_looked_at(
    client: Client, pair: PossibleDuplicate, jean: Resident, who: str, request: pytest.FixtureRequest
) -> None:
    page = page_of(client, request.getfixturevalue(who), jean.get_absolute_url())
    assert "This record and another one may be of the same person." in said(page)
    assert "Cole" not in said(page)
    assert client.get(pair.get_absolute_url()).status_code == 403
    assert client.get(LIST).status_code == 403


def test_a_partner_never_learns_of_a_pair(
    client: Client, pair: PossibleDuplicate, jean: Resident, asha: User, ines: User
) -> None:
    make_referral(jean, asha)
    jean.shares.create(team=ines.teams.get(), reason="carer", started_at=jean.added_at)
    words = said(page_of(client, ines, jean.get_absolute_url()))
    assert "same person" not in words
    assert "Cole" not in words


@pytest.mark.parametrize(("who", "leads"), [("asha", True), ("ben", False)])
def test_the_search_leads_to_the_list_for_who_may_decide(
    client: Client, db: None, who: str, leads: bool, request: pytest.FixtureRequest
) -> None:
    page = page_of(client, request.getfixturevalue(who), reverse("worklists:search"))
    assert bool(page.select(f"main a[href='{LIST}']")) is leads
