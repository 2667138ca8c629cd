"""The keys to which devices seal: renewed, kept encrypted, destroyed when nothing can come that needs them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.fernet import InvalidToken
from django.core.management import call_command
from django.test import override_settings

from accounts.models import User
from core import clock
from core.models import Heartbeat
from sealed.actions import receive_item, renew_keys
from sealed.keys import private_half
from sealed.models import SealingKey
from sealed.opening import Unopenable, public_point, to_text
from tests.committed import at_once
from tests.factories.sealed import make_envelope
from tests.factories.taking_up import taking_up


def make_older(key: SealingKey, *, days: int) -> None:
    SealingKey.objects.filter(pk=key.pk).update(made_at=clock.now() - timedelta(days=days))


def test_a_key_is_renewed_after_30_days_opens_for_60_more_and_is_destroyed(ben: User) -> None:
    first = renew_keys()
    assert renew_keys() == first
    sealed_long_ago, known_since = make_envelope(ben), make_envelope(ben)
    with taking_up():
        receipt = receive_item(envelope=known_since, by=ben)
        make_older(first, days=30)
        second = renew_keys()
        assert second != first
        assert receive_item(envelope=sealed_long_ago, by=ben).state == "taken"
        SealingKey.objects.filter(pk=first.pk).update(retired_at=clock.now() - timedelta(days=61))
        renew_keys()
        first.refresh_from_db()
        assert (first.private_key, first.destroyed_at is None) == ("", False)
        with pytest.raises(Unopenable, match="so long ago"):
            receive_item(envelope=replace(make_envelope(ben), key=first.pk), by=ben)
        assert receive_item(envelope=known_since, by=ben) == receipt


def test_one_key_is_made_when_many_workers_begin_at_once(committed: str) -> None:
    made = at_once(6, lambda _: renew_keys().pk)
    assert [one for one in made if not isinstance(one, UUID)] == []
    assert SealingKey.objects.filter(retired_at__isnull=True).count() == 1


def test_the_private_half_lies_encrypted_and_opens_after_the_secret_was_changed(db: None) -> None:
    key = renew_keys()
    with override_settings(SEALING_SECRETS=["a new one", "only-for-tests"]):
        assert to_text(public_point(private_half(key.pk))) == key.public_key
    with override_settings(SEALING_SECRETS=["a new one"]), pytest.raises(InvalidToken):
        private_half(key.pk)


def test_prepare_makes_the_first_key_and_no_second_and_is_no_sign_of_life_of_the_night(db: None) -> None:
    for _ in range(2):
        call_command("prepare", verbosity=0)
    assert SealingKey.objects.count() == 1
    assert not Heartbeat.objects.filter(name="sealing keys").exists()
    renew_keys()
    assert Heartbeat.objects.get(name="sealing keys").detail == {"number": 1}
