"""/people/<reference>/alerts: page 23, access needs in six stages and alerts; and the banner that says them."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from residents.access import warnings_for
from residents.actions import Phone, add_phone, record_no_needs, share
from residents.models import AccessNeed, Alert, Resident
from tests.factories.around import make_alert, make_need, overdue
from tests.rows import rows


def at(person: Resident, name: str = "alerts", **more: Any) -> str:
    return reverse(f"residents:{name}", kwargs={"reference": person.reference, **more})


def opened(client: Client, user: User, address: str) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(page: Any) -> str:
    return " ".join(page.get_text(" ").split())


def test_not_asked_is_never_none(client: Client, jean: Resident, asha: User) -> None:
    page = words(opened(client, asha, at(jean)))
    assert "Not asked yet That is not the same as none" in page
    assert "they need nothing" not in page
    record_no_needs(resident=jean, by=asha)
    page = words(opened(client, asha, at(jean)))
    assert "they need nothing" in page
    assert "Not asked yet" not in page


def test_asks_the_six_stages_in_their_order(client: Client, jean: Resident, asha: User) -> None:
    page = words(opened(client, asha, at(jean, "need_new")))
    stages = ("1. Ask", "2. Record", "3. Flag", "4. Share", "5. Meet", "6. Review")
    assert [page.index(stage) for stage in stages] == sorted(page.index(stage) for stage in stages)


def test_a_need_is_recorded_and_the_page_says_what_it_does(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    given = {"asked": "needs", "kind": "no_phone", "detail": "after her stroke", "may_share": "yes"}
    assert client.post(at(jean, "need_new"), given).url == at(jean)
    page = opened(client, asha, at(jean))
    assert "Do not ring Jean Smith: they asked us to text or write (after her stroke)." in words(page)
    assert "Text or write, do not ring (after her stroke)" in words(page.select_one(".tc-banner__access"))
    assert "How we meet it: not said yet" in words(page)
    need = AccessNeed.objects.get()
    assert (need.may_share, need.review_on.year) == (True, clock.today().year + 1)


def test_asked_and_none_is_one_answer(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    client.post(at(jean, "need_new"), {"asked": "nothing"})
    jean.refresh_from_db()
    assert jean.access_asked_on == clock.today()
    assert not AccessNeed.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "asked"),
        ({"asked": "needs"}, "kind"),
        ({"asked": "nothing", "kind": "bsl"}, "asked"),
        ({"asked": "needs", "kind": "bsl", "review_on": "1 1 2020"}, "review_on"),
        ({"asked": "needs", "kind": "bsl", "review_on": "1/1/2090"}, "review_on"),
    ],
)
def test_refuses_what_is_wrong_beside_its_field(
    client: Client, jean: Resident, asha: User, given: dict[str, str], field: str
) -> None:
    client.force_login(asha)
    before = rows(without="audit.event")
    answer = client.post(at(jean, "need_new"), {**given, "detail": "18 point"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(".govuk-error-summary a")["href"].startswith(f"#id_{field}")
    assert page.select_one("#id_detail")["value"] == "18 point"
    assert rows(without="audit.event") == before


def test_a_need_is_looked_at_again_and_ended_with_why(client: Client, jean: Resident, asha: User) -> None:
    need = make_need(jean, asha, "bsl")
    overdue(need)
    assert "Review overdue" in words(opened(client, asha, at(jean)))
    given = {"then": "keep", "how_met": "book a week ahead", "review_on": "today", "version": need.version}
    client.post(at(jean, "need", pk=need.pk), given)
    need.refresh_from_db()
    assert (need.how_met, need.review_on) == ("book a week ahead", clock.today())
    ends = {**given, "then": "end", "version": need.version}
    assert client.post(at(jean, "need", pk=need.pk), ends).status_code == 422
    client.post(at(jean, "need", pk=need.pk), {**ends, "because": "recorded for the wrong person"})
    assert "1 ended" in words(opened(client, asha, at(jean)))


def test_an_alert_has_why_who_since_when_until_when_and_whether_they_know(
    client: Client, jean: Resident, asha: User
) -> None:
    client.force_login(asha)
    given = {"family": "safety", "words": "visit in pairs", "reason": "The son shouted.", "told_person": "no"}
    client.post(at(jean, "alert_new"), {**given, "review_on": "today"})
    page = opened(client, asha, at(jean))
    said = words(page)
    assert "The son shouted." in said
    assert f"Asha Patel, {clock.today().day} {clock.today():%B %Y}. Does the person know? No." in said
    assert words(page.select_one(".tc-chip--safety")) == "Safety: visit in pairs"


@pytest.mark.parametrize("missing", ["family", "words", "reason", "review_on"])
def test_refuses_an_alert_without(client: Client, jean: Resident, asha: User, missing: str) -> None:
    client.force_login(asha)
    given = {"family": "safety", "words": "dog", "reason": "It bites.", "review_on": "tomorrow"}
    answer = client.post(at(jean, "alert_new"), given | {missing: ""})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one(".govuk-error-summary a")["href"].startswith(f"#id_{missing}")
    assert not Alert.objects.exists()


def test_shows_both_versions_of_an_alert_and_keeps_what_was_typed(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    alert = make_alert(jean, asha)
    given = {"words": alert.words, "reason": "He moved out.", "review_on": "today", "then": "keep", "version": 1}
    client.force_login(asha)
    client.post(at(jean, "alert", pk=alert.pk), given)
    client.force_login(ben)
    answer = client.post(at(jean, "alert", pk=alert.pk), {**given, "reason": "He is back."})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 409
    assert "He moved out." in words(page.select_one("tbody"))
    assert page.select_one("#id_reason").text.strip() == "He is back."


def test_the_banner_shows_three_chips_and_a_way_to_the_rest(client: Client, jean: Resident, asha: User) -> None:
    for number in range(5):
        make_alert(jean, asha, f"alert {number}")
    banner = opened(client, asha, jean.get_absolute_url()).select_one(".tc-banner")
    assert len(banner.select(".tc-chip")) == 3
    more = banner.select_one(".tc-banner__chips a")
    assert (words(more), more["href"]) == ("and 2 more", at(jean))


@pytest.mark.parametrize(("safe", "ring"), [(False, "do not ring"), (True, "safe to ring"), (None, "not asked if")])
def test_the_banner_says_whether_the_number_is_safe(
    client: Client, jean: Resident, asha: User, safe: bool | None, ring: str
) -> None:
    add_phone(resident=jean, phone=Phone("07700900123", safe_to_call=safe, safe_to_text=True), by=asha)
    banner = opened(client, asha, at(jean)).select_one(".tc-banner")
    assert ring in words(banner)
    assert "safe to text" in words(banner)
    assert bool(banner.select("s")) is (safe is False)
    assert bool(banner.select("a[href^='tel:']")) is (safe is not False)


def test_the_banner_offers_no_call_to_who_asked_not_to_be_rung(client: Client, jean: Resident, asha: User) -> None:
    add_phone(resident=jean, phone=Phone("07700900123", safe_to_call=True), by=asha)
    make_need(jean, asha, "bsl")
    banner = opened(client, asha, at(jean)).select_one(".tc-banner")
    assert not banner.select("a[href^='tel:']")
    assert "British Sign Language interpreter" in words(banner)


def test_the_banner_of_somebody_who_has_died_is_unmistakable(client: Client, jean: Resident, asha: User) -> None:
    add_phone(resident=jean, phone=Phone("07700900123", safe_to_call=True), by=asha)
    Resident.objects.filter(pk=jean.pk).update(died_on=date(2026, 1, 2))
    banner = opened(client, asha, at(jean)).select_one(".tc-banner")
    assert "tc-banner--deceased" in banner["class"]
    assert "This person has died. Letters and calls are stopped." in words(banner)
    assert "Died 2 January 2026 (aged 80)" in words(banner)
    assert not banner.select("a[href^='tel:']")


def test_the_banner_says_that_somebody_moved_away(client: Client, jean: Resident, asha: User) -> None:
    Resident.objects.filter(pk=jean.pk).update(left_on=date(2026, 1, 2), left_for="Basildon")
    chips = words(opened(client, asha, at(jean)).select_one(".tc-banner__chips"))
    assert chips == "Moved away to Basildon on 2 January 2026"


def test_a_partner_reads_no_reason_and_no_need_that_must_not_go_along(
    client: Client, jean: Resident, asha: User, hal: User
) -> None:
    make_alert(jean, asha, "canary words", reason="canary reason")
    make_need(jean, asha, "bsl", detail="canary need")
    make_need(jean, asha, "large_print", detail="18 point", may_share=True)
    share(resident=jean, team=hal.teams.get(), by=asha, reason="care at home")
    for address in (at(jean), jean.get_absolute_url(), reverse("residents:details", args=[jean.reference])):
        page = opened(client, hal, address)
        assert "canary" not in words(page)
        assert "Large print (18 point)" in words(page.select_one(".tc-banner"))
        assert "Safety: ask the Council before you visit" in words(page)
    assert not opened(client, hal, at(jean)).select("a[href*='/alerts/']")


@pytest.mark.parametrize("role", ["hal", "ines", "olu", "eve", "ada"])
@pytest.mark.parametrize("name", ["need_new", "alert_new"])
def test_is_closed_to_who_may_not_change_people(
    client: Client, jean: Resident, name: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(at(jean, name)).status_code == 403


def test_the_component_warns_whoever_offers_to_ring(jean: Resident, asha: User) -> None:
    context = {"warnings": warnings_for(jean, "phone")}
    assert not render_to_string("residents/_access_warning.html", context).strip()
    make_need(jean, asha)
    shown = render_to_string("residents/_access_warning.html", {"warnings": warnings_for(jean, "phone")})
    alert = BeautifulSoup(shown, "html.parser").select_one(".tc-alert--warning")
    assert "Do not ring Jean Smith" in words(alert)


def test_query_count(
    client: Client, jean: Resident, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_need(jean, asha)
    make_alert(jean, asha)
    client.force_login(asha)
    with django_assert_num_queries(12):  # 4 savepoints, the frame 3, person, audit, needs, alerts, flags
        client.get(at(jean))
