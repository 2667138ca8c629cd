"""`make run` on one's own machine: the embedded servers, unless the environment names others."""

from thurrock_care.runner import places
from thurrock_care.settings.base import *  # noqa: F403
from thurrock_care.settings.base import database, env

DEBUG = env.bool("DEBUG", False)
DEMO = True
GALLERY = True
SECRET_KEY = "only-for-the-demo-borough-on-ones-own-machine"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": database(env.str("DATABASE_URL", "") or places.database_url())}
CELERY_BROKER_URL = env.str("REDIS_URL", "") or places.redis_url()
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: files are served from where they are made
