"""Postcodes in the one form in which they are kept: "RM18 8EB"."""

import re

SHAPE = re.compile(
    r"^(GIR ?0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]([0-9ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW]) ?[0-9][ABD-HJLNP-UW-Z]{2})$"
)


def tidy_postcode(typed: str) -> str:
    """`typed` in capitals with one space before the last three characters; "" stays "".

    Raises ValueError when it has not the shape of a UK postcode (BS 7666). A shape does not
    prove that the postcode exists.
    """
    squeezed = re.sub(r"[^A-Z0-9]", "", typed.upper())
    if not squeezed:
        return ""
    spaced = f"{squeezed[:-3]} {squeezed[-3:]}"
    if not SHAPE.match(spaced):
        raise ValueError("Enter a full UK postcode, like RM18 8EB")
    return spaced
