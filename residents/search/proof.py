"""That somebody searched before they add a person: a signed word that the results page hands to the form.

It costs no write, is good for one working day and for the one who searched.
"""

from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from accounts.models import User
from residents.search.query import clean

SALT = "residents.search"
GOOD_FOR = 12 * 60 * 60  # seconds, as long as a session


def add_person_link(query: str, viewer: User, *, for_call: bool = False, then: str = "") -> str:
    """The address of the form that adds a person after a search for `query`.

    `then` is the address to go back to with the person, as `?person=` and their reference.
    """
    proof = signing.dumps([str(viewer.pk), clean(query), then], salt=SALT, compress=True)
    return f"{reverse('residents:new')}?{urlencode({'after': proof} | ({'for': 'call'} if for_call else {}))}"


def proven_search(proof: str, viewer: User) -> str | None:
    """What the viewer searched for; None when the proof is not theirs, too old, or none."""
    return _proven(proof, viewer)[0]


def proven_return(proof: str, viewer: User) -> str:
    """Where the viewer goes back to with the person; "" for nowhere in particular."""
    return _proven(proof, viewer)[1]


def _proven(proof: str, viewer: User) -> tuple[str | None, str]:
    try:
        searcher, query, then = signing.loads(proof, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    return (str(query), str(then)) if searcher == str(viewer.pk) else (None, "")
