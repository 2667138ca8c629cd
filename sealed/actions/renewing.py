"""The keys to which devices seal: a new pair every 30 days, and the end of those that are over."""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction

from core import clock
from core.actions import beat
from sealed.keys import locked_away, newest_key
from sealed.models import SealingKey
from sealed.opening import CURVE, public_point, to_text

RENEWED_AFTER = timedelta(days=30)
SEALED_TO_AFTER_THAT = timedelta(days=30)  # by devices that were not in touch; what they sealed may come later still
KEPT_AFTER_THAT = timedelta(days=60)


@transaction.atomic
def renew_keys() -> SealingKey:
    """See that there is a key younger than 30 days, retire the one before, and destroy the private halves of those
    that were retired 60 days ago; safe to repeat.
    """
    newest = _renewed()
    beat("sealing keys", number=newest.number)
    return newest


@transaction.atomic
def key_for_devices() -> SealingKey:
    """As `renew_keys`, without its sign of life: a new installation has a key before its first night."""
    return _renewed()


def _renewed() -> SealingKey:
    now = clock.now()
    old = SealingKey.objects.filter(retired_at__lt=now - KEPT_AFTER_THAT, destroyed_at__isnull=True)
    old.update(private_key="", destroyed_at=now)
    newest = newest_key()
    if newest is None or now - newest.made_at >= RENEWED_AFTER:
        newest = _next_key(newest.number + 1 if newest else 1, now)
    return newest


def _next_key(number: int, now: datetime) -> SealingKey:
    """A new pair; the one before is retired. When somebody makes the same one at this moment, theirs counts."""
    private = ec.generate_private_key(CURVE)
    try:
        with transaction.atomic():
            made: SealingKey = SealingKey.objects.create(
                number=number, public_key=to_text(public_point(private)), private_key=locked_away(private), made_at=now
            )
    except IntegrityError:
        return SealingKey.objects.get(number=number)
    SealingKey.objects.filter(number__lt=number, retired_at__isnull=True).update(retired_at=now)
    return made
