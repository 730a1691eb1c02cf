"""What the client's tests share: a client that does not really wait, and a certificate."""

import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

from stats.callfire.client import Client, Limits
from stats.callfire.errors import CallFireError
from tests.stats.callfire.client.far_end import FarEnd

LOGIN = "lögin-of-tests"
PASSWORD = "pässword $with# \"all'"
NOW = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)


class Asking:
    """A client of the far end; its waits are kept in `waits` and take no time."""

    def __init__(self, url: str, limits: Limits | None = None, **more: Any) -> None:
        self.waits: list[float] = []
        self.client = Client(
            base_url=url,
            login=LOGIN,
            password=PASSWORD,
            limits=limits,
            sleep=self.waits.append,
            jitter=lambda low, _high: low,
            now=lambda: NOW,
            **more,
        )

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def error(self) -> CallFireError:
        """The error of one question."""
        try:
            body = self.client.broadcast_stats(135)
        except CallFireError as error:
            return error
        raise AssertionError(f"an answer of {len(body)} bytes, not an error")


def error_of(far: FarEnd, limits: Limits | None = None, **more: Any) -> CallFireError:
    with Asking(far.url, limits, **more) as asking:
        return asking.error()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, str]:
    """A new self-signed certificate: the server's context, and the file that trusts it."""
    openssl = which("openssl")
    assert openssl, "these tests need the openssl command to make a certificate"
    key, cert = folder / "key.pem", folder / "cert.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subject = ["-subj", "/CN=far end of tests", "-addext", f"subjectAltName={name}"]
    files = ["-keyout", str(key), "-out", str(cert)]
    subprocess.run(
        [openssl, "req", "-x509", *kind, *subject, *files], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, str(cert)
