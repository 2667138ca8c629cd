"""What the frame of every page needs to know of the person who is signed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Notice, User
from accounts.roles import Permission


@dataclass(frozen=True)
class Place:
    """One entry of the service navigation, for those who have the permission (None: for everybody).

    It is the current one on every page whose address begins with one of `under`.
    """

    text: str
    page: str
    permission: Permission | None
    under: tuple[str, ...]


MANY = 99  # more are not counted

# Nobody has more than seven of them.
PLACES = (
    Place("My day", "worklists:my_day", None, ("/notices/", "/promises/")),
    Place("People", "worklists:search", Permission.FIND_PERSON, ("/people/",)),
    Place("Calls", "worklists:calls", Permission.TAKE_CALL, ("/calls/", "/call-backs/")),
    Place("Team", "worklists:my_team", Permission.SEE_TEAM_QUEUE, ("/teams/", "/referrals/")),
    Place("Talking Shops", "talking_shops:today", Permission.SEE_SESSIONS, ("/sessions/", "/conversations/")),
    Place("Hospital", "discharges:hospital_list", Permission.WORK_AT_HOSPITAL, ("/hospital/",)),
    Place("Reablement", "services:board", Permission.SEE_REABLEMENT, ("/reablement/",)),
    Place("Reports", "dashboards:index", Permission.SEE_DASHBOARD, ("/reports/",)),
    Place("Audit log", "worklists:audit_log", Permission.READ_AUDIT, ("/audit/", "/people/")),
    Place("Staff", "worklists:staff", Permission.SEE_STAFF, ("/staff/",)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html: service navigation by role, the search box, the count of unread notices."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": [], "can_search": False, "service_version": settings.SERVICE_VERSION}
    return {
        "navigation": list(_entries(user, request.path)),
        "can_search": user.may(Permission.FIND_PERSON),
        "service_version": settings.SERVICE_VERSION,
        "new_contact_url": reverse("referrals:call_new") if user.may(Permission.TAKE_CALL) else "",
        "unread_notices": SimpleLazyObject(lambda: count_in_words(Notice.objects.count_unread_by(user, MANY + 1))),
    }


def count_in_words(count: int) -> str:
    """ "" for none, "12", "99+"."""
    return f"{MANY}+" if count > MANY else str(count or "")


def _entries(user: User, path: str) -> Iterator[dict[str, Any]]:
    for place in PLACES:
        if place.permission is None or user.may(place.permission):
            href = reverse(place.page)
            yield {"text": place.text, "href": href, "current": path == href or path.startswith(place.under)}
