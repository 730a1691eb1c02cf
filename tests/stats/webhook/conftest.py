"""A receiver of messages, and a certificate for far ends that are none."""

from collections.abc import Iterator
from pathlib import Path
from ssl import SSLContext

import pytest

from tests.stats.callfire.client.asking import certificate
from tests.stats.hooks import HOST, Hooks, routed


@pytest.fixture
def hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    with routed(tmp_path, monkeypatch) as hooks:
        yield hooks


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[SSLContext, str]:
    """A server's context for HOST, and the file that trusts it."""
    return certificate(tmp_path_factory.mktemp("tls"), f"DNS:{HOST}")
