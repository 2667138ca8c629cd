"""What somebody typed into a form that could not be taken, so that the page that says so can give it back."""

from django.http import HttpRequest

NOT_WORDS = frozenset({"csrfmiddlewaretoken", "form_token", "draft_version", "version", "password"})


def words_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Pairs of a field's name, in words, and what was typed into it; empty fields and passwords are left out.

    A NUL, which no page can show, is left out too.
    """
    return [
        (name.replace("_", " ").capitalize(), value.replace("\0", ""))
        for name in request.POST
        if name not in NOT_WORDS
        for value in request.POST.getlist(name)
        if value.strip()
    ]
