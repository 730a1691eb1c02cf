"""Where a host is to be found, and whether that is on the public internet.

An address that somebody types must not lead this site's machine to its own neighbours, so what a
name resolves to is judged, not the name.
"""

import queue
import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Any, Final

# The embedded address is the one that is reached in the end (RFC 6052).
_NAT64: Final = ip_network("64:ff9b::/96")
_UNICAST: Final = ip_network("2000::/3")
# Python 3.11 takes these for global: protocol assignments (RFC 6890; some of them answer at the
# next router), documentation (RFC 9637).
_RESERVED: Final = (ip_network("192.0.0.0/24"), ip_network("3fff::/20"))


def is_public(address: str) -> bool:
    """Whether an IP address, as the resolver writes it, is one of the public internet's hosts."""
    try:
        return _is_public(ip_address(address))
    except ValueError:
        return False


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address):
        carried = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped
        if carried:
            return _is_public(carried)
        if ip not in _UNICAST or not all(map(_is_public, _tunnelled(ip))):
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _RESERVED)


def _tunnelled(ip: IPv6Address) -> Iterable[IPv4Address]:
    """The IPv4 addresses at which a packet to this one may come out: of 6to4, of Teredo."""
    return filter(None, (ip.sixtofour, *(ip.teredo or ())))


def looked_up(
    resolve: Callable[..., Iterable[Any]], host: str, port: int, seconds: float
) -> list[Any]:
    """What the resolver, called once, says of the host: nothing where it has no address.

    It cannot be told to hurry, so it works in a thread that is left behind when it is late. Raises
    TimeoutError after so many seconds.
    """
    answer: queue.SimpleQueue[list[Any]] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answer.put(list(resolve(host, port, type=socket.SOCK_STREAM)))
        except (OSError, ValueError):  # UnicodeError: not a host name
            answer.put([])

    Thread(target=look_up, name="webhook-look-up", daemon=True).start()
    try:
        return answer.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
