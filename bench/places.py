"""Where the bench keeps what it makes, and under which settings everything in it runs: those of production."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
SECRET_KEY = secrets.token_urlsafe(60)


def environment(database_url: str, **more: str) -> dict[str, str]:
    """The environment of a process under production's settings, on a bench borough's database."""
    return {
        "BENCH": "1",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "thurrock_care.settings.production",
        "SECRET_KEY": SECRET_KEY,
        "SEALING_SECRETS": SECRET_KEY,
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DATABASE_URL": database_url,
        "REDIS_URL": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        **more,
    }
