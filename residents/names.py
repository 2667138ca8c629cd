"""Names in the one form in which they are compared: no accents, capitals, hyphens or apostrophes."""

import re
import unicodedata


def name_key(name: str) -> str:
    """`name` as it is compared: "O'Brien-Łukasz" is "obrien lukasz". Letters of other scripts are kept."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS_THAT_DO_NOT_DECOMPOSE))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    joined = re.sub(r"['’`ʼ.]", "", bare)
    return re.sub(r"[\W_]+", " ", joined).strip()[:200]


LETTERS_THAT_DO_NOT_DECOMPOSE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss"}
)
