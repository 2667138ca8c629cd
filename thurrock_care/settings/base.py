"""Settings that hold everywhere. What differs by place is in local.py, production.py and testing.py."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from thurrock_care.settings.registers import AGREED_FOLLOWERS as AGREED_FOLLOWERS
from thurrock_care.settings.registers import DRAFT_FORMS as DRAFT_FORMS
from thurrock_care.settings.registers import FULL_ASSESSMENTS_OF as FULL_ASSESSMENTS_OF
from thurrock_care.settings.registers import GROWS_INTO as GROWS_INTO
from thurrock_care.settings.registers import HAS_PROGRAMME as HAS_PROGRAMME
from thurrock_care.settings.registers import HOSPITAL_OF as HOSPITAL_OF
from thurrock_care.settings.registers import KEEP_CONVERSATIONS as KEEP_CONVERSATIONS
from thurrock_care.settings.registers import OUTBOX_HANDLERS as OUTBOX_HANDLERS
from thurrock_care.settings.registers import PREPARED_BY as PREPARED_BY
from thurrock_care.settings.registers import RULEBOOK as RULEBOOK
from thurrock_care.settings.registers import SEALED_ABOUT as SEALED_ABOUT
from thurrock_care.settings.registers import SEALED_HANDLERS as SEALED_HANDLERS
from thurrock_care.settings.registers import STATE_TABLES as STATE_TABLES
from thurrock_care.settings.registers import VISITS_OF as VISITS_OF
from thurrock_care.settings.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE
from thurrock_care.settings.schedule import HEARTBEATS as HEARTBEATS

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "knox",
    "pgtrigger",
    "rest_framework",
    "core",
    "audit",
    "outbox",
    "localities",
    "accounts",
    "sealed",
    "residents",
    "talking_shops",
    "referrals",
    "discharges",
    "assessments",
    "services",
    "worklists",
    "dashboards",
    "thurrock_care",
]

MIDDLEWARE = [
    "core.middleware.NothingTooLong",
    "core.middleware.NothingWithNul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.KeepOutOfCaches",
    "core.middleware.RefusalsAsPages",
    "residents.middleware.OldReferences",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "thurrock_care.urls"
WSGI_APPLICATION = "thurrock_care.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.navigation.navigation",
            ],
            "builtins": ["core.templatetags.care"],
        },
    }
]

# Database. The limits make the database give up before the application server does. A page reads some rows by an
# index: to start further processes or to compile a plan for that takes longer than the reading.
DATABASE_OPTIONS = {
    "options": "-c statement_timeout=15000 -c lock_timeout=3000"
    " -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
    " -c max_parallel_workers_per_gather=0 -c jit=off",
}


def database(url: str) -> dict[str, Any]:
    """Django's settings for the PostgreSQL at `url`."""
    address = env.db_url_config(url)
    return {
        **address,
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**address.get("OPTIONS", {}), **DATABASE_OPTIONS},  # a socket is an option of the URL
    }


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sessions. Sessions live in the database: they survive the loss of Redis.
AUTH_USER_MODEL = "accounts.User"
# The address is unique whatever its capitals: a constraint on Lower("email"), which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "worklists:my_day"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
# Alerts may name a person: they stay in the session, on the server, and not in a cookie on the device.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60  # after the last click
SESSION_LONGEST_SECONDS = 12 * 60 * 60  # after the sign-in
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.pages.csrf_failure"

# Password guessing is slowed by user and address together: a library's shared address,
# or somebody attacking one name, must not lock a whole team out.
AXES_USERNAME_FORM_FIELD = "username"  # the name of the credential, not of our column: else nobody is ever locked out
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 5 / 60
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "accounts.client_address.client_address"
PROXY_COUNT = 0  # how many proxies of ours stand before the web server

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Static files: sources of our own, and what the front-end build wrote
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]

CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# What the browser may do
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Celery carries hints; PostgreSQL holds the work. See docs/adr/0003-outbox-is-the-queue-of-record.md.
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the worker logs as LOGGING says, without values
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 45  # the sweep and the proof of the six weeks have longer: core.jobs.long_task
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 250_000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_max": 0.5}
CELERY_BEAT_MAX_LOOP_INTERVAL = 5

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api_permissions.DenyAll"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["thurrock_care.api_json.BoundedJSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": None,
    "EXCEPTION_HANDLER": "thurrock_care.api_errors.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Thurrock Care",
    "DESCRIPTION": "Find a resident, read an overview, send a referral or a discharge in, read a team's queue.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTH_HEADER_PREFIX": "Token"}

SERVICE_NAME = "Thurrock Care"
SERVICE_VERSION = "0.1.0"
HELP_PHONE = "01375 511000"
# Where people outside find us: what a link in a text message, an e-mail or a print begins with
SITE_URL = env.str("SITE_URL", "http://localhost:8000")
# What posters, short addresses and calendars name; "" names the host that was asked
PUBLIC_URL = env.str("SITE_URL", "").rstrip("/")
# GOV.UK Notify sends what leaves by text message and e-mail; without a key nothing leaves, and the pages say so.
# Each template holds ((words)), the one for e-mail ((subject)) besides.
NOTIFY: dict[str, Any] = {
    "url": env.str("NOTIFY_URL", "https://api.notifications.service.gov.uk"),
    "key": env.str("NOTIFY_KEY", ""),
    "templates": {"sms": env.str("NOTIFY_TEXT_TEMPLATE", ""), "email": env.str("NOTIFY_EMAIL_TEMPLATE", "")},
}
# How many people are rung back in an hour of full service, and in any other (CBK-1)
CALL_BACKS_AN_HOUR = {"full": 4, "limited": 2}
DEMO = False
CAPTURE_SHELL = env.bool("CAPTURE_SHELL", True)  # off: the service workers that are out there take themselves away
TESTING = False
GALLERY = False  # the page that shows every component in every state

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.WithoutValues", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
