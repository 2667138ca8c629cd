"""What goes into the addresses of Talking Shops: a session with its list, a conversation, what was agreed."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from core.shortcuts import PLACEHOLDER
from talking_shops.actions import put_on_list
from talking_shops.models import AgreedAction, Session
from tests.factories.field import make_session


def held(worker: User) -> Session:
    """A session with somebody on its list."""
    session = make_session()
    put_on_list(session=session, service="social_care", by=worker, user=worker)
    return session


def _person(world: Any, viewer: User) -> dict[str, Any]:
    return {"reference": world.resident.reference}


def _session(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": world.session.pk}


def _attending(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": world.session.attending.earliest("made_at").pk, "where": "here"}


def _conversation(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": world.conversation.pk}


def _draft(world: Any, viewer: User) -> dict[str, Any]:
    return {"draft": PLACEHOLDER}


def _agreed(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": AgreedAction.objects.get().pk}


# Whom an address leads to → the names of the addresses
OF = {
    _person: "conversation_new",
    _session: "session start counts tap tap_undo session_note attending_new attending_me feed_of_date",
    _attending: "attending_say",
    _conversation: "conversation conversation_add conversation_effect conversation_also conversation_move known "
    "unknown",
    _draft: "begun",
    _agreed: "agreed_done agreed_undo",
}
AT_TALKING_SHOPS: dict[str, Callable[[Any, User], dict[str, Any]]] = {
    f"talking_shops:{name}": given for given, names in OF.items() for name in names.split()
}
