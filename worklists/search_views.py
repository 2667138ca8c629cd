"""Person search: the page, and the rows that appear while one types."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.policies import requires
from accounts.roles import Permission
from audit.actions import record_list
from referrals.open_work import with_work
from residents.policies import can_add, can_decide
from residents.search import Results, add_person_link, find

PAGE = 10
AT_A_GLANCE = 8
LAST_PAGE = 10_000


@requires(Permission.FIND_PERSON)
def search(request: HttpRequest) -> HttpResponse:
    """People who may be meant, 10 a page; only the rows when a script asks for them.

    A telephone that knows who rings opens the page with `?tel=` and the number.
    """
    query = request.GET.get("q") or request.GET.get("tel", "")
    if wants_rows(request):
        return _rows(request, query, pick="link")
    asked = page_number(request.GET.get("page", ""))
    results = find(query, request.user, limit=PAGE, offset=(asked - 1) * PAGE)  # type: ignore[arg-type]
    page = Paginator(range(results.total), PAGE).get_page(asked)
    if page.number != asked:
        return redirect(f"{reverse('worklists:search')}?{urlencode({'q': query, 'page': str(page.number)})}")
    return render(request, "worklists/search.html", {"page": page, **_context(request, query, results, "search")})


@requires(Permission.FIND_PERSON)
def near(request: HttpRequest) -> HttpResponse:
    """The rows for the search box within a form: each person is a button that sends the form."""
    return _rows(request, request.GET.get("q", ""), pick="button")


def _rows(request: HttpRequest, query: str, *, pick: str) -> HttpResponse:
    results = find(query, request.user, limit=AT_A_GLANCE)  # type: ignore[arg-type]
    context = _context(request, query, results, "near", for_call=pick == "button")
    return render(request, "worklists/find_rows.html", {"pick": pick, **context})


def _context(
    request: HttpRequest, query: str, results: Results, page: str, *, for_call: bool = False
) -> dict[str, Any]:
    user: User = request.user  # type: ignore[assignment]
    rows = with_work(results.hits, user)
    if rows:
        record_list(by=user, page=f"worklists.{page}", resident_ids=[row.resident.pk for row in rows])
    add_url = add_person_link(query, user, for_call=for_call) if can_add(user) and query.strip() else ""
    return {
        "query": query,
        "results": results,
        "hits": rows,
        "add_url": add_url,
        "may_decide": can_decide(user),
        "may_take_calls": user.may(Permission.TAKE_CALL),
    }


def wants_rows(request: HttpRequest) -> bool:
    """Whether a script asks for the rows alone, to show them while one types."""
    by_script = request.headers.get("X-Requested-With") == "fetch" or getattr(request, "htmx", False)
    return bool(by_script or "rows" in request.GET)


def page_number(typed: str) -> int:
    """The page that was asked for; the first for anything that is no sensible number."""
    return max(1, min(int(typed[:9]), LAST_PAGE)) if typed.isascii() and typed.isdigit() else 1
