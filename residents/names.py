"""Names in the one form in which they are compared: no accents, capitals, hyphens or apostrophes."""

import re
import unicodedata

CONTROL = "Cc"
UNSEEN = "{} has a sign in it that no keyboard makes; type it again"


def as_written(name: str) -> str:
    """`name` as it is kept: its signs as they are, whatever the script, and single spaces between them."""
    return re.sub(" +", " ", name).strip()


def fault_of_name(label: str, name: str) -> str:
    """What is said of a name with a control character in it; "" for any other."""
    return UNSEEN.format(label) if any(unicodedata.category(sign) == CONTROL for sign in name) else ""


def name_key(name: str) -> str:
    """`name` as it is compared: "O'Brien-Łukasz" is "obrien lukasz". Letters of other scripts are kept."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS_THAT_DO_NOT_DECOMPOSE))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    joined = re.sub(r"['’`ʼ.]", "", bare)
    return re.sub(r"[\W_]+", " ", joined).strip()[:200]


LETTERS_THAT_DO_NOT_DECOMPOSE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss"}
)
