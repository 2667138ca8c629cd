"""Sessions in the database that end: 8 hours after the last click, and 12 hours after the sign-in whatever is done.

settings.SESSION_ENGINE names this module. It decides while a session is read, so that a page costs no query
more, and a database that does not answer is still met by the page and not before it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db

from core import clock

SIGNED_IN_AT = "signed_in_at"  # in the session: seconds since 1970
WRITTEN_AT_MOST_EVERY = timedelta(minutes=10)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with an end."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing once it has ended."""
        row = self._get_session_from_db()  # type: ignore[attr-defined]  # django-stubs does not know it
        if row is None:
            return {}
        held: dict[str, Any] = self.decode(row.session_data)
        now = clock.now()
        if is_over(held, now):
            self._session_key = None
            return {}
        last_written = row.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if now - last_written > WRITTEN_AT_MOST_EVERY:
            self.modified = True  # saved with this answer, and so 8 hours from now
        return held


def is_over(held: dict[str, Any], now: datetime) -> bool:
    """Whether the session was signed in to longer ago than a long working day."""
    signed_in_at = held.get(SIGNED_IN_AT)
    return signed_in_at is not None and now.timestamp() - signed_in_at > settings.SESSION_LONGEST_SECONDS
