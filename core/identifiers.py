"""Keys and references.

A key is a UUIDv7: it sorts by the time it was made, so that an index grows at its end,
and it gives nothing away in an address. A reference is what is read out over the phone.
"""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from uuid_utils import compat

# No 0/O, 1/I/L, 5/S, 8/B, U/V: nothing that is misheard or misread.
ALPHABET = "2346790ACDEFGHJKMNPQRTWXYZ".replace("0", "")
REFERENCE_LENGTH = 8


@dataclass(frozen=True)
class Maker:
    """What gives out keys, and references by their prefix, instead of chance."""

    key: Callable[[], uuid.UUID]
    reference: Callable[[str], str]


_maker: ContextVar[Maker | None] = ContextVar("maker", default=None)


@contextmanager
def made_by(maker: Maker) -> Iterator[None]:
    """Let keys and references of this thread come from `maker`: so that one seed makes one demo borough."""
    before = _maker.set(maker)
    try:
        yield
    finally:
        _maker.reset(before)


def uuid7() -> uuid.UUID:
    """A new UUIDv7."""
    maker = _maker.get()
    return maker.key() if maker else compat.uuid7()


def new_reference(prefix: str) -> str:
    """A short reference such as "P-7K3P-XQ4M": easy to say, spell and hear."""
    maker = _maker.get()
    if maker:
        return maker.reference(prefix)
    body = "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))
    return f"{prefix}-{body[:4]}-{body[4:]}"


def resident_reference() -> str:
    """A new reference of a person."""
    return new_reference("P")


def contact_reference() -> str:
    """A new reference of a contact with the front door."""
    return new_reference("C")


def referral_reference() -> str:
    """A new reference of a referral."""
    return new_reference("R")
