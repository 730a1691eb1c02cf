"""The headers by which a receiver knows a message: Standard Webhooks 1.0.0, symmetric."""

import base64
import hmac
import re
from datetime import datetime
from typing import Final

_MESSAGE_ID: Final = re.compile(r"[!-\-/-~]+")  # visible ASCII; a dot would blur what is signed


def signed(body: bytes, *, message_id: str, secret: str, at: datetime) -> dict[str, str]:
    """The three headers of one try. Raises ValueError where the arguments are not as `post` says.

    The content that is signed is `{id}.{epoch seconds}.{body}`.
    """
    if not secret or at.tzinfo is None or not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message has an ID without a dot, a secret and an aware instant")
    seconds = str(int(at.timestamp()))
    content = f"{message_id}.{seconds}.".encode() + body
    signature = base64.b64encode(hmac.digest(_key(secret), content, "sha256")).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{signature}",
    }


def _key(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except ValueError:
            key = b""
        if key:
            return key
    return secret.encode()
