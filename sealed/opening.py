"""Open what a device sealed, as docs/adr/0017 says: ECDH over P-256, HKDF with SHA-256, AES-256-GCM. Pure."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.bounded_json import UnfitJSON, read_object

INFO = b"thurrock-care sealed draft 1"
CURVE = ec.SECP256R1()
POINT, IV, TAG = 65, 12, 16  # bytes
KIND = re.compile(r"[a-z][a-z_.]{0,39}", re.ASCII)
MOST_SCHEMAS, MOST_TURNS = 2**15 - 1, 2**31 - 1


class Unopenable(Exception):
    """What was sent is no sealed item, or not one that this key, this person and these names open; `str()` says so."""


@dataclass(frozen=True)
class Envelope:
    """A sealed item as a device sends it."""

    id: UUID
    kind: str
    schema: int
    draft: UUID
    part: UUID
    turn: int
    written_at: datetime
    key: UUID
    point: bytes
    iv: bytes
    sealed: bytes

    def associated(self, owner: UUID) -> bytes:
        """What is authenticated beside the words: whose they are, and what they are a part of."""
        names = (owner, self.kind, self.schema, self.draft, self.part, self.turn, self.id)
        return "\n".join(str(name) for name in names).encode()


@dataclass(frozen=True)
class Opened:
    """An item that was opened, for whoever takes up its kind."""

    id: UUID
    kind: str
    schema: int
    draft: UUID
    part: UUID
    turn: int
    written_at: datetime
    body: Mapping[str, Any]


def read_envelope(sent: object) -> Envelope:
    """An item from the JSON of a device. Raises Unopenable with what is wrong with it."""
    if not isinstance(sent, dict):
        raise Unopenable("An item is a JSON object.")
    envelope = Envelope(
        id=_uuid(sent, "id"), kind=_kind(sent), schema=_number(sent, "schema", MOST_SCHEMAS),
        draft=_uuid(sent, "draft"), part=_uuid(sent, "part"), turn=_number(sent, "turn", MOST_TURNS),
        written_at=_moment(sent), key=_uuid(sent, "key"), point=_bytes(sent, "point"), iv=_bytes(sent, "iv"),
        sealed=_bytes(sent, "sealed"),
    )  # fmt: skip
    if len(envelope.point) != POINT or len(envelope.iv) != IV or len(envelope.sealed) < TAG:
        raise Unopenable("The point, the initialisation vector or the sealed words have the wrong length.")
    return envelope


def open_envelope(envelope: Envelope, owner: UUID, private: ec.EllipticCurvePrivateKey) -> Opened:
    """What is inside. Raises Unopenable when one byte of it, or anything authenticated with it, is another."""
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, envelope.point)
        secret = private.exchange(ec.ECDH(), point)
        plain = AESGCM(_key_from(secret)).decrypt(envelope.iv, envelope.sealed, envelope.associated(owner))
        body = read_object(whole(plain))
    except (ValueError, InvalidTag, UnfitJSON):
        raise Unopenable("This was not sealed by you, or was changed on its way.") from None
    return Opened(
        envelope.id, envelope.kind, envelope.schema, envelope.draft, envelope.part, envelope.turn, envelope.written_at,
        body,
    )  # fmt: skip


def whole(plain: bytes) -> bytes:
    """The same JSON with a sign in place of each half character: browsers hold them, and no form could send them."""
    try:
        text = json.dumps(json.loads(plain), ensure_ascii=False)
    except RecursionError:
        raise UnfitJSON("The JSON is nested too deeply.") from None
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def seal(body: Mapping[str, Any], envelope: Envelope, owner: UUID, public_key: str) -> Envelope:
    """What a device does, in Python: for tests, and for whoever writes another client."""
    own = ec.generate_private_key(CURVE)
    point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_text(public_key))
    secret = own.exchange(ec.ECDH(), point)
    plain = json.dumps(body).encode()
    sealed = AESGCM(_key_from(secret)).encrypt(envelope.iv, plain, envelope.associated(owner))
    return Envelope(**{**vars(envelope), "point": public_point(own), "sealed": sealed})


def public_point(private: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half as an uncompressed point of 65 bytes, as WebCrypto's "raw" format has it."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Bytes from base64url without padding. Raises ValueError when it is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _key_from(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(secret)


def _uuid(sent: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(str(sent.get(name)))
    except ValueError:
        raise Unopenable(f"“{name}” is no UUID.") from None


def _kind(sent: Mapping[str, Any]) -> str:
    kind = sent.get("kind")
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        raise Unopenable("“kind” names no kind of item.")
    return kind


def _number(sent: Mapping[str, Any], name: str, most: int) -> int:
    number = sent.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= most:
        raise Unopenable(f"“{name}” is no whole number from 0 to {most}.")
    return number


def _moment(sent: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(sent.get("written_at")))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Unopenable("“written_at” is no moment with its time zone.")
    return moment


def _bytes(sent: Mapping[str, Any], name: str) -> bytes:
    try:
        return from_text(str(sent.get(name, "")))
    except (ValueError, NotBase64):
        raise Unopenable(f"“{name}” is not base64url.") from None
