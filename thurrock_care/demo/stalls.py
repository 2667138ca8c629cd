"""Who came to each Talking Shop that was held, who held it, what the day was like; and the rota of those to come."""

from datetime import timedelta
from random import Random

from talking_shops.enums import Service, TapKind
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.records import stall
from thurrock_care.demo.staff import Worker
from thurrock_care.demo.venues import Shop

MOST_TALKS = 24  # that one stall has room for, however large the borough
HAS_NOTE, MISTAPPED = 0.3, 0.02
ROTA = timedelta(days=56)
GUESTS = (
    (Service.LOCAL_AREA_COORDINATION, "Theresa Mwangi"),
    (Service.SOCIAL_PRESCRIBING, "Callum Firth"),
    (Service.HOUSING, "Nadine Okoro"),
    (Service.CARERS, "Ines Costa"),
    (Service.SENSORY, "Gareth Pugh"),
    (Service.VOLUNTARY, "Mavis Orchard, Thurrock Centre for Independent Living"),
    (Service.MENTAL_HEALTH, "Ruta Kazlauskiene"),
)


def hold_sessions(borough: Borough) -> None:
    """All of it."""
    for shop in borough.shops.held:
        rng = Random(f"held {shop.venue} {shop.day} of borough {borough.seed}")
        by = _holder(borough, shop, rng)
        _count(borough, shop, by, rng)
        _attend(borough, shop, by, rng)
        if rng.random() < HAS_NOTE:
            at = borough.almanac.at(shop.day, shop.opens + shop.minutes + rng.randrange(3, 20))
            words = borough.teller.phrases.say("session_note", rng)
            stall.write_note(borough.ledger, session=shop.key, words=words.strip(), by=by, at=at)
    for shop in borough.shops.coming:
        if shop.day < borough.almanac.today + ROTA:
            _plan(borough, shop, Random(f"planned {shop.venue} {shop.day} of borough {borough.seed}"))


def _holder(borough: Borough, shop: Shop, rng: Random) -> Worker:
    return borough.staff.someone(f"cls-{shop.locality}", shop.day, rng)


def _count(borough: Borough, shop: Shop, by: Worker, rng: Random) -> None:
    """Taps: never fewer talks than were logged, but for what one stall has room for."""
    logged = min(borough.shops.conversations[shop.key], MOST_TALKS)
    talked = logged + rng.randrange(3)
    came = talked + rng.randrange(2, 7)
    kinds = [TapKind.CAME_IN] * came + [TapKind.TALKED] * talked
    kinds += [TapKind.INFORMATION] * rng.randrange(1 + came // 2) + [TapKind.WITH_CARER] * rng.randrange(1 + came // 4)
    opened = borough.almanac.at(shop.day, shop.opens)
    for kind in kinds:
        at = opened + timedelta(seconds=rng.randrange(shop.minutes * 60))
        stall.tap(borough.ledger, session=shop.key, kind=kind, by=by, at=at)
        if rng.random() < MISTAPPED:
            made = stall.tap(borough.ledger, session=shop.key, kind=kind, by=by, at=at + timedelta(seconds=1))
            stall.undo_tap(borough.ledger, tap=made, by=by, at=at + timedelta(seconds=rng.randrange(3, 9)))


def _attend(borough: Borough, shop: Shop, by: Worker, rng: Random) -> None:
    """The worker who held it, and whoever else came."""
    planned_at = borough.almanac.at(shop.day - timedelta(days=7), 9 * 60 + rng.randrange(60))
    opened = borough.almanac.at(shop.day, shop.opens)
    closed = opened + timedelta(minutes=shop.minutes)
    for service, user, name in _people(by, rng):
        row = stall.put_on_list(
            borough.ledger, session=shop.key, service=service, by=by, at=planned_at, user=user, name=name
        )
        if user is by or rng.random() < 0.9:
            came_at = opened - timedelta(minutes=rng.randrange(2, 12))
            left_at = closed + timedelta(minutes=rng.randrange(1, 10))
            stall.come_and_go(borough.ledger, attending=row, by=by, came_at=came_at, left_at=left_at)


def _people(by: Worker, rng: Random) -> list[tuple[Service, Worker | None, str]]:
    guests = rng.sample(GUESTS, k=rng.randrange(3))
    return [(Service.CLS, by, ""), *((service, None, name) for service, name in guests)]


def _plan(borough: Borough, shop: Shop, rng: Random) -> None:
    """The rota of a session to come, made yesterday or before; of some nobody has thought yet."""
    by = borough.staff.allocator(f"cls-{shop.locality}")
    at = borough.almanac.at(borough.almanac.today - timedelta(days=rng.randrange(1, 12)), 9 * 60 + rng.randrange(420))
    if rng.random() < 0.15 and shop.day > borough.almanac.today + timedelta(days=3):
        return
    holder = _holder(borough, shop, rng)
    for service, user, name in _people(holder, rng):
        stall.put_on_list(borough.ledger, session=shop.key, service=service, by=by, at=at, user=user, name=name)
