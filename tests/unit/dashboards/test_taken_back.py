"""A call that was taken back counts in no figure; one that was closed by its team does."""

from accounts.models import User
from core import clock
from dashboards.figures import contacts_this_week, monday, with_figures
from dashboards.series import contacts_by_week
from localities.models import Locality
from referrals.actions import close, withdraw_contact
from referrals.enums import CloseReason
from residents.models import Resident
from tests.factories.referrals import make_contact
from worklists.calls import sent_today


def test_a_call_that_was_taken_back_is_counted_nowhere(jean: Resident, asha: User, dee: User) -> None:
    kept, error, taken_back = (make_contact(jean, asha) for _ in range(3))
    close(referral=error.referrals.get(), reason=CloseReason.VOIDED, by=dee)
    withdraw_contact(contact=taken_back, by=asha)
    here = Locality.objects.get(slug="tilbury-chadwell")
    assert set(contacts_this_week(here)) == {kept, error}
    figures = {locality.slug: locality.contacts_taken for locality in with_figures("contacts_taken")}  # type: ignore[attr-defined]
    assert figures["tilbury-chadwell"] == 2
    week = monday(clock.today())
    assert contacts_by_week(here, week, clock.today() + clock.today().resolution) == {week: 2}
    assert set(sent_today(asha)) == {kept, error}
