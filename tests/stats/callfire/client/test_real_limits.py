"""The contract's own seconds, in real time: every bad far end is over within 16 s.

All wait at the same time, so that this takes as long as one of them. What a question may cost
otherwise is proven in `test_bounds` without waiting.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

from stats.callfire import errors
from stats.callfire.client import Client
from stats.callfire.errors import CallFireError
from tests.stats.callfire.client.far_end import GOOD, Blackhole, FarEnd, Script, answer, dripped

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n"
STALL = 60.0
BOUND_SECONDS = 16


def endless_body() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"x" * 65536


def bad_far_ends() -> dict[str, tuple[Script, type[CallFireError]]]:
    long_header = answer(200, GOOD, "X: " + "x" * 4000)[0]
    return {
        "silence": ([STALL], errors.Timeout),
        "dripped headers": (dripped(long_header, 0.5), errors.Timeout),
        "dripped body": ([HEAD, *dripped(b"x" * 4000, 0.5)], errors.Timeout),
        "stall in the headers": ([HEAD[:20], STALL], errors.Timeout),
        "stall in the body": ([HEAD + b"x", STALL], errors.Timeout),
        "endless body": (endless_body(), errors.BadResponse),
    }


def impatient(url: str) -> Client:
    """A client as the site's, but always the shortest wait before a retry."""
    return Client(
        base_url=url, login="login", password="password", pool_size=1, jitter=lambda low, _: low
    )


def error_of(client: Client) -> CallFireError | None:
    try:
        client.broadcast_stats(135)
    except CallFireError as error:
        return error
    return None


def test_every_bad_far_end_is_over_within_16_seconds_and_its_worker_free() -> None:
    bad = bad_far_ends()
    with ExitStack() as stack:
        # A stalled question is retried, so the far end stalls once more before it is well again.
        far = {
            name: stack.enter_context(FarEnd(script, *more(name), answer()))
            for name, (script, _) in bad.items()
        }
        urls = {name: each.url for name, each in far.items()}
        urls["blackhole"] = f"http://127.0.0.1:{stack.enter_context(Blackhole())}/"
        clients = {name: impatient(url) for name, url in urls.items()}
        for client in clients.values():
            stack.callback(client.close)
        pool = stack.enter_context(ThreadPoolExecutor(len(clients)))
        asked: dict[str, Future[CallFireError | None]] = {
            name: pool.submit(error_of, client) for name, client in clients.items()
        }
        ended = {name: type(future.result(BOUND_SECONDS)) for name, future in asked.items()}

        assert ended == {name: kind for name, (_, kind) in bad.items()} | {
            "blackhole": errors.Timeout
        }
        for name in bad:
            again = pool.submit(clients[name].broadcast_stats, 135)
            assert again.result(BOUND_SECONDS) == GOOD, name


def more(name: str) -> list[Script]:
    """What a far end says to the second try, where there is one."""
    return [[STALL]] if name in ("silence", "stall in the headers", "stall in the body") else []
