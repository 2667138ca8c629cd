""" "Went home today" on the hospital board: the second click, two tabs, a network that went away, and the undo."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from discharges.actions import plan_discharge, void_discharge
from discharges.enums import ClockStatus, StayStatus
from discharges.models import Discharge, HospitalStay, SixWeekClock
from residents.models import Resident
from tests.committed import at_once, committed
from tests.factories.field import make_stay
from tests.factories.people import make_resident, make_user
from tests.rows import rows

__all__ = ["committed"]


@pytest.fixture
def stay(jean: Resident, gwen: User, client: Client) -> HospitalStay:
    client.force_login(gwen)
    return plan_discharge(stay=make_stay(jean, gwen), by=gwen, planned_pathway="1", expected_on=clock.today())


def typed(stay: HospitalStay) -> dict[str, str]:
    """What the form of one rendered row sends."""
    return {"version": str(stay.version), "form_token": str(uuid4())}


def text_of(client: Client, address: str, sent: dict[str, str]) -> str:
    return " ".join(client.post(address, sent, follow=True).content.decode().split())


def test_the_second_click_on_one_button_is_the_same_discharge(client: Client, stay: HospitalStay) -> None:
    sent = typed(stay)
    page = f"/hospital/{stay.pk}/home-today"
    first, second = client.post(page, sent), client.post(page, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert (Discharge.objects.count(), SixWeekClock.objects.count()) == (1, 1)


def test_the_same_receipt_again_after_the_network_went_away_gives_the_same_discharge(
    client: Client, stay: HospitalStay, gwen: User
) -> None:
    sent = typed(stay)
    page = f"/hospital/{stay.pk}/home-today"
    answer = client.post(page, sent)  # this answer never arrived
    only = Discharge.objects.get()
    later = Client()
    later.force_login(gwen)
    before = rows(without="audit.event")
    assert later.post(page, sent).url == answer.url
    assert Discharge.objects.get() == only
    assert {name: count for name, count in rows(without="audit.event").items() if "session" not in name} == {
        name: count for name, count in before.items() if "session" not in name
    }


def test_the_other_tab_says_what_stands_and_records_nothing(client: Client, stay: HospitalStay) -> None:
    one_tab, other_tab = typed(stay), typed(stay)
    page = f"/hospital/{stay.pk}/home-today"
    assert "has the review, which is due by" in text_of(client, page, one_tab)
    text = text_of(client, page, other_tab)
    assert "This stay was changed while this page was open. Look at what stands now." in text
    assert "Went home from hospital" in text
    assert Discharge.objects.count() == 1


def test_undone_twice_is_undone_once(client: Client, stay: HospitalStay) -> None:
    client.post(f"/hospital/{stay.pk}/home-today", typed(stay))
    undo = f"/hospital/{stay.pk}/home-undo"
    assert "is on the hospital list again." in text_of(client, undo, {})
    second = text_of(client, undo, {})
    assert "is on the hospital list again." not in second
    assert HospitalStay.objects.filter(status=StayStatus.IN_HOSPITAL).count() == 1
    assert SixWeekClock.objects.get().status == ClockStatus.VOIDED


def test_the_undo_of_a_tab_left_open_takes_nothing_back_that_was_recorded_since(
    client: Client, stay: HospitalStay, gwen: User
) -> None:
    client.post(f"/hospital/{stay.pk}/home-today", typed(stay))
    void_discharge(discharge=Discharge.objects.get(), reason="A slip", by=gwen, still_in_hospital=True)
    again = HospitalStay.objects.get(status=StayStatus.IN_HOSPITAL)
    client.post(f"/hospital/{again.pk}/home-today", typed(again))
    text_of(client, f"/hospital/{stay.pk}/home-undo", {})
    assert Discharge.objects.get(stay=again).voided_at is None
    assert SixWeekClock.objects.open().count() == 1


@pytest.mark.usefixtures("committed")
def test_two_tabs_at_one_moment_make_one_discharge() -> None:
    gwen = make_user("Gwen Price", "hospital_hub", "hospital-hub")
    stay = plan_discharge(stay=make_stay(make_resident(gwen), gwen), by=gwen, planned_pathway="1")

    def press(_: int) -> int:
        browser = Client()
        browser.force_login(gwen)
        return browser.post(f"/hospital/{stay.pk}/home-today", typed(stay)).status_code

    assert at_once(4, press) == [302] * 4
    assert (Discharge.objects.count(), SixWeekClock.objects.count()) == (1, 1)
