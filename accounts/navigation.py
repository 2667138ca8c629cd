"""What the frame of every page needs to know of the person who is signed in."""

from typing import Any

from django.http import HttpRequest

from accounts.roles import Permission


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html: service navigation by role, and whether the search box is there."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "can_search": False}
    return {"navigation": [], "can_search": user.may(Permission.FIND_PERSON)}
