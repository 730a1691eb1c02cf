"""Whether and when a question may be put again: what a failure tells, and for how long to wait."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from stats.callfire.client.deadline import Deadline
from stats.callfire.errors import CallFireError

# A far end that names a longer wait is taken to have meant a day.
_LONGEST: Final = timedelta(days=1)
# Full jitter between these, in seconds, where the far end named no time.
_JITTER: Final = (0.5, 5.0)
# A wait that leaves less than this would end in a timeout that hides the real reason.
_ROOM_SECONDS: Final = 1.0


def retry_at(header: str | None, now: datetime) -> datetime | None:
    """The aware UTC instant that a Retry-After header names (RFC 9110, 10.2.3).

    The header is a number of seconds or an HTTP date. None where there is none, where it is
    neither, and where it names no time after `now`; at most a day after `now`.
    """
    text = (header or "").strip(" \t")
    if re.fullmatch("[0-9]+", text):
        # Nine digits are 31 years; longer ones need not be read to be too long.
        seconds = int(text) if len(text) <= 9 else _LONGEST.total_seconds()
        wait = timedelta(seconds=seconds)
    else:
        date = _http_date(text)
        wait = date - now if date else timedelta(0)
    return now + min(wait, _LONGEST) if wait > timedelta(0) else None


def _http_date(text: str) -> datetime | None:
    if not re.fullmatch("[A-Za-z0-9 ,:+-]{1,40}", text):
        return None
    try:
        date = parsedate_to_datetime(text)
        # HTTP dates are in UTC, said or not; the oldest form does not say so.
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def wait_before_retry(
    error: CallFireError,
    deadline: Deadline,
    jitter: Callable[[float, float], float],
    now: Callable[[], datetime],
) -> float | None:
    """The seconds to wait before the question is put again, or None if it must not be.

    The far end's own Retry-After goes before jitter. A wait that does not fit what is left of the
    question is not begun.
    """
    if not error.retryable:
        return None
    if error.retry_at is None:
        wait = jitter(*_JITTER)
    else:
        wait = max(0.0, (error.retry_at - now()).total_seconds())
    return wait if wait + _ROOM_SECONDS <= deadline.left() else None
