"""That a breach was told to nobody, told to those who can mend it."""

from accounts.messages import tell_person
from accounts.models import User
from core import clock
from core.actions import beat
from discharges.hearing import untold_by_place, untold_in_words


def tell_of_untold_breaches() -> int:
    """Administrators hear, each once a day, that breaches were told to nobody (ALM-1); how many breaches.

    It may run as often as one likes, late, or on two workers at once. The sign of life carries the alarm, for those
    who watch /readyz: there may be no administrator either.
    """
    untold = untold_by_place()
    count, words = sum(place.count for place in untold), untold_in_words(untold)
    beat("breaches told", untold=count, **({"alarm": f"{words}."} if words else {}))
    if count:
        for user in User.objects.administrators():
            tell_person(user, key=f"untold:{clock.today()}:{user.pk}", words=words, link="/", urgent=True)
    return count
