"""What can go wrong between this site and the receiver of a message."""

from typing import Final, Literal

Kind = Literal["insecure", "private", "unresolved", "refused", "timeout", "unreachable", "tls"]


class WebhookError(Exception):
    """A message was not taken. Facts only: it names neither the address nor what was sent.

    insecure     not an https address, or one with a user or password in it: nothing was looked up
    private      the host has an address that is not of the public internet: nothing was connected
    unresolved   the host has no address
    refused      an answer came that is no 2xx; `status` is its HTTP status, None otherwise
    timeout      no answer within the deadline
    unreachable  the connection failed or broke off, or the answer was not HTTP
    tls          the far end could not be trusted: nothing was sent
    """

    def __init__(self, kind: Kind, status: int | None = None) -> None:
        super().__init__(kind, status)
        self.kind: Final = kind
        self.status: Final = status
