"""What has waited for its writer for more than a day is told to them once more, and to whoever answers for them."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from core import clock
from core.actions import beat
from outbox.actions import enqueue_many
from sealed.models import SealedItem
from sealed.reads import managers_of


def tell_what_waits() -> int:
    """Tell of every item that has waited for more than a day, each once; how many wait so long. Safe to repeat."""
    late = list(SealedItem.objects.waiting_too_long(clock.now()).select_related("owner"))
    managers = managers_of({item.owner for item in late})
    enqueue_many("notice.deliver", (job for item in late for job in _jobs(item, managers[item.owner_id])))
    waiting = SealedItem.objects.unsettled().count()
    beat("sealed items", waiting=waiting, too_long=len(late))
    return len(late)


def _jobs(item: SealedItem, managers: Iterable[User]) -> Iterable[tuple[str, dict[str, str]]]:
    what = item.kind_in_words.lower()
    to_writer = f"Something that you wrote on a device ({what}) could not be put where it belongs. It needs you."
    yield _job(item, item.owner, to_writer, reverse("sealed:needing"))
    to_manager = f"Something that {item.owner.name} wrote on a device ({what}) has waited for them for more than a day."
    for manager in managers:
        yield _job(item, manager, to_manager, reverse("sealed:waiting"))


def _job(item: SealedItem, to: User, words: str, link: str) -> tuple[str, dict[str, str]]:
    key = f"sealed-waits/{item.pk}/{to.pk}"
    return key, {"key": key, "words": words, "link": link, "user": str(to.pk)}
