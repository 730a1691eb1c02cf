"""The readers over broken copies of every document; FUZZ_MUTATIONS says how many, and its seed."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from stats.broadcast_details import BroadcastDetails, BroadcastPage
from stats.broadcast_stats import BroadcastStats
from stats.callfire.documents import broadcast, broadcast_page, broadcast_stats
from stats.callfire.errors import BadResponse

DOCUMENTS = Path(__file__).parents[2] / "documents"
NAMED = {path.name: path.read_bytes() for path in sorted(DOCUMENTS.glob("*-*"))}
BODIES = list(NAMED.values())
MUTATIONS = int(os.environ.get("FUZZ_MUTATIONS", "2000"))

# Bytes that mean something to XML, to numbers and to decoders.
PIECES = [
    *(bytes([byte]) for byte in b"<>/&;:=\"'!?-+.eE0179 \t\r\n\0\x80\xff\xfe"),
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?x ?>",
    b"<!DOCTYPE r>",
    b"&#0;",
    b"&#x10FFFF;",
    b"&amp;",
    b'xmlns=""',
    b'encoding="',
    b"NaN",
    b"INF",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xef\xbc\x98",
    b"9" * 30,
]


def mutated(body: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        begin = dice.randint(0, len(body))
        end = min(len(body), begin + dice.choice([0, 1, 1, 2, 8, 40, 200]))
        other = dice.choice(BODIES)
        cut = dice.randint(0, len(other))
        moved = other[cut : cut + 60]
        middle = dice.choice([b"", dice.choice(PIECES), body[begin:end] * 2, moved])
        body = body[:begin] + middle + body[end:]
    return body


def read_broken_ones(
    reader: Callable[[bytes], object], value: type, part: int, its_own: str
) -> None:
    """Every second one is a broken copy of a document that is for this reader."""
    own = [body for name, body in NAMED.items() if name.startswith(its_own)]
    dice = random.Random(part)  # noqa: S311 - the same documents each time
    read = 0
    for _ in range(MUTATIONS // 12):
        body = mutated(dice.choice(dice.choice([own, BODIES])), dice)
        try:
            assert isinstance(reader(body), value), body
        except BadResponse:
            continue
        read += 1
    assert 0 < read < MUTATIONS // 12  # some of both, or nothing was tried


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize(
    ("reader", "value", "its_own"),
    [
        (broadcast_stats, BroadcastStats, "stats-"),
        (broadcast, BroadcastDetails, "broadcast-"),
        (broadcast_page, BroadcastPage, "list-"),
    ],
)
def test_a_broken_document_gives_a_value_or_our_own_error(
    reader: Callable[[bytes], object],
    value: type,
    its_own: str,
    part: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("CRITICAL", logger="stats.callfire")  # or it keeps a record for each
    read_broken_ones(reader, value, part, its_own)
