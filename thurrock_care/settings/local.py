"""`make run` on one's own machine: the embedded servers, unless the environment names others."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from thurrock_care.runner import places
from thurrock_care.settings.base import *  # noqa: F403
from thurrock_care.settings.base import database, env

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def of_this_machine(address: dict[str, Any]) -> dict[str, Any]:
    """`address`, when it leads to a socket or the loopback. These settings have a known key and known passwords."""
    hosts = f"{address.get('HOST') or ''},{address['OPTIONS'].get('host', '')}".split(",")
    if not all(host == "" or host.startswith("/") or host in LOOPBACK for host in hosts):
        raise ImproperlyConfigured(
            "DATABASE_URL leads to another machine, and thurrock_care.settings.local is for this one: "
            "set DJANGO_SETTINGS_MODULE=thurrock_care.settings.production."
        )
    return address


DEBUG = env.bool("DEBUG", False)
DEMO = True
GALLERY = True
SECRET_KEY = "only-for-the-demo-borough-on-ones-own-machine"
SEALING_SECRETS = ["only-for-the-demo-borough-on-ones-own-machine"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": of_this_machine(database(env.str("DATABASE_URL", "") or places.database_url()))}
CELERY_BROKER_URL = env.str("REDIS_URL", "") or places.redis_url()
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: files are served from where they are made
