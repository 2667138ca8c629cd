"""Page 26: records that may be one person. The list, and one pair with what can be decided of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core.errors import WrongState
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents import actions
from residents.models import Merge, PossibleDuplicate
from worklists import duplicates as shown
from worklists.counts import page_of
from worklists.duplicate_forms import KeepForm, NotSameForm

DECIDE = Permission.DECIDE_DUPLICATES
REFUSED = 422


@requires(DECIDE)
@require_safe
def duplicates(request: StaffRequest) -> HttpResponse:
    """Pairs to decide, the likeliest first; what was merged and can be undone; who was told apart."""
    asked = request.GET.get("show", "")
    show = asked if asked in dict(shown.TABS) else "open"
    found = shown.rows_of(show, request.user)
    page = page_of(found, found.count(), request)
    rows = shown.listed(list(page.object_list), request.user)
    if rows:
        ids = [record.resident.pk for row in rows for record in row.records]
        record_list(by=request.user, page="worklists.duplicates", resident_ids=ids, tab=show)
    return render(
        request, "worklists/duplicates.html", {"page": page, "rows": rows, "show": show, "tabs": shown.tabs(show)}
    )


@requires(DECIDE)
@require_safe
def duplicate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One pair, side by side."""
    pair = _pair(request, pk)
    return _pair_page(request, pair, NotSameForm(pair=pair))


@requires(DECIDE)
@once
@require_POST
def apart(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remember that two records are two people."""
    pair = _pair(request, pk)
    form = NotSameForm(request.POST, pair=pair)
    if form.is_valid():
        try:
            actions.tell_apart(pair=pair, note=form.cleaned_data["note"], by=request.user)
        except WrongState as wrong:
            messages.warning(request, str(wrong))
            return redirect(pair)
        messages.success(request, "Kept: these are two people. You will not be asked about them again.")
        return redirect("worklists:duplicates")
    return _pair_page(request, pair, form)


@requires(DECIDE)
@once
@require_POST
def again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Undo that two records were told apart."""
    pair = _pair(request, pk)
    try:
        actions.ask_again(pair=pair, by=request.user)
    except WrongState as wrong:
        messages.warning(request, str(wrong))
    else:
        messages.success(request, "This pair is to be decided again.")
    return redirect(pair)


def _pair(request: StaffRequest, pk: UUID) -> PossibleDuplicate:
    found: PossibleDuplicate = get_visible_or_404(PossibleDuplicate.objects.for_page(), request.user, pk=pk)
    return found


def _pair_page(request: StaffRequest, pair: PossibleDuplicate, form: NotSameForm) -> HttpResponse:
    for person in (pair.one, pair.other):
        actions.open_record(resident=person, by=request.user, page="worklists.duplicate")
    differing, same = shown.side_by_side(pair.one, pair.other)
    done = Merge.objects.filter(
        survivor__in=(pair.one, pair.other), merged__in=(pair.one, pair.other), undone_at__isnull=True
    ).first()
    context = {
        "pair": pair,
        "records": shown.listed([pair], request.user)[0].records,
        "differing": differing,
        "same": same,
        "keep": KeepForm(pair=pair),
        "apart": form,
        "form": form,
        "merge": done,
        "can_decide": pair.is_open and not (pair.one.merged_into_id or pair.other.merged_into_id),
    }
    return render(request, "worklists/duplicate.html", context, status=REFUSED if form.errors else 200)
