"""What goes into the addresses of what comes after a conversation: a receipt, a change, a link to three questions."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from residents.models import Resident
from talking_shops.links import FEEDBACK, RECEIPT, token_of
from talking_shops.models import Conversation, Feedback, ProposedChange, WalkAwayReceipt
from tests.factories.after import make_change, make_link, make_willing


def talked(resident: Resident, worker: User) -> Conversation:
    """A conversation with a receipt, a change that waits, and a link to say what one thought."""
    held = make_willing(resident, worker)
    make_change(held, worker)
    make_link(held)
    return held


def _conversation(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": world.conversation.pk}


def _receipt(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": WalkAwayReceipt.objects.get().pk}


def _change(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": ProposedChange.objects.get().pk}


# Whom an address leads to → the names of the addresses
OF: dict[Callable[[Any, User], dict[str, Any]], str] = {
    _conversation: "receipt_new proposal_new feedback_new feedback_link",
    _receipt: "receipt receipt_paper",
    _change: "proposal proposal_again",
}
AT_AFTER: dict[str, Callable[[Any, User], dict[str, Any]]] = {
    **{f"talking_shops:{name}": given for given, names in OF.items() for name in names.split()},
    "talking_shops:feedback_may": lambda world, viewer: {"pk": world.conversation.pk, "answer": "yes"},
    "talking_shops:put_right": lambda world, viewer: {"token": token_of(RECEIPT, WalkAwayReceipt.objects.get().pk)},
    "talking_shops:feedback_public": lambda world, viewer: {"token": token_of(FEEDBACK, Feedback.objects.get().pk)},
}
