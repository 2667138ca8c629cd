"""The service worker: which files it keeps, all of them the same for everybody, and the version that they make."""

import json
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

KEPT = (
    "css/app.css",
    "images/favicon.svg",
    "django_htmx/htmx-2.min.js",
    "js/govuk-frontend.js",
    "js/enabled.js",
    "js/app.js",
    "js/outbox.js",
    "js/device.js",
    "js/outbox_list.js",
    "js/capture.js",
    "js/addrow.js",
    "js/footfall.js",
)


# A browser takes the beginning of a script, when the network breaks off in the midst of it, for a newer worker, if only
# it is JavaScript: one that hears of nothing, and no page is there without a network. Half of this is no JavaScript.
WHOLE = "(() => {{\n{}\n}})();\n"


def worker_script(shell: bytes) -> str:
    """The script of the service worker that keeps these files and `shell`; the one that takes itself away when
    settings.CAPTURE_SHELL is off.
    """
    if not settings.CAPTURE_SHELL:
        return WHOLE.format(_source("js/sw-off.js").decode())
    page, sessions = reverse("talking_shops:capture"), reverse("talking_shops:capture_sessions")
    named = {
        "VERSION": _version(shell),
        "FILES": [page, sessions, *(static(name) for name in KEPT)],
        "SHELL": page,
        "SESSIONS": sessions,
    }
    told = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in named.items())
    return WHOLE.format(told + _source("js/sw.js").decode())


def _version(shell: bytes) -> str:
    """Another one as soon as one byte of what is kept is another."""
    contents = (_source(name) for name in ("js/sw.js", *KEPT))
    return sha256(b"\0".join([shell, *contents])).hexdigest()[:16]


def _source(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), f"{name} is not among the static files"
    return Path(found).read_bytes()
