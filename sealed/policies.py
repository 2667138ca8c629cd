"""Who may read what somebody else wrote on a device, when its writer does not decide."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from core import clock
from core.errors import NotPermitted
from sealed.models import SealedItem


def check_may_read(by: User, item: SealedItem) -> None:
    """Raise NotPermitted unless `by` answers for the writer, and the item has waited for them for more than a day."""
    check_may(by, Permission.SEE_WHAT_WAITS)
    if not SealedItem.objects.waiting_too_long(clock.now()).answered_for_by(by).filter(pk=item.pk).exists():
        raise NotPermitted("Only its writer reads this in the first day, and then those who answer for them.")
