"""The tests: real PostgreSQL and Redis, named by the environment that tests/conftest.py makes."""

from thurrock_care.settings.base import *  # noqa: F403
from thurrock_care.settings.base import CELERY_BEAT_SCHEDULE, database, env

DEBUG = False
TESTING = True
GALLERY = True
SECRET_KEY = "only-for-tests"
SEALING_SECRETS = ["only-for-tests"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database(env.str("DATABASE_URL"))}
CELERY_BROKER_URL = env.str("REDIS_URL")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CSRF_COOKIE_NAME = env.str("CSRF_COOKIE_NAME", "csrftoken")  # a journey may ask for that of production
CSRF_COOKIE_SECURE = CSRF_COOKIE_NAME.startswith("__Host-")
AXES_ENABLED = env.bool("AXES_ENABLED", False)
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: files are served from where they are made
WHITENOISE_AUTOREFRESH = True

# A journey may ask beat to sweep every few seconds, so that a night passes while it watches.
if SWEEP_EVERY_SECONDS := env.float("SWEEP_EVERY_SECONDS", 0.0):
    CELERY_BEAT_SCHEDULE["six-week sweep"]["schedule"] = SWEEP_EVERY_SECONDS
