"""Whose address counts, with proxies before the program and without."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.addresses import client_of

PRIVATE = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "client"),
    [
        ("192.0.2.7", "", 0, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", 0, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", (), "192.0.2.7"),
        # a number: so many from the right
        ("10.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9", 3, "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, unknown", 1, "10.0.0.1"),
        ("", "203.0.113.9", 1, "203.0.113.9"),  # a socket of the system, behind a proxy
        # networks: the right-most outside of them
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", PRIVATE, "203.0.113.9"),
        ("192.0.2.7", "203.0.113.9", PRIVATE, "192.0.2.7"),
        ("10.0.0.1", "10.0.0.5, 10.0.0.2", PRIVATE, "10.0.0.5"),
        ("10.0.0.1", "203.0.113.9, unknown, 10.0.0.2", PRIVATE, "10.0.0.2"),
        ("::ffff:10.0.0.1", "203.0.113.9", PRIVATE, "203.0.113.9"),
        ("fd00::1", "2001:db8:1:2:3:4:5:6", PRIVATE, "2001:db8:1:2::/64"),
        # as some proxies write it
        ("10.0.0.1", "203.0.113.9:4711", 1, "203.0.113.9"),
        ("10.0.0.1", "[2001:db8::1]:4711", 1, "2001:db8::/64"),
        # an IPv6 address counts as its network, an IPv4 one as itself
        ("2001:db8::1", "", 0, "2001:db8::/64"),
        ("::ffff:192.0.2.7", "", 0, "192.0.2.7"),
        ("", "", 0, ""),
    ],
)
def test_the_address_that_counts(remote, forwarded, proxies, client):
    assert client_of(remote, forwarded, proxies) == client


forged = st.lists(st.text(st.characters(codec="latin-1"), max_size=20) | st.ip_addresses().map(str), max_size=5)


@given(forged, st.sampled_from([0, 1, PRIVATE]))
def test_whatever_a_client_writes_itself_changes_nothing(written, proxies):
    if proxies == 0:
        assert client_of("203.0.113.9", ",".join(written), proxies) == "203.0.113.9"
    else:
        assert client_of("10.0.0.1", ",".join([*written, "203.0.113.9"]), proxies) == "203.0.113.9"
