"""JSON from outside, read so that whatever is sent is either a value that can be kept or a refusal with a sentence."""

import json
from typing import Any


class UnfitJSON(ValueError):
    """What was sent cannot be used; `str()` of it is a sentence for whoever sent it."""


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`: finite numbers and whole text only.

    Raises UnfitJSON for what is no JSON, is no object, is nested too deeply, or could not be written out again
    (a lone surrogate, or a number such as NaN and 1e999).
    """
    try:
        value = json.loads(body)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise UnfitJSON("The JSON is nested too deeply.") from None
    except UnicodeEncodeError:
        raise UnfitJSON("The JSON holds half a character (a lone surrogate).") from None
    except ValueError as error:
        raise UnfitJSON(f"This is not JSON that can be kept: {_what(error)}.") from None
    if not isinstance(value, dict):
        raise UnfitJSON("Send a JSON object.")
    return value


def _what(error: ValueError) -> str:
    """The place of a mistake, and never the words around it."""
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    return "text that is not UTF-8" if isinstance(error, UnicodeDecodeError) else "a number out of range"
