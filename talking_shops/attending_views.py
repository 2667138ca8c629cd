"""Pages of who comes to a session, and of what the day was like."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from talking_shops import actions
from talking_shops.actions.noting import NOTE
from talking_shops.attending import attending_at, hours_signed, hours_undone, mine_among, service_of
from talking_shops.enums import Whereabouts
from talking_shops.models import Attending, Session
from talking_shops.session_forms import AttendingForm, NoteForm
from talking_shops.session_views import say_done

SAID = {
    Whereabouts.EXPECTED: "{who} is expected.",
    Whereabouts.HERE: "{who} is here.",
    Whereabouts.LEFT: "{who} has left.",
    Whereabouts.OFF: "{who} was taken off the list.",
}


@requires(Permission.RUN_SESSION)
@once
def attending_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put somebody on the list: into the rota before the day, as somebody who is here from the day on."""
    held = _held(request, pk)
    form = AttendingForm(request.POST or None, session=held, viewer=request.user)
    if form.is_valid():
        try:
            made = actions.put_on_list(session=held, by=request.user, here=not held.lies_ahead, **form.said())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return say_done(request, held, SAID[made.where].format(who=made.who))
    status = 422 if form.is_bound else 200
    return render(request, "talking_shops/session_attending.html", {"session": held, "form": form}, status=status)


@requires(Permission.RUN_SESSION)
@require_POST
@once
def attending_me(request: StaffRequest, pk: UUID) -> HttpResponse:
    """ "I am here", in one press, from the service of one's own team."""
    held = _held(request, pk)
    mine = mine_among(attending_at(held), request.user)
    if mine is None:
        by = request.user
        actions.put_on_list(session=held, service=service_of(by), by=by, user=by, here=True)
    else:
        actions.say_where(attending=mine, where=Whereabouts.HERE, by=request.user)
    return redirect(f"{held.get_absolute_url()}#here")


@requires(Permission.RUN_SESSION)
@require_POST
@once
def attending_say(request: StaffRequest, pk: UUID, where: str) -> HttpResponse:
    """Say that somebody on the list is here, has left, or does not come."""
    if where not in Whereabouts:
        raise Http404("There is no such place to be.")
    found = get_visible_or_404(Attending.objects.select_related("session", "user"), request.user, pk=pk)
    before, held, query = found.where, found.session, {"hours": hours_signed(found)}
    undoes = hours_undone(request.GET.get("hours", ""), found, where)
    actions.say_where(attending=found, where=where, by=request.user, undoes=undoes)
    undo = reverse("talking_shops:attending_say", kwargs={"pk": pk, "where": before}, query=query)
    return say_done(request, held, SAID[Whereabouts(where)].format(who=found.who), undo if before != where else "")


@requires(Permission.RUN_SESSION)
@once
def note(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what the day was like."""
    held = _held(request, pk)
    form = NoteForm(request.POST or None, session=held)
    if form.is_valid():
        try:
            actions.write_note(session=held, words=form.cleaned_data["words"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            seen = version_seen(request.POST)
            discard_draft(owner_id=request.user.id, form=NOTE, subject=str(held.pk), version=seen)
            return say_done(request, held, "What the day was like is kept.")
    draft = slot_for(request.user.id, NOTE, str(held.pk))
    form.restore(draft.fields)
    context = {"session": held, "form": form, "draft": draft}
    return render(request, "talking_shops/session_note.html", context, status=422 if form.is_bound else 200)


def _held(request: StaffRequest, pk: UUID) -> Session:
    found: Session = get_visible_or_404(Session.objects.select_related("venue__locality"), request.user, pk=pk)
    return found
