"""Everything that a life in the demo borough draws on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from localities import places
from localities.models import Locality, Practice, Team
from thurrock_care.demo.addresses import Addresses
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.caseload import Caseload
from thurrock_care.demo.diary import Diary
from thurrock_care.demo.households import Households
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.ledger import Ledger
from thurrock_care.demo.names import Names
from thurrock_care.demo.phrases import Phrases
from thurrock_care.demo.records.desk import Desk, Router
from thurrock_care.demo.records.employment import add_staff
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Staff, everybody
from thurrock_care.demo.tellings import Teller
from thurrock_care.demo.venues import TalkingShops


@dataclass(frozen=True)
class Borough:
    """One demo borough in the making."""

    seed: int
    desk: Desk
    staff: Staff
    shops: TalkingShops
    teller: Teller
    households: Households
    addresses: Addresses
    caseload: Caseload
    slugs: Mapping[Any, str]
    diary: Diary = field(default_factory=Diary)
    firsts: list[str] = field(default_factory=list)  # what comes of the first discharges, so that nothing is missing

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    @property
    def almanac(self) -> Almanac:
        return self.desk.almanac

    def locality_of(self, person: Person) -> str:
        """The slug of the locality that a person belongs to or will when they are added; "" when none is known."""
        if person.is_known:
            return self.slugs.get(person.locality_id, "")
        who = person.identity
        locality, _ = places.place_of(
            practice=who.practice, postcode=who.postcode, chosen=who.chosen_locality, chosen_reason=who.chosen_reason
        )
        return locality.slug if locality else ""


def found(*, residents: int, seed: int, today: date) -> Borough:
    """Found a borough for so many residents: its staff and venues are written, and nobody lives in it yet."""
    places.forget()
    teams = {team.slug: team for team in Team.objects.select_related("locality")}
    localities = {locality.pk: locality for locality in Locality.objects.all()}
    slugs = {key: locality.slug for key, locality in localities.items()}
    keys, names = Keys(seed), Names()
    ledger, almanac = Ledger(keys), Almanac(today, places.bank_holidays())
    staff = everybody(residents, today, names, Random(f"staff of borough {seed}"), teams)
    add_staff(ledger, staff=staff, almanac=almanac)
    addresses = Addresses(list(Practice.objects.select_related("locality")))
    return Borough(
        seed=seed,
        desk=Desk(ledger, Router(teams, localities), almanac, teams),
        staff=staff,
        shops=TalkingShops(ledger, almanac, {slug: key for key, slug in slugs.items()}, staff),
        teller=Teller(Phrases(), names, keys),
        households=Households(names, addresses, keys, today),
        addresses=addresses,
        caseload=Caseload(staff),
        slugs=slugs,
    )
