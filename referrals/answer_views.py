"""Pages on which the two sides of a referral answer each other: accept, ask, reply, return."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import DraftSlot, slot_for, version_seen
from core.fields import restore
from core.receipts import once
from referrals import actions
from referrals.answer_forms import Saying, WordsForm
from referrals.answer_policies import can_come_back, check_can_answer, open_question
from referrals.between_teams import answering, with_its_team
from referrals.doing import Check, carry_out, check, find, show
from referrals.enums import NoteKind
from referrals.holders import banner_with_holder
from referrals.models import HandOff, Referral
from referrals.overview import story_of
from referrals.policies import check_can_decide
from residents.actions import open_record


@dataclass(frozen=True)
class Says:
    """One side says something to the other: who may, while what is so, by which action, and what they read then.

    `leaves` is whether the referral leaves the team with it: then the team's list is next.
    """

    saying: Saying
    may: Check
    possible: Callable[[Referral], bool]
    act: Callable[..., object]
    done: str
    leaves: bool = False


def _can_go_back(referral: Referral) -> bool:
    return can_come_back(referral) and with_its_team(referral)


def _waits(referral: Referral) -> bool:
    return with_its_team(referral) and open_question(referral) is not None


ASK = Says(
    Saying(
        draft="ask",
        kind=NoteKind.ASKED,
        title="Ask about this referral",
        label="What do you need to know?",
        hint="Whoever sent it is told at once. The day by which to answer the referral stays as it is.",
        missing="Enter what you need to know",
        button="Send the question",
    ),
    check_can_answer,
    _can_go_back,
    actions.ask,
    "The question about {} is sent.",
)
REPLY = Says(
    Saying(
        draft="answer",
        kind=NoteKind.ANSWERED,
        title="Answer the question",
        label="Your answer",
        hint="Whoever asked is told at once.",
        missing="Enter your answer",
        button="Send the answer",
    ),
    check_can_decide,
    _waits,
    actions.answer_question,
    "The answer about {} is sent.",
)
RETURN = Says(
    Saying(
        draft="return",
        kind=NoteKind.RETURNED,
        title="Return this referral",
        label="Why does it go back?",
        hint="Whoever sent it reads this, and decides what becomes of it. A return counts as a hand-off.",
        missing="Enter why it goes back",
        button="Return it",
    ),
    check_can_answer,
    _can_go_back,
    actions.return_referral,
    "{} is returned. Whoever sent it has been told.",
    leaves=True,
)


@requires(Permission.SEE_TEAM_QUEUE)
@require_POST
@once
def accept(request: StaffRequest, reference: str) -> HttpResponse:
    """Say that the team takes the referral up, as the page showed it."""
    found = find(request, reference)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    actions.accept(referral=found, by=request.user, version=seen)
    messages.success(request, f"{found.reference} is accepted. Whoever sent it sees that on its page.")
    return redirect(found)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def ask(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask whoever sent the referral."""
    return _page(request, find(request, reference), ASK)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def answer(request: StaffRequest, reference: str) -> HttpResponse:
    """Answer what the receiving team asked."""
    return _page(request, find(request, reference), REPLY)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def give_back(request: StaffRequest, reference: str) -> HttpResponse:
    """Return a referral to whoever sent it, with the reason."""
    return _page(request, find(request, reference), RETURN)


def _page(request: StaffRequest, found: Referral, says: Says) -> HttpResponse:
    """The page of one saying; what is not possible any more leads back to the referral, but never with words lost."""
    check(request, found, says.may)
    if not says.possible(found) and request.method != "POST":
        return redirect(found)
    form = WordsForm(request.POST or None, saying=says.saying, referral=found)
    if form.is_valid() and _say(request, found, form, says):
        messages.success(request, says.done.format(found.reference))
        return redirect(found.team if says.leaves else found)
    name = says.saying.draft
    open_record(resident=found.resident, by=request.user, page=f"referrals.{name}")
    draft = slot_for(request.user.id, name, found.reference)
    restore(form, {name: words for name, words in draft.fields.items() if name != "version"})
    return show(request, "referrals/referral_say.html", form, _context(request, found, says, draft))


def _say(request: StaffRequest, found: Referral, form: WordsForm, says: Says) -> bool:
    """Say it, and the draft goes with it, or nothing does; False when it was refused, which the form then tells."""
    said = {name: form.cleaned_data[name] for name in ("words", "version")}
    act = partial(says.act, referral=found, by=request.user, **said)
    if carry_out(request, found, form, act) is None:
        return False
    seen = version_seen(request.POST)
    discard_draft(owner_id=request.user.id, form=says.saying.draft, subject=found.reference, version=seen)
    return True


def _context(request: StaffRequest, found: Referral, says: Says, draft: DraftSlot) -> dict[str, object]:
    return {
        "referral": found,
        "person": banner_with_holder(found.resident, request.user),
        "saying": says.saying,
        "story": story_of(found, request.user),
        "passed": answering(found, request.user, list(HandOff.objects.of_referral(found))),
        "draft": draft,
    }
