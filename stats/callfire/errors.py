"""What can go wrong between this site and CallFire.

    CallFireError
        NotFound      not_found      404: no such broadcast in this account
        Credentials   credentials    401, or no API login and password are set
        Forbidden     forbidden      403: this login may not read the broadcast
        BadResponse   bad_response   3xx, 400, other 4xx, an error inside a 200, an unreadable body
        Insecure      insecure       TLS failed: nothing was asked
        RateLimited   rate_limited   429
        Unavailable   unavailable    5xx, or the connection failed or broke off
        Timeout       timeout        no whole answer within the deadline

Errors carry facts only. The sentence for a person is chosen in `dashboard.words`, the status of a
page in `dashboard.problems`; nothing that CallFire or a proxy wrote is ever kept in them.
"""

from datetime import datetime
from typing import ClassVar, Literal

Kind = Literal[
    "not_found",
    "credentials",
    "forbidden",
    "bad_response",
    "insecure",
    "rate_limited",
    "unavailable",
    "timeout",
]


class CallFireError(Exception):
    """CallFire did not give an answer that can be used."""

    kind: ClassVar[Kind]
    # Whether kept figures may stand in for the answer, marked as stale (RFC 5861).
    kept_figures_stand_in: ClassVar[bool] = True

    def __init__(
        self,
        *,
        status: int | None = None,
        retryable: bool = False,
        retry_at: datetime | None = None,
        missing_settings: tuple[str, ...] = (),
    ) -> None:
        """Keep the facts.

        status: the HTTP status of CallFire's answer, None where none came.
        retryable: whether the same question may be put again at once.
        retry_at: the aware instant from which CallFire will listen again, where it said so.
        missing_settings: the names of the settings without which nothing can be asked.
        """
        super().__init__(self.kind, status)
        self.status = status
        self.retryable = retryable
        self.retry_at = retry_at
        self.missing_settings = missing_settings


class NotFound(CallFireError):
    """CallFire has no such broadcast in this account (404): kept figures would mislead."""

    kind = "not_found"
    kept_figures_stand_in = False


class Credentials(CallFireError):
    """CallFire refused the API login (401), or none is set (`missing_settings`)."""

    kind = "credentials"


class Forbidden(CallFireError):
    """The API login may not read this broadcast (403)."""

    kind = "forbidden"


class BadResponse(CallFireError):
    """An answer came that is no answer: another status, an error inside a 200, not the document."""

    kind = "bad_response"


class Insecure(CallFireError):
    """The TLS connection could not be trusted, so no login was sent."""

    kind = "insecure"


class RateLimited(CallFireError):
    """CallFire is busy and asked for fewer questions (429)."""

    kind = "rate_limited"


class Unavailable(CallFireError):
    """CallFire could not be reached, broke off, or failed (5xx)."""

    kind = "unavailable"


class Timeout(CallFireError):
    """No whole answer came within the deadline."""

    kind = "timeout"
