"""Keys, references and numbers out of a seed: unique without asking the database, and none of them anybody's.

NHS numbers come from the range that begins with 999, which is never issued; telephone numbers
from those that Ofcom keeps for drama. There are only 3,000 of the latter, so that in a large
borough several people share one.
"""

from datetime import datetime
from random import Random

from core.identifiers import ALPHABET, REFERENCE_LENGTH

REFERENCES = len(ALPHABET) ** REFERENCE_LENGTH
STRIDE = 2_147_483_659  # a prime that is no factor of REFERENCES: every step lands somewhere new
NHS_BODIES = 1_000_000
NHS_STRIDE = 618_033  # shares no factor with NHS_BODIES
MOBILES, LONDON_NUMBERS, NOWHERE_NUMBERS = "07700900", "02079460", "01632960"


class Keys:
    """All that must be unique in one borough, from a seed."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"keys of borough {seed}")
        self._keys = 0
        self._references: dict[str, int] = {}
        self._nhs = self._rng.randrange(NHS_BODIES)
        self._nhs_left = NHS_BODIES

    def key(self, at: datetime) -> str:
        """A key in the shape of a UUIDv7 made at `at`; later calls give greater keys for the same moment."""
        self._keys += 1
        high = int(at.timestamp() * 1000) << 16 | 0x7000 | (self._keys >> 20) & 0xFFF
        low = 1 << 63 | (self._keys & 0xFFFFF) << 42 | self._rng.getrandbits(42)
        digits = f"{high:016x}{low:016x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def skip(self, *, references: int, nhs_numbers: int) -> None:
        """Leave so many to somebody else who gives them out from the same seed."""
        self._references = {"P": references}
        for _ in range(nhs_numbers):
            self.nhs_number()

    def reference(self, prefix: str) -> str:
        """A reference like "P-7K3P-XQ4M" that this borough has not given yet."""
        number = self._references.get(prefix, 0) + 1
        self._references[prefix] = number
        rest = number * STRIDE % REFERENCES
        letters = []
        for _ in range(REFERENCE_LENGTH):
            rest, place = divmod(rest, len(ALPHABET))
            letters.append(ALPHABET[place])
        body = "".join(letters)
        return f"{prefix}-{body[:4]}-{body[4:]}"

    def nhs_number(self) -> str | None:
        """A number of the test range with the right check digit; None when all 909,000 are given."""
        while self._nhs_left:
            self._nhs_left -= 1
            self._nhs = (self._nhs + NHS_STRIDE) % NHS_BODIES
            body = f"999{self._nhs:06d}"
            check = check_digit(body)
            if check is not None:
                return f"{body}{check}"
        return None

    def mobile(self, rng: Random) -> str:
        """A mobile number that Ofcom keeps for drama."""
        return f"{MOBILES}{rng.randrange(1000):03d}"

    def landline(self, rng: Random) -> str:
        """A landline number that Ofcom keeps for drama."""
        return f"{LONDON_NUMBERS if rng.random() < 0.5 else NOWHERE_NUMBERS}{rng.randrange(1000):03d}"


def check_digit(body: str) -> int | None:
    """The tenth digit of an NHS number, by modulus 11; None for nine digits that can be no number."""
    remainder = sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True)) % 11
    return None if remainder == 1 else -remainder % 11
