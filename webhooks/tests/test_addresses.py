"""Where webhooks may be sent to."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as some

from webhooks import addresses


@pytest.mark.parametrize(
    "text",
    [
        *("127.0.0.1", "127.8.9.1", "::1"),  # loopback
        *("0.0.0.0", "::", "0.1.2.3"),  # unspecified
        *("169.254.169.254", "fe80::1", "fe80::a9fe:a9fe"),  # link-local, where clouds keep their keys
        *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12::1", "fec0::1"),  # private
        *("100.64.0.1", "100.127.255.255"),  # carrier NAT
        *("224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"),  # multicast
        *("255.255.255.255", "240.0.0.1"),  # of nobody
        *("192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "2001:db8::1", "100::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::7f00:1"),  # IPv4 in IPv6
        *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1234::1"),
    ],
)
def test_an_address_of_no_public_place_is_refused_in_words(text):
    assert addresses.forbidden(ip_address(text)).startswith("is ")


@pytest.mark.parametrize("text", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
def test_a_public_address_is_sent_to(text):
    assert addresses.forbidden(ip_address(text)) == ""


@given(some.ip_addresses(v=4), some.sampled_from(["::ffff:{}", "64:ff9b::{}", "::{}"]))
def test_no_ipv4_address_is_reached_in_the_clothes_of_ipv6(inner, clothes):
    assert addresses.forbidden(ip_address(clothes.format(inner)))


@given(some.ip_addresses(v=4) | some.ip_addresses(v=6))
def test_what_python_itself_calls_no_public_address_is_never_sent_to(address):
    local = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    if local or address.is_reserved or address.is_unspecified or not address.is_global:
        assert addresses.forbidden(address)


@pytest.mark.parametrize(
    ("text", "networks", "is_allowed"),
    [
        ("10.1.2.3", ["10.1.0.0/16"], True),
        ("10.2.2.3", ["10.1.0.0/16"], False),
        ("::1", ["10.1.0.0/16", "::1/128"], True),
        ("127.0.0.1", ["::/0"], False),
        ("::ffff:10.1.2.3", ["10.1.0.0/16"], False),  # it says what it means, or goes nowhere
    ],
)
def test_networks_that_are_named_are_sent_to_and_no_others(text, networks, is_allowed):
    found = addresses.forbidden(ip_address(text), [ip_network(each) for each in networks])
    assert (found == "") is is_allowed


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org/hooks/labeler?project=1&x=%20",
        "http://Example.ORG:8080/",
        "https://a_b.example.org./x",
        "https://[2606:4700::1111]:8443/hook",
        "  https://example.org/hook ",
        "HTTPS://example.org",
    ],
)
def test_an_address_is_taken_as_it_is(url):
    assert addresses.clean_url(url) == url.strip()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "needs an address"),
        ("   ", "needs an address"),
        ("ftp://example.org/", "begins with https://"),
        ("file:///etc/passwd", "begins with https://"),
        ("example.org/hook", "begins with https://"),
        ("//example.org", "begins with https://"),
        ("https://", "no address"),
        ("https:///hook", "no address"),
        ("https://ex ample.org/", "no address"),
        ("https://example.org/a b", "no address"),
        ("https://example.org\\@127.0.0.1/", "no user name and no password"),
        ("https://example.org\\.example.com/", "no address"),
        ("https://example.org/\nHost: evil", "no address"),
        ("https://example.org/#part", "no address"),
        ("https://mira:secret@example.org/", "no user name and no password"),
        ("https://mira@example.org/", "no user name and no password"),
        ("https://example.org:0/", "from 1 to 65535"),
        ("https://example.org:65536/", "from 1 to 65535"),
        ("https://example.org:http/", "no address"),
        ("https://exämple.org/", "ASCII"),
        ("https://example.org/" + "x" * 500, "at most 500"),
    ],
)
def test_what_is_no_address_to_send_to_is_refused_with_the_reason(url, why):
    with pytest.raises(ValueError, match=why):
        addresses.clean_url(url)


@given(some.text(max_size=60).map(lambda text: f"http://{text}"))
def test_no_address_that_is_taken_names_a_person_or_begins_a_line(url):
    try:
        taken = addresses.clean_url(url)
    except ValueError:
        return
    assert taken.isascii()
    assert taken.isprintable()
    assert " " not in taken
    assert "@" not in taken.split("/")[2].partition("?")[0]


def test_an_address_by_number_is_known_before_anything_is_sent():
    assert addresses.literal("http://127.0.0.1:80/x") == IPv4Address("127.0.0.1")
    assert addresses.literal("http://[::1]/x") == IPv6Address("::1")
    assert addresses.literal("http://localhost/x") is None
