"""Take in what devices send, once each; what becomes of what was refused; the keys to which devices seal."""

from sealed.actions.deciding import let_go, read_for_writer, try_again
from sealed.actions.keeping import drop_contents, keep_contents
from sealed.actions.receiving import Receipt, hold_draft, receive_item
from sealed.actions.renewing import KEPT_AFTER_THAT, RENEWED_AFTER, SEALED_TO_AFTER_THAT, key_for_devices, renew_keys
from sealed.actions.telling import tell_what_waits

__all__ = [
    "KEPT_AFTER_THAT",
    "RENEWED_AFTER",
    "SEALED_TO_AFTER_THAT",
    "Receipt",
    "drop_contents",
    "hold_draft",
    "keep_contents",
    "key_for_devices",
    "let_go",
    "read_for_writer",
    "receive_item",
    "renew_keys",
    "tell_what_waits",
    "try_again",
]
