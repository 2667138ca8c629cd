"""Page 26: make two records one, after a preview of what moves; and undo it, with what came since."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents import actions
from residents.merging import differences, new_columns, rows_since, sides
from residents.models import Merge, PossibleDuplicate, Resident
from worklists import duplicates as shown
from worklists.duplicate_forms import MergeForm, UndoForm

DECIDE = Permission.DECIDE_DUPLICATES
REFUSED, CHANGED = 422, 409


@requires(DECIDE)
@once
def merge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What is kept and what would move; and, once somebody says why, the merge."""
    pair = get_visible_or_404(PossibleDuplicate.objects.for_page(), request.user, pk=pk)
    if not pair.is_open or pair.one.merged_into_id or pair.other.merged_into_id:
        messages.warning(request, pair.decision or "One of these two records was merged meanwhile.")
        return redirect(pair)
    survivor, merged = _which(pair, request.GET.get("keep", ""))
    differing = differences(survivor, merged, {})
    form = MergeForm(
        _sent(request), survivor=survivor, merged=merged, differing=differing, back=pair.get_absolute_url()
    )
    if form.is_valid() and _merge(request, pair, form):
        return redirect(survivor)
    for person in (survivor, merged):
        actions.open_record(resident=person, by=request.user, page="worklists.duplicate_merge")
    return _merge_page(request, pair, form, differing)


@requires(DECIDE)
@once
def undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What goes back, what came since and to whom it belongs; and, once that is said, the merge is undone."""
    done = get_visible_or_404(Merge.objects.for_page(), request.user, pk=pk)
    refusal = _refusal(done)
    groups = [] if refusal else rows_since(done)
    questions = shown.asked([group for group in groups if not group.is_bound], done)
    form = UndoForm(_sent(request), merge=done, questions=questions, back=done.survivor.get_absolute_url())
    answered = request.method == "POST" and not refusal and (form.is_valid() or not questions)
    changed = _undo(request, done, form) if answered else ""
    if answered and not changed:
        return redirect(done.merged)
    for person in (done.survivor, done.merged):
        actions.open_record(resident=person, by=request.user, page="worklists.merge_undo")
    bound = shown.asked([group for group in groups if group.is_bound], done)
    context = {"merge": done, "form": form, "bound": bound, "refusal": refusal, "changed": changed}
    status = CHANGED if changed else REFUSED if request.method == "POST" else 200
    return render(request, "worklists/merge_undo.html", context | {"goes_back": shown.gone_back(done)}, status=status)


def _sent(request: StaffRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def _which(pair: PossibleDuplicate, keep: str) -> tuple[Resident, Resident]:
    """The record that is kept and the other one."""
    people = {pair.one.reference: (pair.one, pair.other), pair.other.reference: (pair.other, pair.one)}
    if keep and keep not in people:
        raise Http404("Neither of the two has this reference.")
    return people.get(keep, (pair.one, pair.other))


def _merge(request: StaffRequest, pair: PossibleDuplicate, form: MergeForm) -> bool:
    try:
        actions.merge(
            pair=pair, survivor=form.survivor, why=form.cleaned_data["why"], by=request.user,
            choices=form.choices(), versions=form.versions(),
        )  # fmt: skip
    except ChangedMeanwhile as changed:
        form.add_error(None, str(changed))
        form.show_again()
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = f"{form.merged.reference} was merged into this record. For 30 days this can be undone."
    messages.success(request, said)
    return True


def _merge_page(request: StaffRequest, pair: PossibleDuplicate, form: MergeForm, differing: list[Any]) -> HttpResponse:
    survivor, merged = form.survivor, form.merged
    filled = [difference for difference in differing if not difference.is_choice]
    columns = new_columns(survivor, merged, sides(survivor, merged, {}))
    context = {
        "pair": pair,
        "form": form,
        "survivor": survivor,
        "merged": merged,
        "filled": [one for one in filled if one.kept == one.merged],
        "earlier_name": columns.get("previous_family_name", {}).get("previous_family_name", ""),
        "to_know": shown.to_know_before(survivor, merged),
        "moves": shown.to_move(survivor, merged, differing),
    }
    return render(request, "worklists/duplicate_merge.html", context, status=REFUSED if form.errors else 200)


def _refusal(done: Merge) -> str:
    """Why a merge can no longer be undone; "" when it can."""
    if done.undone_at is not None:
        return "This merge was undone already."
    try:
        actions.check_can_undo(done)
    except Refused as refusal:
        return str(refusal)
    return ""


def _undo(request: StaffRequest, done: Merge, form: UndoForm) -> str:
    """Undo a merge; why it could not be, "" when it was."""
    try:
        actions.undo_merge(merge=done, by=request.user, choices=form.choices() if form.is_valid() else {})
    except Refused as changed:
        return str(changed)
    messages.success(request, f"The merge was undone. {done.merged.reference} is a record of its own again.")
    return ""
