"""The only settings. Every value that differs between machines comes from the environment."""

import os
import sys
from pathlib import Path

import pghistory

from cadre_tracker import api, headers
from cadre_tracker.env import (
    env_address,
    env_bool,
    env_database,
    env_int,
    env_list,
    env_mail,
    env_secret,
    env_url,
    fingerprint,
    redis_database,
)
from cadre_tracker.logs import configure_structlog, logging_config
from cadre_tracker.signing_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CADRE_TRACKER_HOME") or BASE_DIR / "var")
TESTING = env_bool("CADRE_TRACKER_TESTING", False)
DEMO = env_bool("CADRE_TRACKER_DEMO", True)
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
# Seals personal identification numbers; older keys still open what they sealed, and the oldest
# finds equal numbers, so that a new key needs nothing rewritten.
DATA_KEY = env_secret("DATA_KEY")
DATA_KEY_FALLBACKS = env_list("DATA_KEY_FALLBACKS")
DATA_INDEX_KEY = [DATA_KEY, *DATA_KEY_FALLBACKS][-1]
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "apps.presentation",
    "apps.privacy",
    "apps.demo",
    "apps.dashboards",
    "apps.administration",
    "apps.records",
    "apps.reports",
    "apps.coordination",
    "apps.scenarios",
    "apps.reorganisation",
    "apps.entry",
    "apps.api",
    "apps.imports",
    "apps.metrics",
    "apps.targets",
    "apps.cadres",
    "apps.units",
    "apps.notices",
    "apps.accounts",
    "apps.jobs",
    "apps.audit",
    "apps.common",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "apps.accounts.apps.ListedSessionsConfig",
    "axes",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of its widgets, beside ours
]
MIDDLEWARE = [
    "cadre_tracker.requestid.RequestIdMiddleware",
    # What sets headers comes first: it sees every answer, whoever gave it.
    "cadre_tracker.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cadre_tracker.health.HealthMiddleware",
    "cadre_tracker.breaches.BreachMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.api.middleware.TokenMiddleware",
    "apps.accounts.actor.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.accounts.middleware.LiveSessionMiddleware",
    "apps.accounts.middleware.PasswordMiddleware",
    "apps.accounts.middleware.FactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.dashboards.middleware.AsideMiddleware",
]
ROOT_URLCONF = "cadre_tracker.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CSRF_FAILURE_VIEW = "apps.entry.views.too_old"
WSGI_APPLICATION = "cadre_tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "apps.dashboards.context.frame",
            ],
        },
    }
]
# The site gives up on a slow statement (gunicorn's configuration sets the limit); work does not.
STATEMENT_TIMEOUT = env_int("STATEMENT_TIMEOUT", 0)
SESSION_LIMITS = {
    "statement_timeout": f"{STATEMENT_TIMEOUT}s",
    "lock_timeout": f"{env_int('LOCK_TIMEOUT', 30)}s",
    "idle_in_transaction_session_timeout": f"{env_int('IDLE_IN_TRANSACTION_TIMEOUT', 900)}s",
}
DATABASE_OPTIONS = {
    "connect_timeout": 5,
    "application_name": "cadre_tracker",
    "options": " ".join(f"-c {name}={limit}" for name, limit in SESSION_LIMITS.items()),
}
SITE_DATABASE = env_database("DATABASE_URL", DATABASE_OPTIONS)
# Migrations and the operator's commands may sign in as another than the site does.
AS_OWNER = env_bool("CADRE_TRACKER_AS_OWNER", False) and bool(os.environ.get("DATABASE_OWNER_URL"))
DATABASES = {
    "default": env_database("DATABASE_OWNER_URL", DATABASE_OPTIONS) if AS_OWNER else SITE_DATABASE
}
REDIS_URL = env_url("REDIS_URL", ("redis", "rediss"))
# Installations that share a Redis keep apart by the database that each works on.
REDIS_PREFIX = os.environ.get("REDIS_PREFIX") or f"cadre_tracker-{fingerprint(DATABASES)}"
# The queue is database 0 of the address unless it names another; the cache lies in the next one.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_database(REDIS_URL, offset=1),
        "KEY_PREFIX": REDIS_PREFIX,
    }
}

# The keys in the tables of versions are not looked up by, but for those that track() names.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
# Everybody needs a second factor, but where all people are invented.
SECOND_FACTOR = os.environ.get("REQUIRE_SECOND_FACTOR")
REQUIRE_SECOND_FACTOR = env_bool("REQUIRE_SECOND_FACTOR", True) if SECOND_FACTOR else not DEMO
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "apps.accounts.passwords.MaximumLengthValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
        "OPTIONS": {"password_list_path": BASE_DIR / "apps/accounts/data/common-passwords.txt.gz"},
    },
    {"NAME": "apps.accounts.passwords.EasyPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
]
REST_FRAMEWORK, SPECTACULAR_SETTINGS = api.FRAMEWORK, api.DESCRIPTION
# Requests a minute, for a token or for a user in the browser.
API_RATES = {"reading": env_int("API_READS", 600, least=1), "writing": env_int("API_WRITES", 120)}
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or HOME / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Tests and the development server read static files where they lie, without gathering them.
READS_IN_PLACE = DEBUG or TESTING or sys.argv[1:2] == ["runserver"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if READS_IN_PLACE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = READS_IN_PLACE
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "apps.imports.uploading.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Notices are mailed where a server is configured; messages lead back to the site.
_MAIL = env_mail("EMAIL_URL")
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starts_tls, _MAIL.is_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_address("EMAIL_FROM") if EMAIL_HOST else ""
SITE_URL = env_url("SITE_URL", ("https", "http")).rstrip("/") if EMAIL_HOST else ""

HTTPS = env_bool("HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
# A probe asks the process itself, not the proxy in front.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
TRUSTED_PROXIES = 0
if env_bool("TRUST_PROXY", False):
    # How many proxies stand in front; each adds the address that it saw to X-Forwarded-For.
    TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 1, least=1)
    # Only behind a proxy that drops this header from what clients send.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_ENGINE = "apps.accounts.session_store"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env_int("SESSION_IDLE_SECONDS", 1800, least=60)
SESSION_ABSOLUTE_SECONDS = env_int("SESSION_ABSOLUTE_SECONDS", 36_000, least=60)
SESSIONS_AT_ONCE = env_int("SESSIONS_AT_ONCE", 5, least=1)
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": headers.POLICY}

LOG_LEVEL = os.environ.get("LOG_LEVEL") or "INFO"
LOGGING = logging_config(LOG_LEVEL)
configure_structlog()

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}:",
    # A task whose worker died comes back after this time, so no task may run longer.
    "visibility_timeout": 3600,
    # Overdue tasks are looked for every interval (10 s) times this; the default makes it 100 s.
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 5,
    "socket_timeout": 30,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "cadre_tracker"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 3000
CELERY_TASK_SOFT_TIME_LIMIT = 2940
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env_int("WORKER_CONCURRENCY", 1, least=1)
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME / "run" / "beat-schedule")
CELERY_TIMEZONE = TIME_ZONE
