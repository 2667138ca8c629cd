"""Our sealing keys: the newest, to which devices seal, and the private halves, which the database holds encrypted."""

from base64 import urlsafe_b64encode
from uuid import UUID

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings

from sealed.models import SealingKey
from sealed.opening import Unopenable

GONE = "It was sealed so long ago that its key is gone. If a tab still has the words, copy them from there."


def newest_key() -> SealingKey | None:
    """The key to which devices seal; None before the first was made."""
    found: SealingKey | None = SealingKey.objects.filter(retired_at__isnull=True).order_by("-made_at").first()
    return found


def private_half(key_id: UUID) -> ec.EllipticCurvePrivateKey:
    """The private half of a key of ours. Raises Unopenable when there is none, or none any more."""
    key = SealingKey.objects.filter(pk=key_id).exclude(private_key="").first()
    if key is None:
        raise Unopenable(GONE)
    loaded = load_der_private_key(_locker().decrypt(key.private_key.encode()), password=None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey), "only renew_keys makes keys"
    return loaded


def locked_away(private: ec.EllipticCurvePrivateKey) -> str:
    """A private half as the database may hold it."""
    raw = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _locker().encrypt(raw).decode()


def _locker() -> MultiFernet:
    """The first of settings.SEALING_SECRETS locks, each opens: a secret is changed by putting a new one first."""
    return MultiFernet([Fernet(_fernet_key(secret)) for secret in settings.SEALING_SECRETS])


def _fernet_key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"thurrock-care sealing keys").derive(secret.encode())
    return urlsafe_b64encode(derived)
