"""Where a message may go: over https, to addresses of the public internet, to who is meant."""

import socket
from pathlib import Path
from typing import Any

import pytest

from stats.webhook import Sender, is_public
from tests.stats.callfire.client.asking import certificate
from tests.stats.callfire.client.far_end import CLOSE, HEAR, RESET, FarEnd, answer
from tests.stats.hooks import HOST, Hooks, at, sender_to
from tests.stats.webhook.posting import BODY, FACTS, URL, error_of, facts

PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "192.31.196.1",
    "2606:4700::1111",
    "2a00:1450:4001:82f::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",  # NAT64 of 8.8.8.8
    "2002:808:808::1",  # 6to4 of 8.8.8.8
]
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - judged, not bound to
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.9",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",  # Teredo
    "2001:0:808:808:0:0:80ff:fffe",  # Teredo of 127.0.0.1, by way of 8.8.8.8
    "2001:db8::1",
    "2002:7f00:1::1",  # 6to4 of 127.0.0.1
    "2002:a9fe:a9fe::",  # 6to4 of 169.254.169.254
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "/run/a.socket",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_any_other_address_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "//hooks.example.com/",
        "hooks.example.com",
        "",
        "https://",
        "https:///path",
        "https://somebody@hooks.example.com/",
        "https://somebody:secret@hooks.example.com/",
        "https://:secret@hooks.example.com/",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com:https/",
        "https://hooks example.com/",
        "https://hooks.example.com\r\n/",
    ],
)
def test_what_is_no_plain_https_address_is_not_even_looked_up(url: str) -> None:
    # Looked up, it would be unresolved.
    sender = Sender(resolve=lambda *_, **__: [])
    assert facts(error_of(url, sender)) == ("insecure", None)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0", "localhost", "LocalHost"],
)
def test_loopback_is_private_however_it_is_written(host: str) -> None:
    # By the real resolver, which needs no network for these.
    with FarEnd(answer()) as far:
        assert facts(error_of(f"https://{host}:{far.port}/")) == ("private", None)
        assert far.connections == 0


def test_the_host_that_is_checked_is_the_host_that_is_connected() -> None:
    # Some readers of addresses take what follows the @ for the host, some what precedes it.
    asked: list[object] = []

    def look_up(*host: object, **_: object) -> list[Any]:
        asked.append(host)
        return at(443, address="127.0.0.1")

    assert error_of("https://127.0.0.1\\@8.8.8.8/", Sender(resolve=look_up)).kind == "private"
    assert asked == [("127.0.0.1", 443)]


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[::]", "[fe80::1]"])
def test_so_it_is_in_ipv6(host: str) -> None:
    assert facts(error_of(f"https://{host}/")) == ("private", None)


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"]])
def test_one_private_address_among_public_ones_is_enough(found: list[str]) -> None:
    # A connection to any of them would be refused by pytest-socket, which is no WebhookError.
    addresses = [each for address in found for each in at(443, address=address)]
    sender = Sender(resolve=lambda *_, **__: addresses)
    assert facts(error_of(URL, sender)) == ("private", None)


def test_not_even_the_allowed_one_of_several_addresses_is_connected(hooks: Hooks) -> None:
    addresses = at(hooks.server_port) + at(443, address="10.0.0.1")
    mixed = hooks.sender(resolve=lambda *_, **__: addresses)
    assert facts(error_of(URL, mixed)) == ("private", None)
    assert hooks.connections == 0


def test_a_receiver_on_loopback_is_private_to_the_contract(hooks: Hooks) -> None:
    strict = hooks.sender(is_allowed=is_public)
    assert facts(error_of(URL, strict)) == ("private", None)
    assert hooks.connections == 0


def test_a_name_that_moves_after_it_was_checked_is_not_looked_up_again(hooks: Hooks) -> None:
    asked: list[tuple[object, ...]] = []

    def rebinding(*host: object, **_: object) -> list[Any]:
        asked.append(host)
        return at(hooks.server_port) if len(asked) == 1 else at(443, address="10.0.0.1")

    hooks.sender(resolve=rebinding).post(URL, BODY, **FACTS)
    assert asked == [("hooks.example.com", 443)]
    assert len(hooks.delivered) == 1


@pytest.mark.parametrize(
    "failure", [socket.gaierror("no such name"), UnicodeError("no name"), None]
)
def test_a_name_without_an_address_is_unresolved(failure: Exception | None) -> None:
    def look_up(*_: object, **__: object) -> list[Any]:
        if failure:
            raise failure
        return []

    assert facts(error_of(URL, Sender(resolve=look_up))) == ("unresolved", None)


def test_a_host_that_cannot_be_a_name_is_unresolved() -> None:
    assert facts(error_of(f"https://{'a' * 70}.example/")) == ("unresolved", None)
    assert facts(error_of("https://a..example/")) == ("unresolved", None)


# The connection.


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port: int = gone.getsockname()[1]
    return port


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    assert facts(error_of(URL, sender_to(closed_port()))) == ("unreachable", None)


def test_the_next_address_is_tried_where_the_first_is_dead(hooks: Hooks) -> None:
    sender = sender_to(closed_port(), hooks.server_port, ca_file=hooks.ca_file)
    sender.post(URL, BODY, **FACTS)
    assert len(hooks.delivered) == 1


def test_a_certificate_that_nobody_signed_gets_no_message(hooks: Hooks) -> None:
    assert facts(error_of(URL, hooks.sender(ca_file=None))) == ("tls", None)
    assert (hooks.delivered, hooks.connections) == ([], 1)


@pytest.mark.parametrize("host", ["other.example.com", "127.0.0.1"])
def test_a_certificate_of_another_host_gets_no_message(hooks: Hooks, host: str) -> None:
    # The name has to match, not the address that is connected to.
    assert facts(error_of(f"https://{host}/hook")) == ("tls", None)
    assert (hooks.delivered, hooks.connections) == ([], 1)


@pytest.mark.parametrize("host", ["hooks.example.com", "hooks.example.com.", "HOOKS.Example.com"])
def test_the_host_is_named_in_the_handshake_and_in_the_request(host: str, tmp_path: Path) -> None:
    named: list[str | None] = []
    context, ca_file = certificate(tmp_path, f"DNS:{HOST}")
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    with FarEnd(answer(), tls=context) as far:
        sender_to(far.port, ca_file=ca_file).post(f"https://{host}/x", BODY, **FACTS)
        assert named == ["hooks.example.com"]
        assert far.asked[0].startswith("POST /x HTTP/1.1\r\nHost: hooks.example.com\r\n")


def test_plain_http_where_tls_should_be_is_not_trusted() -> None:
    with FarEnd(answer(), listens=False) as far:
        assert facts(error_of(URL, sender_to(far.port))) == ("tls", None)


@pytest.mark.parametrize("end", [CLOSE, RESET])
def test_a_connection_cut_in_the_handshake_is_unreachable(end: Any) -> None:
    with FarEnd([HEAR, end], listens=False) as far:
        error = error_of(URL, sender_to(far.port))
        assert (facts(error), far.connections) == (("unreachable", None), 1)
