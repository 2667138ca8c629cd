"""What a browser would send from the forms of a conversation."""

from typing import Any
from uuid import uuid4


def sent(**typed: Any) -> dict[str, Any]:
    """The form of a conversation with three blank rows, and what was `typed` into it; a token of its own."""
    blank = {"with_whom": "", "matters": "", "strengths": "", "people": "", "worries": "", "good_life": ""}
    rows = {f"agreed-{row}-{name}": "" for row in range(3) for name in ("words", "doer", "doer_name", "due_on")}
    management = {"agreed-TOTAL_FORMS": "3", "agreed-INITIAL_FORMS": "0"}
    begun = {"held_on": "today", "place": "home", "session": "", "effect": "not_said", "form_token": str(uuid4())}
    return blank | rows | management | begun | typed
