"""What teams and workers are told. A reference and a link, never a name."""

from accounts.messages import tell_person, tell_team
from accounts.models import User
from accounts.roles import PARTNERS
from core.words import long_date, lower_first
from referrals.models import Allocation, Promise, Referral
from residents.models import LifeEvent


def tell_team_of_new_referral(referral: Referral) -> None:
    """The receiving team hears that a referral came in."""
    urgent = referral.urgency_order <= 1
    words = f"New referral {referral.reference}: {referral.get_need_display().lower()}"
    tell_team(
        referral.team, key=f"referral-new:{referral.pk}:{referral.version}", words=words,
        link=referral.get_absolute_url(), urgent=urgent,
    )  # fmt: skip


def tell_of_addition(
    referral: Referral, held: Allocation | None, key: str, what: str = "Another contact added something"
) -> None:
    """Whoever holds a referral, or its team while nobody does, hears that another contact added to it, or that this
    was taken back.
    """
    words = f"{referral.reference}: {lower_first(what)}. Read it before you go on"
    link, key = referral.get_absolute_url(), f"referral-added:{key}"
    if held and held.worker.is_active:
        tell_person(held.worker, key=key, words=words, link=link)
    else:
        tell_team(referral.team, key=key, words=words, link=link, urgent=referral.urgency_order <= 1)


def tell_worker_of_allocation(allocation: Allocation) -> None:
    """The worker hears that they hold a referral now; a partner's, from which role, for the name is not theirs."""
    by = allocation.started_by
    who = by.get_role_display() if allocation.worker.role in PARTNERS else by.name
    words = f"{allocation.referral.reference} was allocated to you by {who}"
    link = allocation.referral.get_absolute_url()
    tell_person(allocation.worker, key=f"allocation:{allocation.pk}", words=words, link=link)


def tell_worker_of_ended_allocation(allocation: Allocation) -> None:
    """The worker hears that they no longer hold a referral."""
    words = f"{allocation.referral.reference} is no longer allocated to you"
    link = allocation.referral.get_absolute_url()
    tell_person(allocation.worker, key=f"allocation-ended:{allocation.pk}", words=words, link=link)


def tell_of_review_that_runs_again(referral: Referral, worker: User | None, by: User) -> None:
    """Whoever holds a six-week review again, or its team while nobody does, hears that it has to be held after all."""
    words = f"The six-week review of {referral.reference} runs again"
    link, key = referral.get_absolute_url(), f"review-again:{referral.pk}:{referral.version}"
    if worker is None:
        urgent = referral.urgency_order <= 1
        tell_team(referral.team, key=key, words=f"{words}, and nobody holds it", link=link, urgent=urgent)
    elif worker.pk != by.pk:
        tell_person(worker, key=key, words=f"{words}, and it is with you", link=link)


def tell_worker_of_life_event(referral: Referral, worker: User, event: LifeEvent) -> None:
    """The worker hears that a death or a move has closed what they held."""
    words = f"{referral.reference} is closed: {referral.get_close_reason_display().lower()}"
    tell_person(worker, key=f"ended:{event.pk}:{referral.pk}", words=words, link=referral.get_absolute_url())


def tell_worker_of_reopened_referral(referral: Referral, worker: User, event: LifeEvent) -> None:
    """The worker hears that they hold again what had been closed in error."""
    words = f"{referral.reference} is open again and with you: it was closed in error"
    tell_person(worker, key=f"reopened:{event.pk}:{referral.pk}", words=words, link=referral.get_absolute_url())


def tell_owner_of_promise(promise: Promise) -> None:
    """The owner hears that somebody made a promise that they keep."""
    words = f"{promise.made_by.name} made a promise that you keep, by {long_date(promise.due_on)}"
    tell_person(promise.owner, key=f"promise:{promise.pk}", words=words, link=promise.get_absolute_url())


def tell_owner_of_changed_day(promise: Promise, by: User) -> None:
    """The owner hears by which day they keep it now; nobody is told what they did themselves."""
    owner = promise.owner
    if owner.is_active and owner.pk != by.pk:
        words = f"{by.name} changed the day of a promise that you keep, to {long_date(promise.due_on)}"
        key = f"promise-day:{promise.pk}:{promise.version}"
        tell_person(owner, key=key, words=words, link=promise.get_absolute_url())


def tell_of_given_promise(promise: Promise, before: User, by: User) -> None:
    """The new owner and the one before hear who keeps it from now on; nobody is told what they did themselves."""
    until = long_date(promise.due_on)
    told = {
        promise.owner: f"You keep a promise from now on, by {until}; before you it was {before.name}",
        before: f"{promise.owner.name} keeps a promise from now on that was yours, by {until}",
    }
    for worker, words in told.items():
        if worker.is_active and worker.pk != by.pk:
            key = f"promise-given:{promise.pk}:{promise.version}:{worker.pk}"
            tell_person(worker, key=key, words=words, link=promise.get_absolute_url())


def tell_of_broken_promise(promise: Promise) -> None:
    """The owner hears that the day has passed; the managers of the team do when the owner has left."""
    owner = promise.owner
    managers = User.objects.managers_of(promise.team) if promise.team else User.objects.heads_of_service()
    whose = "a promise of yours" if owner.is_active else f"a promise of {owner.name}, who has left,"
    words = f"The day has passed for {whose} that was to be kept by {long_date(promise.due_on)}"
    for worker in [owner] if owner.is_active else managers:
        key = f"promise-broken:{promise.pk}:{worker.pk}"
        tell_person(worker, key=key, words=words, link=promise.get_absolute_url(), urgent=True)
