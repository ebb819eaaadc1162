"""Pure: from which address a request comes, as far as anybody who may tell it does."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
# How many proxies stand before the program, or the networks in which they are. 0: none.
Proxies = int | tuple[IPv4Network | IPv6Network, ...]

IPV6_PREFIX = 64  # what one connection is given; it has as many addresses as it likes


def client_of(remote: str, forwarded: str, proxies: Proxies) -> str:
    """The address of the client, for counting: an IPv6 address as its network.

    `remote` is who is connected, `forwarded` the header X-Forwarded-For. Each proxy adds on the right the address that
    it sees, and what stands further left than those of `proxies` anybody may have written.
    """
    hops = [*(part.strip() for part in forwarded.split(",")), remote]
    found = _after(proxies, hops) if isinstance(proxies, int) else _outside(proxies, hops)
    return _counted(found or read(remote)) or remote[:45]


def _after(count: int, hops: list[str]) -> Address | None:
    return read(hops[-1 - count]) if count < len(hops) else None


def _outside(networks: tuple[IPv4Network | IPv6Network, ...], hops: list[str]) -> Address | None:
    """The right-most that is no proxy; of proxies alone the left-most. What cannot be read ends the search: the proxy
    on its right is the last that is known."""
    found = None
    for address in _readable(reversed(hops)):
        found = address
        if not any(address in network for network in networks):
            break
    return found


def _readable(hops: Iterator[str]) -> Iterator[Address]:
    for hop in hops:
        if (address := read(hop)) is None:
            return
        yield address


def read(text: str) -> Address | None:
    """Also with a port, as some proxies write it. None when it is no address."""
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _counted(address: Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), IPV6_PREFIX), strict=False))
    return str(address or "")
