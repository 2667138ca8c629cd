"""Words of the practice for templates: dates, times, counts, numbers read out over the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import charts, clock, words

register = template.Library()

UNDO = "undo:"
NEXT = "next:"
# Django's message levels as the three alerts that there are.
ALERT_KINDS = {"success": "success", "warning": "warning", "error": "error"}


@dataclass(frozen=True)
class SortState:
    """How a column is sorted now and what its link does next."""

    aria: str
    next: str
    words: str


@register.filter
def long_date(day: date | None) -> str:
    """ "4 June 2026"; a moment is told by its London date; "Not known" for nothing."""
    return words.long_date(_day(day)) if day else "Not known"


@register.filter
def weekday_date(day: date | None) -> str:
    """ "Tuesday 12 January", with the year when it is not this one."""
    return words.weekday_date(_day(day), clock.today()) if day else "Not known"


@register.filter
def moment(at: datetime | date | None) -> str:
    """ "4 June 2026 at 9:32am"; only the date where the time is not known; never 00:00."""
    if isinstance(at, datetime):
        return words.moment(at)
    return long_date(at)


@register.filter
def clock_time(at: datetime | time | None) -> str:
    """ "9:32am" in London."""
    if at is None:
        return ""
    return words.clock_time(at.astimezone(clock.LONDON).time() if isinstance(at, datetime) else at)


@register.filter
def due_in(due: date) -> str:
    """ "due in 9 days", "due today", "3 days overdue"."""
    return words.due_in(_day(due), clock.today())


@register.filter
def is_overdue(due: date) -> bool:
    """Whether the day is past."""
    return _day(due) < clock.today()


@register.filter
def waited(since: datetime) -> str:
    """How long ago, in one unit: "5 minutes", "2 days"."""
    return words.waited(since, clock.now())


@register.filter
def nhs_number(digits: str | None) -> str:
    """An NHS number in groups of 3, 3 and 4; "Not known" for none."""
    return words.nhs_number(digits or "")


@register.simple_tag
def plural(count: int, one: str, many: str = "") -> str:
    """ "1 person" or "3 people": `{% plural total "person" "people" %}`."""
    return words.plural(count, one, many)


@register.filter
def one_of(many: str) -> str:
    """ "person" for "people", "referral" for "referrals"."""
    return "person" if many == "people" else many.removesuffix("s")


@register.filter
def tel(number: str) -> str:
    """The number for the address of a `tel:` link, without its spaces."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.filter
def alert_kind(message: Message) -> str:
    """The alert ("success", "warning", "error" or "information") for one of Django's messages."""
    return ALERT_KINDS.get(message.level_tag, "information")


@register.filter
def undo_url(message: Message) -> str:
    """Where "Undo" posts to: `messages.success(request, "…", extra_tags=f"undo:{url}")`; "" for none."""
    return _tagged(message, UNDO)


@register.filter
def next_url(message: Message) -> str:
    """Where one goes on from here: `messages.success(request, "…", extra_tags=next_step("Read it", url))`."""
    return _tagged(message, NEXT).partition(":")[2]


@register.filter
def next_words(message: Message) -> str:
    """The words of that link."""
    return unquote(_tagged(message, NEXT).partition(":")[0])


def _tagged(message: Message, prefix: str) -> str:
    tags: list[str] = (message.extra_tags or "").split()
    return next((tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix)), "")


@register.simple_tag
def form_token() -> SafeString:
    """The token that makes a form sent twice count once; see `core.receipts`."""
    return format_html('<input type="hidden" name="form_token" value="{}">', uuid4())


@register.simple_tag
def help_phone() -> str:
    """The number to ring when the application does not help; also on pages that were made without a context."""
    return str(settings.HELP_PHONE)


@register.simple_tag
def print_moment() -> str:
    """When this page was made, for the line on its print."""
    return words.moment(clock.now())


@register.simple_tag
def bar_width(value: float, most: float) -> float:
    """How much of a cell's bar `value` fills, 0 to 100, when `most` fills it."""
    return charts.bar_width(value, most)


@register.simple_tag
def contextual_date(due: date) -> SafeString:
    """A date that something is due, with how far off it is; overdue is told in words and by a mark."""
    return _contextual_date(_day(due), clock.today())


@lru_cache(maxsize=512)
def _contextual_date(due: date, today: date) -> SafeString:
    """Put together once for each date, not for each of the forty rows of a page."""
    return format_html(
        '<span class="tc-due{}"><span class="tc-due__words">{}</span><span class="tc-due__comma">, </span>'
        '<time class="tc-due__date" datetime="{}">{}</time></span>',
        " tc-due--overdue" if due < today else "",
        words.due_in(due, today),
        due.isoformat(),
        words.weekday_date(due, today),
    )


def _day(day: date) -> date:
    return clock.london_date(day) if isinstance(day, datetime) else day


@register.simple_tag
def sort_state(key: str, sort: str) -> SortState:
    """The state of the column `key` when the list is sorted by `sort` ("since", or "-since" downwards)."""
    if sort == key:
        return SortState("ascending", f"-{key}", "sorted upwards, sort downwards")
    if sort == f"-{key}":
        return SortState("descending", key, "sorted downwards, sort upwards")
    return SortState("none", key, "sort by this column")


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int]:
    """The pages to link to: the first, the last and those around this one; 0 stands for a gap."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def zipped(one: Sequence[Any], other: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Two lists of the same length, side by side: `{% for column, cell in columns|zipped:row %}`."""
    return list(zip(one, other, strict=True))
