"""The text of each setting, turned into a value.

Values are read literally: no quoting, no `$` substitution, no comment behind a value, since a
password may hold all of these. Surrounding spaces are dropped where they can't be meant, and kept
in secrets. Every reader raises ImproperlyConfigured with a sentence that names the setting, and
never its value where that could be a secret.
"""

import ipaddress
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")

_HOST = re.compile(
    r"([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.?|[0-9a-f:.]+"
)

# The years are those that can be asked about (`stats.moments`), with room on both sides.
_INSTANT = re.compile(
    r"20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:[0-5]\d)", re.ASCII
)


class Environment:
    """Typed readers over a mapping of names to texts; an empty text counts as unset."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str, default: str = "") -> str:
        """The text without surrounding spaces."""
        return self._values.get(name, "").strip() or default

    def is_set(self, name: str) -> bool:
        """Whether the setting has any text."""
        return bool(self.text(name))

    def secret(self, name: str) -> str:
        """The text as it is, or the content of the file that `NAME_FILE` points to.

        One line break at the end of such a file is not part of the secret.
        """
        path = self.text(f"{name}_FILE")
        if not path:
            return self._values.get(name, "")
        if self._values.get(name):
            raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
        try:
            content = Path(path).read_text(encoding="utf-8")
        except (OSError, ValueError):  # ValueError: no UTF-8, or a NUL in the path
            raise ImproperlyConfigured(f"{name}_FILE names a file that can't be read.") from None
        return content.removesuffix("\n")

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        text = self.text(name).lower()
        if not text:
            return default
        if text not in TRUE + FALSE:
            raise ImproperlyConfigured(f"{name} is {text!r}; write true or false.")
        return text in TRUE

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number in ASCII digits from `least` to `most`."""
        text = self.text(name)
        if not text:
            return default
        if not (
            text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most
        ):
            raise ImproperlyConfigured(
                f"{name} is {text!r}; write a whole number from {least} to {most}."
            )
        return int(text)

    def price(self, name: str) -> Decimal | None:
        """An amount of money above 0, up to nine digits before the point and behind it, or None."""
        text = self.text(name)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text) or not Decimal(text):
            raise ImproperlyConfigured(f"{name} is {text!r}; write an amount such as 0.0245.")
        return Decimal(text)

    def currency(self, name: str) -> str:
        """The code of a currency (ISO 4217), in any case, or empty."""
        code = self.text(name).upper()
        if code and not re.fullmatch(r"[A-Z]{3}", code):
            raise ImproperlyConfigured(f"{name} is {code!r}; write a code such as USD.")
        return code

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list, separated by commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or [*default]

    def hosts(self, name: str, default: tuple[str, ...]) -> list[str]:
        """A list of host names, as ALLOWED_HOSTS takes them."""
        hosts = self.words(name, default)
        if any(re.search(r"[/\s]|(?<!\]):\d+$", host) for host in hosts):
            raise ImproperlyConfigured(
                f"{name} must be host names such as stats.example.com, without a port, separated "
                "by commas."
            )
        return hosts

    def origins(self, name: str) -> list[str]:
        """A list of origins: scheme, host and port without a path, as browsers send them."""
        origins = self.words(name)
        if not all(re.fullmatch(r"https?://[^/?#@\s]+", origin) for origin in origins):
            raise ImproperlyConfigured(
                f"{name} must be origins such as https://stats.example.com, without a slash at "
                "the end, separated by commas."
            )
        return origins

    def origin(self, name: str) -> str:
        """One origin, or empty; a slash at its end is no part of it."""
        origin = self.text(name).rstrip("/")
        if origin and not re.fullmatch(r"https?://[^/?#@\s]+", origin):
            raise ImproperlyConfigured(f"{name} must be like https://stats.example.com.")
        return origin

    def host(self, name: str) -> str:
        """One host name or IP address, or empty."""
        text = self.text(name)
        labels = text.rstrip(".").split(".")
        if text and not (_HOST.fullmatch(text.lower()) and all(len(each) < 64 for each in labels)):
            raise ImproperlyConfigured(f"{name} must be a host name such as mail.example.com.")
        return text

    def ascii(self, name: str, *, is_secret: bool = False) -> str:
        """As `text` or `secret`, for a protocol that carries ASCII alone."""
        text = self.secret(name) if is_secret else self.text(name)
        if not text.isascii():
            raise ImproperlyConfigured(f"{name} must be ASCII: mail servers take no other login.")
        return text

    def mail_address(self, name: str) -> str:
        """One mail address, with or without a name before it, or empty."""
        text = self.text(name)
        found = getaddresses([text]) if text else [("", "a@example.com")]
        try:
            validate_email(found[0][1] if len(found) == 1 else "")
        except ValidationError:
            raise ImproperlyConfigured(f"{name} must be like stats@example.com.") from None
        return text

    def addresses(self, name: str) -> list[str]:
        """A list of IP addresses, each in its usual writing."""
        try:
            return [str(ipaddress.ip_address(word)) for word in self.words(name)]
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} must be IP addresses, separated by commas."
            ) from None

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """One of the words, which may be written in any case."""
        text = self.text(name, default)
        found = next((choice for choice in choices if choice.lower() == text.lower()), None)
        if found is None:
            raise ImproperlyConfigured(f"{name} is {text!r}; write one of {', '.join(choices)}.")
        return found

    def instant(self, name: str) -> datetime | None:
        """An instant with offset or Z, such as 2026-11-23T22:32:10Z, in UTC; None while unset."""
        text = self.text(name)
        if not text:
            return None
        try:
            # Python reads many more writings than this one: the form comes first.
            instant = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
        except ValueError:
            instant = None
        if instant is None:
            raise ImproperlyConfigured(
                f"{name} is {text!r}; write an instant such as 2026-11-23T22:32:10Z."
            )
        return instant.astimezone(UTC)

    def ping_url(self, name: str) -> str:
        """An https address to call, or empty. What it holds is not repeated: it may be a secret."""
        url = self.text(name)
        try:
            parts = urlsplit(url)
            is_usable = parts.scheme == "https" and bool(parts.hostname) and not parts.fragment
        except ValueError:
            is_usable = False
        if url and (not is_usable or not re.fullmatch(r"[!-~]+", url)):
            raise ImproperlyConfigured(f"{name} must be an address that begins with https://.")
        return url

    def api_url(self, name: str, default: str) -> str:
        """An address to ask: https (http for loopback only), no user, query or fragment."""
        url = self.text(name, default)
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise ImproperlyConfigured(f"{name} is not an address that can be read.") from None
        if parts.username is not None or parts.password is not None:
            raise ImproperlyConfigured(
                f"{name} must not hold a user or password; use CALLFIRE_API_LOGIN and "
                "CALLFIRE_API_PASSWORD."
            )
        is_host = bool(host) and _HOST.fullmatch(host or "")
        if (
            not is_host
            or not re.fullmatch(r"[!-~]+", url)
            or re.search(r"[?#<>]|/\.\./|/\.\.$", url)
        ):
            raise ImproperlyConfigured(f"{name} must be like {default}, without query or fragment.")
        if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK_NAMES):
            raise ImproperlyConfigured(f"{name} must begin with https:// (http only for loopback).")
        return url.rstrip("/") + "/"
