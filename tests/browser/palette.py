"""A picture of a page, smaller: at most 256 colours, which a page of flat areas hardly exceeds.

Nothing but the standard library, so that the same picture gives the same bytes on every machine.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
COLOURS: Final = 256


def small(png: bytes) -> bytes:
    """The picture (8 bits a channel, RGB or opaque RGBA, not interlaced) with a palette."""
    width, height, rows = read(png)
    counts = Counter(pixel for row in rows for pixel in row)
    palette = sorted(counts, key=lambda pixel: (-counts[pixel], pixel))[:COLOURS]
    index = {pixel: number for number, pixel in enumerate(palette)}
    index |= {pixel: _nearest(pixel, palette) for pixel in counts if pixel not in index}
    body = b"".join(b"\0" + bytes(map(index.__getitem__, row)) for row in rows)
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(body, 9)),
            _chunk(b"IEND", b""),
        )
    )


def read(png: bytes) -> tuple[int, int, list[list[bytes]]]:
    """Width, height, and the pixels of each row, three bytes each. Raises ValueError."""
    header, body, palette = b"", b"", b""
    for kind, content in _chunks(png):
        header += content if kind == b"IHDR" else b""
        body += content if kind == b"IDAT" else b""
        palette += content if kind == b"PLTE" else b""
    width, height, depth, kind_of_colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    channels = {2: 3, 3: 1, 6: 4}.get(kind_of_colour)
    if channels is None or depth != 8 or interlaced:
        raise ValueError("not a picture as browsers make them")
    lines = _unfiltered(zlib.decompress(body), width * channels, channels)
    return width, height, [_pixels(line, channels, palette) for line in lines]


def _pixels(line: bytes, channels: int, palette: bytes) -> list[bytes]:
    if channels == 1:
        return [palette[3 * number : 3 * number + 3] for number in line]
    return [line[at : at + 3] for at in range(0, len(line), channels)]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def _unfiltered(body: bytes, length: int, step: int) -> Iterator[bytes]:
    """The lines as they are; in the file each says how it is held against its neighbours."""
    above = bytearray(length)
    for at in range(0, len(body), length + 1):
        line = bytearray(body[at + 1 : at + 1 + length])
        _unfilter(body[at], line, above, step)
        yield bytes(line)
        above = line


def _unfilter(kind: int, line: bytearray, above: bytearray, step: int) -> None:
    """In place, by the five kinds of the PNG standard (section 9.2)."""
    for at in range(len(line) if kind else 0):
        left, corner = (line[at - step], above[at - step]) if at >= step else (0, 0)
        up = above[at]
        guess = (0, left, up, (left + up) // 2, 0)[kind] if kind < 4 else _paeth(left, up, corner)
        line[at] = (line[at] + guess) & 0xFF


def _paeth(left: int, up: int, corner: int) -> int:
    base = left + up - corner
    return min((left, up, corner), key=lambda each: abs(base - each))


def _nearest(pixel: bytes, palette: Iterable[bytes]) -> int:
    """The number of the colour that differs least."""
    red, green, blue = pixel
    distances = [(red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2 for r, g, b in palette]
    return distances.index(min(distances))
