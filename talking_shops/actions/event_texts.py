"""Text messages to those who booked: to numbers of which they said that it is safe, one each, and only while it is
true."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.actions import SYSTEM, record
from core import clock
from core.errors import Refused
from outbox.actions import enqueue
from outbox.notify import Message, NotTaken, is_connected, send
from talking_shops.actions.event_steps import lock_event, tell_story
from talking_shops.after_messages import NEVER_SAID, ask_later
from talking_shops.enums import NewsKind, ToldHow
from talking_shops.event_messages import of_the_place, tell_text_lost
from talking_shops.event_policies import check_can_hold_events
from talking_shops.models import News, Session
from talking_shops.pick_up import phone_of
from talking_shops.receipts import why_not_reach

NOT_CONNECTED = "Text messages are not connected here. Ring them."
CANCELLED = "The event is cancelled."
OVER = "The event is over."
MOBILE = "07"


@transaction.atomic
def text_news(*, session: Session, by: User) -> int:
    """Have a text message sent to everybody still to be told who may be texted (RCP-2) and has a mobile number; how
    many. The others stay on the list, and so do drivers.

    Raises NotPermitted, and Refused when nothing can be sent from here.
    """
    check_can_hold_events(by)
    if not is_connected():
        raise Refused(NOT_CONNECTED)
    event = lock_event(session)
    waiting = News.objects.to_tell().filter(booking__session=event, driver="", texting_since__isnull=True)
    found = waiting.select_related("booking__resident").select_for_update(of=("self",))
    texted = [news for news in found if may_text(news)]
    for news in texted:
        news.texting_since, news.texting_by, news.not_texted = clock.now(), by, ""
        news.save(update_fields=["texting_since", "texting_by", "not_texted"])
        enqueue("event_news.text", dedupe_key=f"news:{texting_key(news)}", news=str(news.pk))
    return len(texted)


def may_text(news: News) -> bool:
    """Whether this goes by text message: to a mobile number of which the person said that it is safe."""
    number = phone_of(news.booking)
    return number.startswith(MOBILE) and not why_not_reach(news.booking.resident, number, asked_now=False)


@transaction.atomic
def send_news(*, news: str) -> None:
    """Send one as a text message; the outbox calls this. Harmless when they were told, or it is true no longer.

    Raises NoAnswer when it is to be tried again.
    """
    row: News = News.objects.select_for_update(of=("self",)).get(pk=UUID(news))
    if row.told_at or row.replaced_at or row.texting_since is None:
        return
    row = News.objects.select_related("booking__resident", "booking__session__venue", "texting_by").get(pk=row.pk)
    if why := _why_not_now(row):
        _not_sent(row, why)
        return
    try:
        send(Message(phone_of(row.booking), words_of(row), texting_key(row)))
    except NotTaken as refusal:
        _not_sent(row, str(refusal))
        return
    assert row.texting_by is not None, "the database holds it: who is there with since when"
    row.told_at, row.told_by, row.told_how = clock.now(), row.texting_by, ToldHow.TEXT
    row.save(update_fields=["told_at", "told_by", "told_how"])
    record("booking.told", by=row.texting_by, subject=row, resident_id=row.booking.resident_id, how=ToldHow.TEXT)
    tell_story(row.booking, f"Told {ToldHow.TEXT.label.lower()}", by=row.texting_by, detail=row.words)
    ask_later("news", row.pk, texting_key(row), taken_at=row.told_at)


def texting_key(news: News) -> str:
    """The same for one texting; sending it again is another, for Notify takes what it has already only once."""
    return f"{news.pk}-{news.texting_since:%Y%m%d%H%M%S%f}"


def _why_not_now(row: News) -> str:
    """Why one that was given to be sent does not go; "" when it does."""
    session = row.booking.session
    if session.ends_at <= clock.now():
        return OVER
    if session.is_cancelled and row.kind != NewsKind.EVENT:
        return CANCELLED
    return "" if may_text(row) else "They may not be texted any more."


def under_way(key: UUID, reference: str) -> News | None:
    """One that was sent and is still true, locked; None for any other, once the event is over, and for who was told in
    another way since.
    """
    News.objects.select_for_update(of=("self",)).get(pk=key)
    row: News = News.objects.select_related("booking__resident", "booking__session__venue", "texting_by").get(pk=key)
    if row.booking.session.ends_at <= clock.now():
        return None
    by_text = row.told_at is not None and row.told_how == ToldHow.TEXT and row.texting_by is not None
    return row if by_text and row.replaced_at is None and texting_key(row) == reference else None


def note_arrived(row: News) -> None:
    """Nothing is to be kept: they count as told since it was sent."""


def note_not_arrived(row: News, why: str) -> None:
    """They were not told after all: they are on the list of whom to tell again, of their place with the day on which
    it is held now, and who sent it is told.
    """
    story, told = "The text message did not arrive", f"a text message did not arrive. {why}"
    _tell_again(row, f"It did not arrive. {why}", story=story, told=told)


def note_not_known(row: News) -> None:
    """Nobody knows whether they were told: they are on the list of whom to tell again, as `note_not_arrived` does."""
    story, told = "Nobody knows whether the text message arrived", "nobody knows whether a text message arrived."
    _tell_again(row, f"Nobody knows whether it arrived. {NEVER_SAID}", story=story, told=f"{told} {NEVER_SAID}")


def _tell_again(row: News, why: str, *, story: str, told: str) -> None:
    by, left_at = row.texting_by, row.told_at
    assert by is not None, "under_way looked"
    row.told_at, row.told_by, row.told_how = None, None, ""
    row.words = of_the_place(row.booking) if row.kind == NewsKind.PLACE else row.words
    row.save(update_fields=["told_at", "told_by", "told_how", "words"])
    key = texting_key(row)
    _not_sent(row, why, left_at=left_at)
    record("booking.not_told", by=SYSTEM, subject=row, resident_id=row.booking.resident_id)
    tell_story(row.booking, story, by=by, detail=why)
    tell_text_lost(row.booking, key=key, words=told, by=by)


def words_of(news: News) -> str:
    """What the text message says: who writes, what, and whom to ring."""
    return f"Thurrock Council: {news.words} If you have a question, ring {settings.HELP_PHONE}."


def _not_sent(row: News, why: str, *, left_at: datetime | None = None) -> None:
    row.texting_since, row.texting_by, row.not_texted, row.text_left_at = None, None, why[:300], left_at
    row.save(update_fields=["texting_since", "texting_by", "not_texted", "text_left_at"])
