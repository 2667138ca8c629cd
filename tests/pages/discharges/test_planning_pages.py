"""The pages of one stay: its plan, what holds somebody, who was told, and putting right what was wrong."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from core import clock
from core.words import weekday_date
from discharges.actions import plan_discharge, raise_blocker
from discharges.enums import BlockerKind
from discharges.models import DischargeCorrection, HospitalStay, SixWeekClock
from residents.models import Resident
from tests.factories.field import make_clock, make_stay


@pytest.fixture
def stay(jean: Resident, gwen: User, client: Client) -> HospitalStay:
    client.force_login(gwen)
    return make_stay(jean, gwen, admitted_on=clock.days_ago(9))


@pytest.fixture
def gone(jean: Resident, gwen: User, client: Client) -> SixWeekClock:
    client.force_login(gwen)
    return make_clock(jean, gwen, days_ago=4)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def post(client: Client, stay: HospitalStay, page: str, **typed: Any) -> HttpResponse:
    data: dict[str, Any] = {"form_token": str(uuid4())} | typed
    found: Any = client.post(f"/hospital/{stay.pk}/{page}", data)
    return found


def plan(**typed: str) -> dict[str, str]:
    return {"hospital": "basildon", "ward": "Elizabeth Fry ward", "version": "1"} | typed


def test_saves_the_plan_and_shows_it(client: Client, stay: HospitalStay) -> None:
    typed = plan(expected_on="tomorrow", ready_on="yesterday", planned_pathway="2", equipment="Hoist", liaison="Sr May")
    assert post(client, stay, "plan", **typed).status_code == 302
    stay.refresh_from_db()
    assert (stay.expected_on, stay.ready_on) == (clock.today() + timedelta(days=1), clock.days_ago(1))
    text = text_of(client.get(stay.get_absolute_url()))
    for words in ("1 day so far", "Pathway 2: a community bed", "Hoist", "Sr May"):
        assert words in text


def test_the_plan_shows_both_versions_when_a_colleague_changed_it(
    client: Client, stay: HospitalStay, gwen: User
) -> None:
    plan_discharge(stay=stay, by=gwen, equipment="Commode")
    response = post(client, stay, "plan", **plan(equipment="Hoist"))
    text = text_of(response)
    assert response.status_code == 409
    assert "This stay was changed while this page was open." in text
    assert ">Commode</td>" in text
    assert 'value="Hoist"' in text
    assert post(client, stay, "plan", **plan(equipment="Hoist", version="2")).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ready_on": "tomorrow"}, "must be today or in the past"),
        ({"expected_on": "1 November 2019"}, "must be on or after the admission"),
        ({"expected_on": "soon"}, "must be a real date"),
    ],
)
def test_hub_1_the_plan_refuses_impossible_days_and_keeps_them(
    client: Client, stay: HospitalStay, typed: dict[str, str], sentence: str
) -> None:
    response = post(client, stay, "plan", **plan(admitted_on="2 November 2026", **typed))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert f'value="{next(iter(typed.values()))}"' in text_of(response)


def test_says_what_holds_them_clears_it_and_undoes_that(client: Client, stay: HospitalStay) -> None:
    assert "Select what holds them" in text_of(post(client, stay, "blocker", words="Keys"))
    assert "Say what holds them" in text_of(post(client, stay, "blocker", kind="other"))
    assert post(client, stay, "blocker", kind="home", words="Keys").status_code == 302
    page = text_of(client.get(stay.get_absolute_url()))
    assert "The home: keys, heating, cleaning, access: Keys" in page
    blocker = stay.blockers.get()
    cleared = client.post(f"/hospital/{stay.pk}/blocker-cleared", {"blocker": str(blocker.pk)}, follow=True)
    assert "Nothing is known to hold them." in text_of(cleared)
    undo = f"/hospital/{stay.pk}/undo?cleared={blocker.pk}"
    assert f'action="{undo}"' in text_of(cleared)
    assert "No longer<span" in text_of(client.post(undo, follow=True))


def test_says_who_was_told_in_one_click_and_undoes_it(client: Client, stay: HospitalStay) -> None:
    response = client.post(f"/hospital/{stay.pk}/told", {"who": "family"}, follow=True)
    assert "Family or carer told." in text_of(response)
    told = stay.told.get()
    client.post(f"/hospital/{stay.pk}/undo?told={told.pk}")
    assert "Nobody was told yet." in text_of(client.get(stay.get_absolute_url()))
    assert post(client, stay, "told", who="the milkman").status_code == 404


def test_what_belongs_to_no_stay_is_not_there(client: Client, stay: HospitalStay) -> None:
    assert post(client, stay, "blocker-cleared", blocker=str(uuid4())).status_code == 404
    assert post(client, stay, "blocker-cleared", blocker="none").status_code == 404


def test_six_7_says_where_the_due_date_moves_before_it_moves(client: Client, gone: SixWeekClock) -> None:
    page = f"/hospital/{gone.discharge.stay_id}/discharge/correct"
    was, now = (weekday_date(clock.today() + timedelta(days=days), clock.today()) for days in (38, 40))
    assert f"The review stays due by {was}." in text_of(client.get(page))
    day = clock.days_ago(2).isoformat()
    part = client.get(page, {"discharged_on": day}, headers={"HX-Request": "true"})
    assert text_of(part) == f"The review moves from {was} to {now}. The history keeps both."
    typed = {"discharged_on": day, "pathway": "1", "because": "Typed wrongly", "version": "1", "look": "yes"}
    assert f"The review moves from {was} to {now}." in text_of(client.post(page, typed))
    assert not DischargeCorrection.objects.exists()


def test_six_7_corrects_a_discharge_and_tells_what_was_corrected(client: Client, gone: SixWeekClock) -> None:
    stay = gone.discharge.stay
    typed = {"discharged_on": clock.days_ago(2).isoformat(), "pathway": "2", "because": "Typed wrongly", "version": "1"}
    assert "Say what was wrong" in text_of(post(client, stay, "discharge/correct", **(typed | {"because": ""})))
    assert post(client, stay, "discharge/correct", **typed).status_code == 302
    gone.refresh_from_db()
    assert gone.due_on == clock.today() + timedelta(days=40)
    text = text_of(client.get(stay.get_absolute_url()))
    assert "Typed wrongly" in text
    stale = post(client, stay, "discharge/correct", **(typed | {"pathway": "0"}))
    assert stale.status_code == 409
    assert "Pathway 2: a community bed" in text_of(stale)


def test_six_5_voids_a_discharge_with_a_reason_and_puts_them_on_the_list_again(
    client: Client, gone: SixWeekClock, jean: Resident
) -> None:
    stay = gone.discharge.stay
    page = text_of(client.get(f"/hospital/{stay.pk}/discharge/error"))
    assert "will be voided, and the Tilbury and Chadwell CLS team will no longer have the review" in page
    refused = text_of(post(client, stay, "discharge/error", version="1"))
    assert "Say why the discharge was entered in error" in refused
    assert "Say whether they are still in hospital" in refused
    sent = {"version": "1", "still": "yes", "because": "It was Joan"}
    assert post(client, stay, "discharge/error", **sent).status_code == 302
    gone.refresh_from_db()
    assert gone.status == "voided"
    assert HospitalStay.objects.get(resident=jean, status="in_hospital").continues == stay
    assert client.get(f"/hospital/{stay.pk}/discharge/error").status_code == 302
    assert "(entered in error)" in text_of(client.get(stay.get_absolute_url()))


def test_six_5_takes_somebody_off_the_list_and_says_that_the_clock_runs_again(
    client: Client, gone: SixWeekClock, gwen: User, jean: Resident
) -> None:
    stay = make_stay(jean, gwen, admitted_on=clock.days_ago(1))
    gone.refresh_from_db()
    assert gone.status == "ended"
    page = text_of(client.get(f"/hospital/{stay.pk}/error"))
    assert "It will run again, due by" in page
    assert post(client, stay, "error", version="1").status_code == 422
    assert post(client, stay, "error", version="1", because="Another Jean").status_code == 302
    gone.refresh_from_db()
    assert gone.status == "open"
    assert "Another Jean" in text_of(client.get(stay.get_absolute_url()))
    assert client.get(f"/hospital/{stay.pk}/error").status_code == 302


def test_a_stay_that_changed_meanwhile_is_not_taken_off_the_list(
    client: Client, stay: HospitalStay, gwen: User
) -> None:
    plan_discharge(stay=stay, by=gwen, ward="Orsett ward")
    response = post(client, stay, "error", version="1", because="Another Jean")
    assert response.status_code == 409
    assert "Orsett ward" in text_of(response)
    assert "Another Jean" in text_of(response)


def test_there_is_nothing_to_put_right_before_the_discharge(client: Client, stay: HospitalStay, gwen: User) -> None:
    raise_blocker(stay=stay, kind=BlockerKind.BED, by=gwen)
    for page in ("discharge/correct", "discharge/error"):
        assert client.get(f"/hospital/{stay.pk}/{page}").status_code == 404
