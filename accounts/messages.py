"""What staff are told. Each function writes an outbox job in the caller's transaction; none sends anything."""

from accounts.models import User
from localities.models import Team
from outbox.actions import enqueue


def tell_person(user: User, *, key: str, words: str, link: str, urgent: bool = False) -> None:
    """Put `words` and a `link` before one person. `key` makes two tellings of one thing one notice."""
    enqueue("notice.deliver", dedupe_key=key, key=key, words=words, link=link, urgent=urgent, user=str(user.pk))


def tell_team(team: Team, *, key: str, words: str, link: str, urgent: bool = False) -> None:
    """Put `words` and a `link` before everybody in a team."""
    enqueue("notice.deliver", dedupe_key=key, key=key, words=words, link=link, urgent=urgent, team=str(team.pk))
