"""How the form of the call console is laid out: the order in which one asks on the telephone."""

from django import forms

from core.layout import Button, Buttons, Columns, Details, Field, Fieldset, Part, form_helper
from referrals.enums import Urgency
from referrals.onward import ONWARD_TO

PROMPTS = {
    Urgency.NOW.value: "Somebody is in danger, or alone without care that they cannot do without",
    Urgency.TODAY.value: "It cannot wait until tomorrow",
    Urgency.THIS_WEEK.value: "It will get worse if nobody comes",
    Urgency.NO_RUSH.value: "It can wait for its turn",
}
PROMISED = ("promise", "promise_by", "call_back")
NOT_FOR_US = ("onward", "onward_to")
# The boxes in which the caret can stand again when somebody comes back to the page.
BOXES = (
    "story", "matters", "relation", "caller_name", "caller_phone", "need", "advice",
    "promise", "promise_by", "call_back", "onward_to",
)  # fmt: skip


def lay_out(form: forms.BaseForm, *, caret: str, onward_open: bool) -> None:
    """Give the form its layout. `caret` is the box in which it stands, one of BOXES or ""; folded parts are open
    where something stands in them.
    """
    at = {name: {"autofocus": "autofocus"} if name == caret else {} for name in BOXES}
    chosen = {"aria-describedby": "chosen"} if form.initial.get("person") else {}
    form.helper = form_helper(  # type: ignore[attr-defined]
        Field.textarea("story", rows=7, label_size="m", attrs=at["story"] | chosen),
        Field.textarea("matters", rows=2, label_size="s", attrs=at["matters"]),
        _caller(at),
        Field.select("need", label_size="m", attrs=at["need"]),
        Field.radios("urgency", small=True, label_size="m", hints=PROMPTS),
        Field.textarea("advice", rows=2, label_size="m", attrs=at["advice"]),
        Field.radios("advised", inline=True, small=True),
        _promised(form, at),
        _not_for_us(form, at, open=onward_open),
        Buttons(
            Button.primary("Check and send", name="next", value="check"),
            Button.secondary("Information and advice only", name="next", value="advise", shortcut="i"),
            Button.secondary("Park this call", name="park", value="yes", shortcut="p"),
        ),
        form_tag=False,
    )


def _caller(at: dict[str, dict[str, str]]) -> Part:
    return Fieldset(
        "The caller",
        Columns(Field.select("relation", attrs=at["relation"]), Field.text("caller_name", attrs=at["caller_name"])),
        Field.text("caller_phone", width=20, inputmode="tel", attrs=at["caller_phone"]),
        Field.radios("safe_to_call", inline=True, small=True),
        Field.radios("safe_to_text", inline=True, small=True),
        Field.checkboxes("anonymous", small=True),
        Field.radios("may_speak_for", inline=True, small=True),
    )


def _promised(form: forms.BaseForm, at: dict[str, dict[str, str]]) -> Part:
    return Details(
        "Promise something, or book a call-back",
        Field.text("promise", attrs=at["promise"]),
        Field.text("promise_by", width=20, attrs=at["promise_by"]),
        Field.select("call_back", attrs=at["call_back"]),
        open=_is_used(form, PROMISED, at),
    )


def _not_for_us(form: forms.BaseForm, at: dict[str, dict[str, str]], *, open: bool) -> Part:
    return Details(
        "Not for us: under 18, out of the borough, or for somebody else",
        Field.radios("onward", small=True, hints={str(reason): words for reason, words in ONWARD_TO.items()}),
        Field.text("onward_to", attrs=at["onward_to"]),
        Buttons(Button.secondary("End: told whom to ring", name="next", value="onward")),
        open=open or _is_used(form, NOT_FOR_US, at),
    )


def _is_used(form: forms.BaseForm, names: tuple[str, ...], at: dict[str, dict[str, str]]) -> bool:
    """Whether something stands in one of these boxes, is wrong there, or the caret does."""
    return any(form[name].value() or form[name].errors or at.get(name) for name in names)
