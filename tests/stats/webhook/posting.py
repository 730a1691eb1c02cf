"""What the tests of posting share: a message, and the error of one that was not taken."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from stats.webhook import Sender, WebhookError, post

SECRET: Final = "whsec_c2VjcmV0LWluLWJhc2U2NA=="
BODY: Final = '{"name": "Jürgen"}'.encode()
FACTS: Final[dict[str, Any]] = {
    "message_id": "msg_1",
    "secret": SECRET,
    "at": datetime(2026, 11, 23, 22, 0, 0, 999_999, UTC),
}
URL: Final = "https://hooks.example.com/path-with-t0ken"


def error_of(url: str = URL, sender: Sender | None = None, body: bytes = BODY) -> WebhookError:
    """Of a post by this sender, or by the one that everybody has."""
    with pytest.raises(WebhookError) as raised:
        (sender.post if sender else post)(url, body, **FACTS)
    return raised.value


def facts(error: WebhookError) -> tuple[str, int | None]:
    return error.kind, error.status
