"""The forms of a page as a browser would send them, with something typed into every box."""

from collections.abc import Callable
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

PARTS_OF_A_DATE = {"-day": "14", "-month": "7", "-year": "2026"}
YEAR_OF_BIRTH = "1945"
TYPED_INTO = {"text", "search", "tel", "email", "url", ""}


@dataclass(frozen=True)
class Form:
    """One form: where it goes, what it holds already, and the names of the boxes into which people type."""

    action: str
    held: dict[str, str]
    boxes: tuple[str, ...]

    def filled(self, words: Callable[[str], str]) -> dict[str, str]:
        """What is sent when `words` of a box's name is typed into each; dates are dates."""
        return self.held | {name: _date(name) or words(name) for name in self.boxes}

    @property
    def free(self) -> list[str]:
        """The boxes that take any words."""
        return [name for name in self.boxes if not _date(name)]


def forms_of(page: str, address: str) -> list[Form]:
    """The forms of a page that are posted and have boxes to type into."""
    soup = BeautifulSoup(page, "html.parser")
    found = [_form(form, _beside(form, soup), address) for form in soup.find_all("form", method="post")]
    return [form for form in found if form.boxes]


def words_in(page: str) -> list[str]:
    """What stands in the boxes of a page, and in what it gives back of words that were typed."""
    soup = BeautifulSoup(page, "html.parser")
    boxes = [str(box.get("value", "")) for box in soup.find_all("input")]
    return [*boxes, *(area.get_text() for area in soup.find_all(["textarea", "dd", "pre", "td", "p"]))]


def errors_in(page: str) -> list[str]:
    """The sentences beside the fields."""
    return [
        error.get_text(" ", strip=True) for error in BeautifulSoup(page, "html.parser").select(".govuk-error-message")
    ]


def _beside(form: Tag, soup: BeautifulSoup) -> dict[str, str]:
    """What a form holds that stands outside it, and names it."""
    beside = soup.select(f'input[type="hidden"][form="{form["id"]}"]') if form.get("id") else []
    return {str(one["name"]): str(one.get("value", "")) for one in beside}


def _form(form: Tag, beside: dict[str, str], address: str) -> Form:
    held = dict(beside)
    boxes = []
    for control in form.find_all(["input", "textarea", "select", "button"]):
        name, kind = str(control.get("name", "")), str(control.get("type", "")).lower()
        if not name or control.has_attr("disabled") or control.find_parent("template"):
            continue
        if control.name == "textarea" or (control.name == "input" and kind in TYPED_INTO):
            boxes += [name] if _is_shown(control, form, held) else []
        elif control.name == "button":
            held.setdefault(name, str(control.get("value", ""))) if _sends(control, held, form) else None
        else:
            _choose(control, kind, name, held)
    return Form(str(form.get("action") or address), held, tuple(boxes))


def _is_shown(box: Tag, form: Tag, held: dict[str, str]) -> bool:
    """Whether the answer that reveals the box, when it needs one, is the one that was chosen."""
    hidden = box.find_parent(class_="govuk-radios__conditional")
    if hidden is None:
        return True
    answer = form.find("input", attrs={"data-aria-controls": hidden.get("id")})
    return isinstance(answer, Tag) and held.get(str(answer.get("name"))) == str(answer.get("value"))


def _sends(button: Tag, held: dict[str, str], form: Tag) -> bool:
    """Whether it is the first button of the form with a name: one sends it."""
    return button is form.find("button", attrs={"name": True, "formaction": None})


def _choose(control: Tag, kind: str, name: str, held: dict[str, str]) -> None:
    if control.name == "select":
        options = [str(option.get("value", "")) for option in control.find_all("option")]
        held[name] = next((value for value in options if value), "")
    elif kind in {"radio", "checkbox"}:
        value = str(control.get("value", "on"))
        if (control.has_attr("checked") and value) or (kind == "radio" and not held.get(name)):
            held[name] = value
    else:
        held[name] = str(control.get("value", ""))


def _date(name: str) -> str:
    if name.startswith("born") and name.endswith("-year"):
        return YEAR_OF_BIRTH
    return next((value for end, value in PARTS_OF_A_DATE.items() if name.endswith(end)), "")
