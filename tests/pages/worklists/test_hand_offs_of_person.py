"""A person's page says how often they were handed on; what was undone counts for nothing, a partner is not told."""

from datetime import timedelta

from django.test import Client

from accounts.models import User
from core import clock
from referrals.actions import undo_hand_on
from residents.models import Resident
from tests.factories.answers import give_back, hand
from tests.factories.referrals import make_referral


def page(client: Client, viewer: User, person: Resident) -> str:
    client.force_login(viewer)
    return " ".join(client.get(person.get_absolute_url()).content.decode().split())


def test_hand_1_counts_the_last_12_months_on_the_persons_page(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    assert "Nobody has handed them on in the last 12 months." in page(client, ben, jean)
    referral = make_referral(jean, asha)
    assert "Handed on once in the last 12 months." in page(client, ben, jean)
    undo_hand_on(hand_off=hand(referral, "cls-grays", ben), by=ben)
    assert "Handed on once in the last 12 months." in page(client, ben, jean)
    hand(referral, "cls-grays", ben)
    assert "Handed on 2 times in the last 12 months." in page(client, ben, jean)


def test_leaves_out_what_is_longer_ago(
    client: Client, jean: Resident, asha: User, ben: User, monkeypatch: object
) -> None:
    hand(make_referral(jean, asha), "cls-grays", ben)
    then = clock.now
    later = then() + timedelta(days=367)
    monkeypatch.setattr(clock, "now", lambda: later)  # type: ignore[attr-defined]
    client.force_login(ben)
    assert "Nobody has handed them on" in page(client, ben, jean)


def test_tells_no_partner_how_often_nor_who_spoke(client: Client, jean: Resident, asha: User, ines: User) -> None:
    make_referral(jean, asha, need="carer")
    shown = page(client, ines, jean)
    assert "in the last 12 months" not in shown
    assert "Maria" not in shown


def test_says_that_it_was_returned(client: Client, jean: Resident, asha: User, ben: User) -> None:
    give_back(make_referral(jean, asha), ben)
    assert "Nobody: returned to whoever sent it" in page(client, ben, jean)
