"""Where settings come from: their names, an env file, and the process's environment."""

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Every setting there is; `.env.example` documents each, and the demo starts without all of them.
NAMES = (
    "SECRET_KEY",
    "SECRET_KEY_FILE",
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "TRUSTED_PROXIES",
    "DATABASE_URL",
    "TIME_ZONE",
    "LANGUAGE_CODE",
    "HTTPS",
    "CALLFIRE_API_URL",
    "CALLFIRE_API_LOGIN",
    "CALLFIRE_API_LOGIN_FILE",
    "CALLFIRE_API_PASSWORD",
    "CALLFIRE_API_PASSWORD_FILE",
    "CALLFIRE_CONCURRENCY",
    "CALLFIRE_PER_MINUTE",
    "STATS_FRESH_SECONDS",
    "STATS_SETTLE_HOURS",
    "KEEP_EVERY_DAYS",
    "KEEP_HOURLY_DAYS",
    "KEEP_SHOWN_DAYS",
    "CREDIT_PRICE",
    "CREDIT_CURRENCY",
    "API_PER_MINUTE",
    "COLLECT_PING_URL",
    "SITE_URL",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_PASSWORD_FILE",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
    "DEFAULT_FROM_EMAIL",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "WEBHOOK_SECRET_FILE",
    "DEMO",
    "DEMO_NOW",
    "LOG_LEVEL",
)


def read_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of an env file; lines that are empty or start with # don't count.

    Raises ImproperlyConfigured where the file can't be read.
    """
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"{path} can't be read; it must be UTF-8 text.") from None
    # str.splitlines() would also cut a password at U+0085, U+2028 and the like.
    lines = text.split("\n")
    pairs = (line.partition("=") for line in lines if line.strip() and line.lstrip()[0] != "#")
    return {name.strip(): value for name, _, value in pairs}


def merged(file: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """File and environment together; the environment wins, also where one names a secret's file.

    Raises ImproperlyConfigured for bytes in the environment that are no UTF-8.
    """
    given = {name: environ[name] for name in NAMES if name in environ}
    for name, value in given.items():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ImproperlyConfigured(f"{name} must be UTF-8 text.") from None
    secrets = {name.removesuffix("_FILE") for name, value in given.items() if value}
    overruled = {f"{name}_FILE" for name in secrets} | secrets
    return {name: value for name, value in file.items() if name not in overruled} | given
