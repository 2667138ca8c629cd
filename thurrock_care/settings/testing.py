"""The tests: real PostgreSQL and Redis, named by the environment that tests/conftest.py makes."""

from thurrock_care.settings.base import *  # noqa: F403
from thurrock_care.settings.base import database, env

DEBUG = False
TESTING = True
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database(env.str("DATABASE_URL"))}
CELERY_BROKER_URL = env.str("REDIS_URL")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = env.bool("AXES_ENABLED", False)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
