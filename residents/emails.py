"""E-mail addresses in the one form in which they are kept: in small letters, without blanks."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

BLANK = re.compile(r"\s")
NO_ADDRESS = "Enter an e-mail address, like jean@example.org"


def tidy_email(typed: str) -> str:
    """`typed` as it is kept: " Jean @Example.org" is "jean@example.org".

    Raises ValueError, with a sentence, when it is no e-mail address.
    """
    address = BLANK.sub("", typed).lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(NO_ADDRESS) from None
    return address
