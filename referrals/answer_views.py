"""Pages on which the two sides of a referral answer each other: accept, ask, reply, return."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals import actions
from referrals.answer_forms import Saying, WordsForm
from referrals.answer_policies import can_come_back, check_can_answer, open_question
from referrals.between_teams import answering, with_its_team
from referrals.holders import banner_with_holder
from referrals.models import HandOff, Referral
from referrals.overview import story_of, what_happened
from referrals.policies import check_can_decide
from residents.actions import open_record

FINE, CHANGED, REFUSED = 200, 409, 422
ASK = Saying(
    draft="ask",
    title="Ask about this referral",
    label="What do you need to know?",
    hint="Whoever sent it is told at once. The day by which to answer the referral stays as it is.",
    missing="Enter what you need to know",
    button="Send the question",
)
REPLY = Saying(
    draft="answer",
    title="Answer the question",
    label="Your answer",
    hint="Whoever asked is told at once.",
    missing="Enter your answer",
    button="Send the answer",
)
RETURN = Saying(
    draft="return",
    title="Return this referral",
    label="Why does it go back?",
    hint="Whoever sent it reads this, and decides what becomes of it. A return counts as a hand-off.",
    missing="Enter why it goes back",
    button="Return it",
)
Say = Callable[[StaffRequest, Referral, WordsForm], HttpResponse]


@requires(Permission.SEE_TEAM_QUEUE)
@require_POST
@once
def accept(request: StaffRequest, reference: str) -> HttpResponse:
    """Say that the team takes the referral up, as the page showed it."""
    found = _found(request, reference)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    actions.accept(referral=found, by=request.user, version=seen)
    messages.success(request, f"{found.reference} is accepted. Whoever sent it sees that on its page.")
    return redirect(found)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def ask(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask whoever sent the referral."""
    found = _found(request, reference)
    check_can_answer(request.user, found)
    return _page(request, found, ASK, _ask, possible=can_come_back(found) and with_its_team(found))


def _ask(request: StaffRequest, found: Referral, form: WordsForm) -> HttpResponse:
    given = form.cleaned_data
    actions.ask(referral=found, words=given["words"], by=request.user, version=given["version"])
    messages.success(request, f"The question about {found.reference} is sent.")
    return redirect(found)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def answer(request: StaffRequest, reference: str) -> HttpResponse:
    """Answer what the receiving team asked."""
    found = _found(request, reference)
    check_can_decide(request.user, found)
    waits = with_its_team(found) and open_question(found) is not None
    return _page(request, found, REPLY, _reply, possible=waits)


def _reply(request: StaffRequest, found: Referral, form: WordsForm) -> HttpResponse:
    actions.answer_question(referral=found, words=form.cleaned_data["words"], by=request.user)
    messages.success(request, f"The answer about {found.reference} is sent.")
    return redirect(found)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def give_back(request: StaffRequest, reference: str) -> HttpResponse:
    """Return a referral to whoever sent it, with the reason."""
    found = _found(request, reference)
    check_can_answer(request.user, found)
    return _page(request, found, RETURN, _return, possible=can_come_back(found) and with_its_team(found))


def _return(request: StaffRequest, found: Referral, form: WordsForm) -> HttpResponse:
    given = form.cleaned_data
    actions.return_referral(referral=found, why=given["words"], by=request.user, version=given["version"])
    messages.success(request, f"{found.reference} is returned. Whoever sent it has been told.")
    return redirect(found.team)


def _found(request: StaffRequest, reference: str) -> Referral:
    found: Referral = get_visible_or_404(Referral.objects.for_page(), request.user, reference=reference)
    return found


def _page(request: StaffRequest, found: Referral, saying: Saying, say: Say, *, possible: bool) -> HttpResponse:
    """The page of one saying; what is not possible any more leads back to the referral, but never with words lost."""
    if not possible and request.method != "POST":
        return redirect(found)
    form = WordsForm(request.POST or None, saying=saying, referral=found)
    said = _try(request, found, form, saying, say) if form.is_valid() else None
    if said:
        return said
    open_record(resident=found.resident, by=request.user, page=f"referrals.{saying.draft}")
    draft = slot_for(request.user.id, saying.draft, found.reference)
    restore(form, {name: words for name, words in draft.fields.items() if name != "version"})
    context = {
        "referral": found,
        "person": banner_with_holder(found.resident, request.user),
        "saying": saying,
        "story": story_of(found, request.user),
        "passed": _passed(found, request.user),
        "form": form,
        "draft": draft,
    }
    return render(request, "referrals/referral_say.html", context, status=_status(form))


def _passed(found: Referral, viewer: User) -> object:
    return answering(found, viewer, list(HandOff.objects.of_referral(found)))


def _try(request: StaffRequest, found: Referral, form: WordsForm, saying: Saying, say: Say) -> HttpResponse | None:
    """Say it; None when it was refused, which the form then tells. The draft goes with it, or nothing does."""
    try:
        said = say(request, found, form)
    except ChangedMeanwhile:
        now = Referral.objects.for_page().get(pk=found.pk)
        form.show_changed(now.version, what_happened(now, request.user))
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    seen = version_seen(request.POST)
    discard_draft(owner_id=request.user.id, form=saying.draft, subject=found.reference, version=seen)
    return said


def _status(form: WordsForm) -> int:
    if form.changed:
        return CHANGED
    return REFUSED if form.errors else FINE
