"""Telephone numbers in the one form in which they are kept: digits, with a leading + when they are foreign."""

import re

AREA_CODES_HERE = ("01375", "01708")  # Grays Thurrock and Romford: what a caller leaves out
LOCAL_LENGTH = 6
SHORTEST, LONGEST = 10, 15


def tidy_phone(typed: str) -> str:
    """`typed` as it is kept: "+44 (0)7700 900123" is "07700900123"; "" stays "".

    Raises ValueError, with a sentence, when it is no telephone number.
    """
    bare = re.sub(r"\(0\)", "", typed)
    bare = re.sub(r"[\s().\-/]", "", bare)
    bare = re.sub(r"^00", "+", bare)
    bare = re.sub(r"^\+44", "0", bare)
    if not bare:
        return ""
    if not re.fullmatch(rf"(0[1-9]\d{{8,9}}|\+[1-9]\d{{{SHORTEST - 3},{LONGEST - 1}}})", bare, re.ASCII):
        raise ValueError("Enter a telephone number, like 01375 511000 or 07700 900 982")
    return bare


def forms_of(phone: str) -> tuple[str, ...]:
    """Every form in which a kept number may stand for `phone`; six digits are a number in or near Thurrock."""
    if len(phone) == LOCAL_LENGTH:
        return tuple(area + phone for area in AREA_CODES_HERE)
    return (phone, f"+44{phone[1:]}") if phone.startswith("0") else (phone,)
