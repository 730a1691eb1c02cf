"""What can go wrong between a client and CallFire, each by name.

A fault either puts another answer in place of the right one or breaks the sending of it. The names
are what `--fault`, the path prefix `/fault/<name>` and `Simulator.fault` take.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from simulator.answers import Answer, refusal
from simulator.wire import Wire

RETRY_AFTER_SECONDS: Final = 30
_TEN_GIBIBYTES: Final = 10 * 2**30


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail; exactly one of the two functions is there.

    alter: gives the answer to send instead of the right one.
    break_off: sends what it likes of the right answer; the connection is closed after it.
    """

    says: str  # for --help
    alter: Callable[[Answer], Answer] | None = None
    break_off: Callable[[Wire, Answer], None] | None = None


def _status(status: int, message: str, *headers: tuple[str, str]) -> Callable[[Answer], Answer]:
    return lambda _answer: refusal(status, message, headers)


def _body(
    body: bytes, content_type: str = "application/xml", status: int = 200
) -> Callable[[Answer], Answer]:
    return lambda _answer: Answer(status, body, content_type=content_type)


def _redirect(_answer: Answer) -> Answer:
    return Answer(302, b"", (("Location", "/elsewhere"),))


def _error_inside_200(_answer: Answer) -> Answer:
    return replace(refusal(500, "An error inside a success"), status=200)


def _garbage(_answer: Answer) -> Answer:
    return Answer(200, Random(4096).randbytes(4096))


def _cut_xml(answer: Answer) -> Answer:
    return replace(answer, body=answer.body[: len(answer.body) // 2])


def _foreign_namespace(answer: Answer) -> Answer:
    return replace(answer, body=answer.body.replace(b"api.callfire.com", b"api.example.org"))


def _gzip(answer: Answer) -> Answer:
    headers = (*answer.headers, ("Content-Encoding", "gzip"))
    return replace(answer, body=gzip.compress(answer.body), headers=headers)


def _gzip_bomb(answer: Answer) -> Answer:
    return _gzip(replace(answer, body=answer.body + b" " * 2**22))


def _dtd(answer: Answer) -> Answer:
    doubled = "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};">' for n in range(12))
    dtd = f'<!DOCTYPE r:Resource [<!ENTITY a0 "0">{doubled}]>\n'.encode()
    declaration, _, rest = answer.body.partition(b"\n")
    return replace(answer, body=declaration + b"\n" + dtd + rest.replace(b">0<", b">&a12;<"))


def _hang_up(_wire: Wire, _answer: Answer) -> None:
    """Close without a word."""


def _reset(wire: Wire, _answer: Answer) -> None:
    wire.reset()


def _reset_midway(wire: Wire, answer: Answer) -> None:
    _truncated(wire, answer)
    wire.reset()


def _truncated(wire: Wire, answer: Answer) -> None:
    wire.send(answer.head(length=len(answer.body), close=True))
    wire.send(answer.body[: len(answer.body) // 2])


def _silent(wire: Wire, _answer: Answer) -> None:
    wire.wait()


def _stall(wire: Wire, answer: Answer) -> None:
    _truncated(wire, answer)
    wire.wait()


def _drip_headers(wire: Wire, answer: Answer) -> None:
    wire.drip(answer.encoded(close=True))


def _drip_body(wire: Wire, answer: Answer) -> None:
    wire.send(answer.head(length=len(answer.body), close=True))
    wire.drip(answer.body)


def _endless(wire: Wire, answer: Answer) -> None:
    wire.send(answer.head(length=None, close=True) + answer.body)
    while True:
        wire.send(b"<!-- and so on -->\n" * 1024)


def _endless_headers(wire: Wire, answer: Answer) -> None:
    wire.send(answer.head(length=None, close=True).removesuffix(b"\r\n"))
    while True:
        wire.send(b"X-More: and so on\r\n" * 1024)


def _big_content_length(wire: Wire, answer: Answer) -> None:
    wire.send(answer.head(length=_TEN_GIBIBYTES, close=True) + answer.body)
    wire.wait()


def _not_http(wire: Wire, _answer: Answer) -> None:
    wire.send(b"SSH-2.0-OpenSSH_9.2\r\n")


_HTML: Final = b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1><hr>proxy</body></html>"

FAULTS: Final[dict[str, Fault]] = {
    "http-400": Fault("400 with a ResourceException", _status(400, "Badly formed")),
    "http-401": Fault(
        "401, whatever the login",
        _status(401, "Wrong login", ("WWW-Authenticate", 'Basic realm="CallFire API"')),
    ),
    "http-403": Fault("403: not allowed", _status(403, "Not allowed")),
    "http-404": Fault("404: no such broadcast", _status(404, "No such broadcast")),
    "http-408": Fault("408: the request took too long", _status(408, "Request timeout")),
    "http-429": Fault(
        f"429 with Retry-After: {RETRY_AFTER_SECONDS}",
        _status(429, "Rate Limit Reached", ("Retry-After", str(RETRY_AFTER_SECONDS))),
    ),
    "http-429-bare": Fault("429 without Retry-After", _status(429, "Rate Limit Reached")),
    "http-500": Fault("500 with a ResourceException", _status(500, "Internal error")),
    "http-503": Fault("503 with a ResourceException", _status(503, "Unavailable")),
    "redirect": Fault("302 to another address", _redirect),
    "html-error": Fault("502 with a proxy's HTML page", _body(_HTML, "text/html", 502)),
    "html-page": Fault("200 with a proxy's HTML page", _body(_HTML, "text/html")),
    "error-inside-200": Fault("200 with a ResourceException", _error_inside_200),
    "empty": Fault("200 with no body", _body(b"")),
    "not-xml": Fault("200 with JSON", _body(b'{"BroadcastStats": null}', "application/json")),
    "garbage": Fault("200 with random bytes", _garbage),
    "cut-xml": Fault("200 with half a document as if it were whole", _cut_xml),
    "foreign-namespace": Fault("200 with a namespace that is not CallFire's", _foreign_namespace),
    "dtd": Fault("200 with entities that grow", _dtd),
    "gzip": Fault("the right answer, compressed unasked", _gzip),
    "gzip-bomb": Fault("a small body that unpacks to 4 MiB", _gzip_bomb),
    "hang-up": Fault("closes without an answer", break_off=_hang_up),
    "reset": Fault("resets the connection", break_off=_reset),
    "reset-midway": Fault("resets the connection after half the body", break_off=_reset_midway),
    "truncated": Fault("closes after half the body", break_off=_truncated),
    "silent": Fault("never answers", break_off=_silent),
    "stall": Fault("sends half the body, then nothing", break_off=_stall),
    "drip-headers": Fault("sends everything byte by byte", break_off=_drip_headers),
    "drip-body": Fault("sends the body byte by byte", break_off=_drip_body),
    "endless": Fault("a body that never ends", break_off=_endless),
    "endless-headers": Fault("headers that never end", break_off=_endless_headers),
    "big-content-length": Fault("announces 10 GiB", break_off=_big_content_length),
    "not-http": Fault("speaks another protocol", break_off=_not_http),
}


def named(name: str) -> Fault:
    """Give the fault of that name; ValueError, naming those there are, where there is none."""
    try:
        return FAULTS[name]
    except KeyError:
        raise ValueError(f"no fault {name!r}; there are {', '.join(FAULTS)}") from None
