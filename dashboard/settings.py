"""Every setting of the site, read once from the environment or `.env` (the environment wins).

`.env.example` documents each one. Closed unless opened: no debug pages, loopback names only,
https, no user.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dashboard import logs
from dashboard.env_file import merged, read_file
from dashboard.environment import Environment
from stats.days import zone_names

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

_file = Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
_env = Environment(merged(read_file(_file), os.environ))

# The demo: the bundled simulator in CallFire's place, marked as such on every page and export.
DEMO = _env.flag("DEMO", default=False)
DEMO_NOW = _env.instant("DEMO_NOW")
if DEMO_NOW is not None and not DEMO:
    raise ImproperlyConfigured("DEMO_NOW stops the clock of the demo; it needs DEMO=true.")

DEBUG = _env.flag("DEBUG", default=False)
SECRET_KEY = _env.secret("SECRET_KEY")
if not SECRET_KEY.strip():
    raise ImproperlyConfigured("SECRET_KEY is not set. `make run` writes one into .env.")

# Who may ask, and how
ALLOWED_HOSTS = _env.hosts("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = _env.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = _env.addresses("TRUSTED_PROXIES")
HTTPS = _env.flag("HTTPS", default=not DEBUG)

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Eight hours after a person last did something (`dashboard.middleware.Sessions` renews it).
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: other hosts of the owner's domain are not ours to bind
    "security.W021",  # HSTS preload: likewise
]

# All script and style are files of this site; data: is for the icons inside Pico's CSS.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "stats",
    "dashboard",
]
MIDDLEWARE = [
    "dashboard.middleware.proxies.TrustedProxies",
    "dashboard.middleware.request_log.RequestLog",
    "dashboard.middleware.headers.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Below WhiteNoise, whose files are compressed already. It hides lengths (BREACH) by some random
    # bytes, and the marks of forms are written differently each time.
    "dashboard.middleware.compression.Compression",
    # Before everything that can refuse: sign-in and faults are said in the person's language too.
    "django.middleware.locale.LocaleMiddleware",
    "dashboard.middleware.sessions.Sessions",
    "dashboard.middleware.hosts.Hosts",
    "dashboard.middleware.methods.AllowedMethods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dashboard.middleware.access.BearerToken",
    "dashboard.middleware.access.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"
_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "dashboard.context.site",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja2",
        "BACKEND": "dashboard.templating.Templates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "dashboard.templating.environment",
            "context_processors": _CONTEXT,
        },
    },
    {  # the administration is written for Django's own engine
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "dashboard/templates"],  # before those that the administration brings
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

# What is kept
_database_url = _env.text("DATABASE_URL", f"sqlite:///{quote(str(BASE_DIR / 'db.sqlite3'))}")
if "#" in _database_url:
    _database_url = ""  # what stands before the # would be read as another host
try:
    _database = dj_database_url.parse(_database_url, conn_max_age=600, conn_health_checks=True)
except (ValueError, KeyError):  # dj_database_url.ParseError is a ValueError
    raise ImproperlyConfigured(
        "DATABASE_URL can't be read; write sqlite:////path/db.sqlite3 or "
        "postgres://user:password@host/name, with # as %23 and % as %25 in a password."
    ) from None
_is_sqlite = _database.get("ENGINE") == "django.db.backends.sqlite3"
if not _is_sqlite and _database.get("ENGINE") != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
if _is_sqlite and not Path(_database["NAME"] or "/").parent.is_dir():
    raise ImproperlyConfigured("DATABASE_URL names a file in a folder that is not there.")
if _is_sqlite and (not _database["NAME"] or _database["NAME"] == ":memory:"):
    raise ImproperlyConfigured("DATABASE_URL must name a file: sqlite:////path/db.sqlite3.")
if _is_sqlite:
    # IMMEDIATE: a read that turns into a write in a deferred transaction fails at once,
    # whatever the timeout, when another writer was faster.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "dashboard.storage.Messages"

# Who signs in
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Five wrong passwords for a user name from one address close sign-in for both together: a stranger
# elsewhere can't shut its owner out. Tries made meanwhile don't prolong it.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the record says who signed in (`dashboard.audit`)
AXES_LOCKOUT_CALLABLE = "dashboard.views.faults.too_many_sign_ins"
CSRF_FAILURE_VIEW = "dashboard.views.faults.csrf_failure"
API_PER_MINUTE = _env.number("API_PER_MINUTE", 60, least=1, most=100_000)  # a token
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "ask"
LOGOUT_REDIRECT_URL = "login"

# Words and times
LANGUAGES = [("en", "English"), ("es", "Español")]  # each in its own words
LANGUAGE_CODE = _env.choice("LANGUAGE_CODE", tuple(code for code, _name in LANGUAGES), "en")
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE_SET = _env.is_set("TIME_ZONE")
TIME_ZONE = _env.text("TIME_ZONE", "UTC")
if TIME_ZONE not in zone_names():
    raise ImproperlyConfigured(
        f"TIME_ZONE is {TIME_ZONE!r}; write an IANA name such as America/Los_Angeles."
    )

# Files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {"staticfiles": {"BACKEND": "dashboard.storage.Storage"}}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = False

# CallFire
CALLFIRE_API_URL = _env.api_url("CALLFIRE_API_URL", "https://www.callfire.com/api/1.1/rest/")
CALLFIRE_API_LOGIN = _env.secret("CALLFIRE_API_LOGIN")
CALLFIRE_API_PASSWORD = _env.secret("CALLFIRE_API_PASSWORD")
if ":" in CALLFIRE_API_LOGIN:
    raise ImproperlyConfigured(
        "CALLFIRE_API_LOGIN holds a colon, which Basic auth can't carry (RFC 7617)."
    )
CALLFIRE_CONCURRENCY = _env.number("CALLFIRE_CONCURRENCY", 8, least=1, most=64)
CALLFIRE_PER_MINUTE = _env.number("CALLFIRE_PER_MINUTE", 300, least=1, most=100_000)
STATS_FRESH_SECONDS = _env.number("STATS_FRESH_SECONDS", 60, least=0, most=86_400)
STATS_SETTLE_HOURS = _env.number("STATS_SETTLE_HOURS", 24, least=0, most=8_760)
KEEP_EVERY_DAYS = _env.number("KEEP_EVERY_DAYS", 2, least=0, most=36_500)
KEEP_HOURLY_DAYS = _env.number("KEEP_HOURLY_DAYS", 90, least=0, most=36_500)
KEEP_SHOWN_DAYS = _env.number("KEEP_SHOWN_DAYS", 30, least=1, most=36_500)

# What one credit costs, for the site's own reckoning
CREDIT_PRICE = _env.price("CREDIT_PRICE")
CREDIT_CURRENCY = _env.currency("CREDIT_CURRENCY")
if CREDIT_PRICE is not None and not CREDIT_CURRENCY:
    raise ImproperlyConfigured("CREDIT_PRICE is set: CREDIT_CURRENCY must say of what, as in USD.")

COLLECT_PING_URL = _env.ping_url("COLLECT_PING_URL")

# Being told: mail where EMAIL_HOST is set, the webhook where WEBHOOK_URL is
SITE_URL = _env.origin("SITE_URL")
EMAIL_HOST = _env.host("EMAIL_HOST")
EMAIL_USE_SSL = _env.flag("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = _env.flag("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise ImproperlyConfigured("Set EMAIL_USE_TLS or EMAIL_USE_SSL to true, not both.")
_mail_port = 465 if EMAIL_USE_SSL else 587
EMAIL_PORT = _env.number("EMAIL_PORT", _mail_port, least=1, most=65_535)
EMAIL_HOST_USER = _env.ascii("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = _env.ascii("EMAIL_HOST_PASSWORD", is_secret=True)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = _env.mail_address("DEFAULT_FROM_EMAIL")
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("EMAIL_HOST is set: DEFAULT_FROM_EMAIL must say who mails are from.")
WEBHOOK_URL = _env.ping_url("WEBHOOK_URL")
WEBHOOK_SECRET = _env.secret("WEBHOOK_SECRET")
if WEBHOOK_URL and not WEBHOOK_SECRET.strip():
    raise ImproperlyConfigured(
        "WEBHOOK_URL is set: WEBHOOK_SECRET must hold a secret to sign with."
    )

DEFAULT_EXCEPTION_REPORTER_FILTER = "dashboard.redaction.Filter"
LOG_LEVEL = _env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "INFO")
LOGGING = logs.configuration(LOG_LEVEL, readable=DEBUG)
