import socket

import pytest

from stats.callfire.client.deadline import Deadline, Limits, connected, kept


def test_the_limits_are_those_of_the_contract() -> None:
    assert Limits() == Limits(
        connect_seconds=3, gap_seconds=10, total_seconds=15, max_bytes=1048576, retries=2
    )


def test_a_wait_is_cut_to_what_is_left_and_a_late_one_is_not_begun() -> None:
    now = [100.0]
    deadline = Deadline(Limits(total_seconds=15), lambda: now[0])
    assert deadline.wait(10) == 10
    now[0] = 113.0
    assert deadline.wait(10) == 2
    now[0] = 115.0
    assert deadline.left() == 0
    with pytest.raises(TimeoutError):
        deadline.wait(10)


def test_the_next_address_is_tried_where_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        good, refusing = listener.getsockname(), unused.getsockname()
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", to) for to in (refusing, good)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        with kept(Deadline(Limits(), lambda: 0.0)), connected("far.example", 80) as sock:
            assert sock.getpeername() == good


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "a..b"])
def test_a_host_that_is_no_name_is_not_found(host: str) -> None:
    with kept(Deadline(Limits(), lambda: 0.0)), pytest.raises(socket.gaierror):
        connected(host, 80)


def test_a_host_without_an_address_is_a_failed_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    with kept(Deadline(Limits(), lambda: 0.0)), pytest.raises(OSError, match="no address"):
        connected("far.example", 80)
