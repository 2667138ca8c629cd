"""People of whom only is known who they are, beside a demo borough: a million for the person search, in minutes.

Names, birth date, telephone, address and practice, and the dictionary of names; nobody ever rang about them. Some
family names are rare, put together from syllables, so that a million people bear as many different names as in life.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from core import clock
from localities.models import Practice
from residents.actions import columns_of
from residents.models import DictionaryName, Resident
from thurrock_care.demo.addresses import Addresses
from thurrock_care.demo.almanac import DAYS
from thurrock_care.demo.households import Households
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.ledger import Ledger
from thurrock_care.demo.names import Heritage, Names
from thurrock_care.demo.records.people import Person, keep_reach, names_of

RARE = 0.125
SYLLABLES = (
    "Al Ber Bran Cal Dar Dun El Fal Gar Hal Har Hol Ket Kir Lan Mar Mor Nor Os Pen Ral Ros Sal Stan Thor Tre Wal Yar",
    "a ber bo den der e gen ing la le ling mer ne o ra ri ro se ster ten ver wi",
    "by combe croft dale ell ford gate ham hurst ley low man mere more ning ridge sen shaw ski ton ward well wick",
)
SLICE = 5000
LEFT_TO_THE_DEMO = 2_000_000  # of the references; a borough of a million people gives fewer
NHS_NUMBERS_LEFT_TO_THE_DEMO = 200_000


class RarerNames(Names):
    """The demo's names, one family name in eight of few people."""

    def family(self, heritage: Heritage, rng: Random) -> str:
        """A family name; the rare ones have three syllables."""
        if rng.random() > RARE:
            return super().family(heritage, rng)
        return "".join(rng.choice(part.split()) for part in SYLLABLES)


def add_crowd(count: int, seed: int, progress: Callable[[int], object] = lambda _: None) -> None:
    """Write so many people, a slice in each transaction, and then the names that they bear."""
    keys = Keys(seed)
    keys.skip(references=LEFT_TO_THE_DEMO, nhs_numbers=NHS_NUMBERS_LEFT_TO_THE_DEMO)
    ledger = Ledger(keys)
    addresses = Addresses(list(Practice.objects.select_related("locality")))
    households = Households(RarerNames(), addresses, keys, clock.today())
    by = User.objects.filter(is_active=True).order_by("email").first()
    assert by is not None
    for first in range(0, count, SLICE):
        size = min(SLICE, count - first)
        rng = Random(f"crowd {first} of borough {seed}")
        for person in households.people(size, rng):
            _add(ledger, person, by, clock.now() - timedelta(minutes=rng.randrange(1, DAYS * 24 * 60)))
        ledger.send()
        progress(size)
    ledger.write_names(known=set(DictionaryName.objects.values_list("part", "value")))
    ledger.send()


def _add(ledger: Ledger, person: Person, by: User, at: datetime) -> None:
    """As `add_resident`, without the event in the audit log and the line on the timeline."""
    columns = columns_of(person.identity)
    practice, locality = columns.pop("practice"), columns.pop("locality")
    person.row = ledger.add(
        Resident, at, reference=ledger.keys.reference("P"), practice_id=practice and practice.pk,
        locality_id=locality and locality.pk, added_at=at, added_by_id=by.pk, **columns,
    )  # fmt: skip
    ledger.learn(names_of(person.row), at)
    keep_reach(ledger, person=person, by=by, at=at)
