"""Answers are compressed for those who take it, and are the same answers."""

import gzip
import secrets
import zlib
from collections.abc import Iterator
from itertools import repeat

from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from dashboard.middleware.compression import Compression
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


def answered(page: HttpResponse, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/", headers=headers)
    answer = Compression(lambda _request: page)(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_how_long_it_is_says_nothing_exact_of_what_it_holds() -> None:
    page = b"<p>the very same page</p>" * 100
    answers = [answered(HttpResponse(page), **TAKES) for _ in range(50)]
    assert {gzip.decompress(answer.content) for answer in answers} == {page}
    assert len({len(answer.content) for answer in answers}) > 5


def test_who_does_not_take_it_gets_it_plain() -> None:
    page = b"<p>a page</p>" * 100
    answer = answered(HttpResponse(page))
    assert (answer.content, answer["Vary"]) == (page, "Accept-Encoding")
    assert "Content-Encoding" not in answer


def test_what_is_compressed_already_is_left_alone() -> None:
    packed = gzip.compress(secrets.token_bytes(2_000))
    answer = answered(HttpResponse(packed, headers={"Content-Encoding": "gzip"}), **TAKES)
    assert answer.content == packed


def test_what_is_streamed_stays_so() -> None:
    rows = (zlib.crc32(bytes([number % 251])).to_bytes(4) * 64 for number in range(100_000))
    taken = 0

    def counted() -> Iterator[bytes]:
        nonlocal taken
        for row in rows:
            taken += 1
            yield row

    request = RequestFactory().get("/", headers=TAKES)
    response = Compression(lambda _request: StreamingHttpResponse(counted()))(request)
    assert isinstance(response, StreamingHttpResponse)
    pieces = iter(response)
    for _ in repeat(None, 2):
        next(pieces)
    assert taken < 50_000
