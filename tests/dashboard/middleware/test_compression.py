"""Answers are compressed for those who take it, and are the same answers."""

import gzip
import zlib
from collections.abc import Iterator
from itertools import repeat

from django.http import StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.test import Client, RequestFactory
from pytest_django import Settings

from simulator.server import Simulator

PAGE = "/broadcasts/11741873003/"
TAKES = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_much_smaller_and_still_answered_with_304(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.account.histories()
    plain = person.get(PAGE)
    small = person.get(PAGE, headers=TAKES)
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content) / 3
    assert b"live answers" in gzip.decompress(small.content)

    again = person.get(PAGE, headers=TAKES | {"If-None-Match": small["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_what_is_streamed_stays_so() -> None:
    rows = (zlib.crc32(bytes([number % 251])).to_bytes(4) * 64 for number in range(100_000))
    taken = 0

    def counted() -> Iterator[bytes]:
        nonlocal taken
        for row in rows:
            taken += 1
            yield row

    request = RequestFactory().get("/", headers=TAKES)
    response = GZipMiddleware(lambda _request: StreamingHttpResponse(counted()))(request)
    assert isinstance(response, StreamingHttpResponse)
    pieces = iter(response)
    for _ in repeat(None, 2):
        next(pieces)
    assert taken < 50_000
