"""Numbers and codes in the words that somebody typed. Each `take_…` gives what it found and the text without it."""

import re

from nhs_number.validate import is_valid

from core.identifiers import ALPHABET, REFERENCE_LENGTH
from localities.postcodes import tidy_postcode
from residents.phones import LOCAL_LENGTH, tidy_phone

SIGN = f"[{ALPHABET}]"
REFERENCE = re.compile(rf"(?<!\w)P([- ]?)({SIGN}{{4}})([- ]?)({SIGN}{{4}})(?!\w)", re.I)
REFERENCE_BARE = re.compile(rf"(?<!\w)()({SIGN}{{4}})(-?)({SIGN}{{4}})(?!\w)", re.I)
NHS_NUMBER = re.compile(r"(?<![\w/.+-])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\w/])", re.ASCII)
PHONE = re.compile(
    r"(?<![\w/.+-])(?:"
    r"\+\d[\d ()-]{6,18}\d"  # +44 (0)7700 900 982
    r"|\(?0\d{2,4}\)?[ -]?(?:\d{6}|\d{3,4}[ -]?\d{3,4})"  # (01375) 511000, 07700 900 982
    r"|00\d{8,15}"
    r")(?![\w/])",
    re.ASCII,
)
LOCAL_PHONE = re.compile(rf"(?<![\w/.+-])\d{{{LOCAL_LENGTH}}}(?![\w/])", re.ASCII)
POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)", re.I | re.ASCII)
POSTCODE_START = re.compile(r"(?<!\w)([A-Z]{1,2}\d(?:[A-Z]|\d)?)(?: ?(\d))?(?!\w)", re.I | re.ASCII)


def take_reference(text: str) -> tuple[str, str]:
    """A person's reference, however it was written down.

    Letters alone, without hyphens, may as well be names: they stay in the text, and are looked for as both.
    """
    for found in (*REFERENCE.finditer(text), *REFERENCE_BARE.finditer(text)):
        certain = has_digit(found[0]) and not POSTCODE.fullmatch(found[0])
        written = found[1] == found[3] == "-"
        said = found[0][0] in "pP" and len(found[0]) > REFERENCE_LENGTH and "-" not in found[0]
        if certain or written or said:
            kept = f"P-{found[2]}-{found[4]}".upper()
            return kept, _without(text, found) if certain or written else text
    return "", text


def take_nhs_number(text: str) -> tuple[str, str]:
    """Ten digits, spaced or not; a mobile number without its 0 is left for `take_phone`."""
    for found in NHS_NUMBER.finditer(text):
        digits = "".join(found.groups())
        if is_nhs_number(digits) or not digits.startswith(("7", "1")):
            return digits, _without(text, found)
    return "", text


def take_phone(text: str) -> tuple[str, str]:
    """A telephone number as it is kept, or six digits of a local one (which stay: they may be a birth date)."""
    for found in PHONE.finditer(text):
        try:
            return tidy_phone(found[0]), _without(text, found)
        except ValueError:
            continue
    bare = NHS_NUMBER.search(text)
    if bare:
        return "0" + "".join(bare.groups()), _without(text, bare)
    local = LOCAL_PHONE.search(text)
    return (local[0], text) if local else ("", text)


def take_postcode(text: str) -> tuple[str, str, str]:
    """A whole postcode, or the beginning of one ("RM17", "RM17 5"), and the text without it."""
    for found in POSTCODE.finditer(text):
        try:
            return tidy_postcode(found[0]), "", _without(text, found)
        except ValueError:
            continue
    start = POSTCODE_START.search(text)
    if not start:
        return "", "", text
    return "", " ".join(filter(None, start.groups())).upper(), _without(text, start)


def is_nhs_number(digits: str) -> bool:
    """Whether `digits` are ten and the check digit is right."""
    return len(digits) == 10 and digits.isascii() and digits.isdigit() and bool(is_valid(digits))


def nhs_numbers_near(digits: str) -> list[str]:
    """The valid NHS numbers that differ from `digits` in one digit, or in two neighbours swapped."""
    others = {
        digits[:place] + other + digits[place + 1 :] for place in range(len(digits)) for other in "0123456789"
    } | {digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :] for place in range(len(digits) - 1)}
    return sorted(number for number in others if number != digits and is_nhs_number(number))


def has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
