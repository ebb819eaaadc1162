"""Pure: which addresses a webhook may have, and which of a network it may be sent to."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST = 500
# ASCII alone, and nothing that two readers of addresses could take for different things.
SHAPE = re.compile(
    r"(?i:https?)://(?P<user>[^/?#@\[\]]*@)?(?P<host>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?:[/?][!-~]*)?",
    re.IGNORECASE,
)
# IPv6 that leads to an IPv4 address: mapped, compatible, translated (NAT64), 6to4, Teredo.
CARRIES_IPV4 = [
    ip_network(each) for each in ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]
CARRIER_NAT = ip_network("100.64.0.0/10")
# Whatever a Python says of them: its lists change from one to the next.
NOT_PUBLIC = [
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "240.0.0.0/4",
        "100::/64", "fc00::/7", "fec0::/10",
    )
]  # fmt: skip

THIS_MACHINE = "is this machine itself"


def clean_url(text: str) -> str:
    """The address, cleaned. Raises ValueError with a sentence when nothing can be sent there."""
    url = text.strip()
    if not url:
        raise ValueError("A webhook needs an address, such as https://example.org/hooks/labeler.")
    if len(url) > LONGEST:
        raise ValueError(f"An address has at most {LONGEST} characters.")
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError("An address begins with https:// or http://.")
    if not url.isascii():
        raise ValueError("An address is written in ASCII: a name as xn--…, other characters as %C3%A4.")
    found = SHAPE.fullmatch(url)
    if found is None or "#" in url:
        raise ValueError("That is no address such as https://example.org/hooks/labeler.")
    if found["user"] is not None:
        raise ValueError("An address carries no user name and no password: what is sent is signed instead.")
    if found["port"] is not None and not 1 <= int(found["port"]) <= 65535:
        raise ValueError("A port is a number from 1 to 65535.")
    return url


def literal(url: str) -> Address | None:
    """The address that a clean URL names by its number; None where it has a name, which is looked up when it is sent
    to."""
    found = SHAPE.fullmatch(url)
    try:
        return ip_address(found["host"].strip("[]")) if found else None
    except ValueError:
        return None


def is_among(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def forbidden(address: Address, allowed: Sequence[Network] = ()) -> str:
    """Why nothing is sent to this address, in words; empty where it may be. `allowed`: networks that are ours."""
    if is_among(address, allowed):
        return ""
    if isinstance(address, IPv6Address):
        if address.is_loopback:
            return THIS_MACHINE
        if address.is_unspecified:
            return "is no address of anybody"
        if any(address in network for network in CARRIES_IPV4):
            return "is an IPv4 address in other words"
    if address.is_loopback:
        return THIS_MACHINE
    if address.is_unspecified:
        return "is no address of anybody"
    if address.is_link_local:
        return "is of this machine’s own wire (link-local)"
    if address.is_multicast:
        return "is of many at once (multicast)"
    if address.version == CARRIER_NAT.version and address in CARRIER_NAT:
        return "is of a provider’s own network (carrier NAT)"
    if is_among(address, NOT_PUBLIC) or address.is_private or address.is_reserved or not address.is_global:
        return "is of a private network"
    return ""
