"""TLK: with whom a conversation was, and what becomes of one that was written on the wrong record."""

from datetime import datetime, timedelta

from core.rulebook import rule

UNDO_FOR = timedelta(minutes=10)


@rule("TLK-1", source="issue 5: an anonymous person may become known later; ten minutes as in HAND-2")
def may_be_unknown_again(known_at: datetime | None, now: datetime) -> bool:
    """With whom an anonymous conversation was can be taken back for ten minutes. After that it is moved, with a
    reason, to the record that it belongs to.
    """
    return known_at is not None and now - known_at < UNDO_FOR
