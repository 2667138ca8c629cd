"""What somebody typed into a form that could not be taken, so that the page that says so can give it back."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

PAGE_OWNER, OWNER_HEADER = "page_owner", "X-Page-Owner"
NOT_WORDS = frozenset({PAGE_OWNER, "csrfmiddlewaretoken", "form_token", "draft_version", "version", "password"})
SHOWN_BEFORE = 30  # characters


def is_own_page(request: HttpRequest) -> bool:
    """Whether what is sent comes from a page that was opened by who is signed in now; so too when it does not say."""
    said = request.headers.get(OWNER_HEADER) or request.POST.get(PAGE_OWNER) or str(request.user.pk)
    return said == str(request.user.pk)


def words_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Pairs of a field's name, in words, and what was typed into it; empty fields and passwords are left out.

    A NUL, which no page can show, is left out too.
    """
    return words_sent(request.POST)


def words_sent(sent: QueryDict) -> list[tuple[str, str]]:
    """The same of a form that was read apart from its request."""
    return [(name_in_words(name), value.replace("\0", "")) for name, value in _written(sent)]


def name_in_words(name: str) -> str:
    """A field's name as a page says it."""
    return name.replace("\0", "").replace("_", " ").capitalize()


@dataclass(frozen=True)
class Answer:
    """What was typed into a field, and what is wrong with it: "" when nothing is."""

    name: str
    words: str
    wrong: str


def answers_with_nul(request: HttpRequest) -> list[Answer]:
    """What was typed, field by field; beside each text that holds a NUL stands where it is."""
    return [
        Answer(name_in_words(name), value.replace("\0", ""), _where_nul_is(name_in_words(name), value))
        for name, value in _written(request.POST)
    ]


def _written(sent: QueryDict) -> list[tuple[str, str]]:
    lists = [(name, values) for name, values in sent.lists() if name not in NOT_WORDS]
    return [(name, value) for name, values in lists for value in values if value.strip()]


def _where_nul_is(name: str, value: str) -> str:
    before, nul, _ = value.partition("\0")
    where = f"after “{before[-SHOWN_BEFORE:]}”" if before else "at its beginning"
    return f"{name} holds a character that cannot be kept (the NUL character), {where}" if nul else ""
