"""What is sent goes where it was meant to go, or nowhere, and ends in time. Real servers on this machine receive it."""

import socket
import ssl
import subprocess
import threading
import time
from ipaddress import ip_network

import pytest

from webhooks import addresses, sending
from webhooks.tests.receiver import receiving

PUBLIC = "93.184.216.34"


@pytest.fixture
def names(monkeypatch):
    """What names lead to, instead of what the system says: a list an answer, the last again and again. Those that were
    looked up."""
    known, asked = {}, []
    system = socket.getaddrinfo

    def look_up(host, port, *arguments, **options):
        if host not in known:
            return system(host, port, *arguments, **options)
        asked.append(host)
        answers = known[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(found, Exception):
            raise found
        return [each for address in found for each in system(address, port, *arguments, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    known["asked"] = asked
    return known


@pytest.fixture
def connected(monkeypatch):
    """The addresses that were connected to; nobody is there."""
    found = []

    def connect(address, *arguments, **options):
        found.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return found


def send(url, *, seconds=sending.SECONDS, **headers):
    return sending.send(url, '{"type":"x"}', {"webhook-id": "msg_1", **headers}, seconds=seconds)


def test_the_body_arrives_with_its_headers_and_the_answer_is_kept(receiver):
    receiver.answer((200, b"thanks", {}))
    answer = send(f"{receiver.url}?a=%20b")
    assert (answer.status, answer.text, answer.problem, answer.is_success) == (200, "thanks", "", True)
    [came] = receiver.received
    assert (came.path, came.body) == ("/hook?a=%20b", '{"type":"x"}')
    assert came.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert came.headers["content-type"] == "application/json"
    assert came.headers["webhook-id"] == "msg_1"
    assert came.headers["user-agent"].startswith("labeler/")
    assert "cookie" not in came.headers
    assert "authorization" not in came.headers


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (200, ""), (201, ""), (204, ""), (299, ""),
        (300, "It answered 300: redirects are not followed."), (304, "It answered 304: redirects are not followed."),
        (400, "It answered 400."), (404, "It answered 404."), (410, "It answered 410: it wants no more."),
        (500, "It answered 500."), (503, "It answered 503."),
    ],
)  # fmt: skip
def test_only_2xx_is_a_success(receiver, status, problem):
    receiver.answer(status)
    answer = send(receiver.url)
    assert (answer.status, answer.problem, answer.is_success) == (status, problem, not problem)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver, status):
    receiver.answer((status, b"", {"Location": f"{receiver.url}/elsewhere"}))
    assert send(receiver.url).problem == f"It answered {status}: redirects are not followed."
    assert [came.path for came in receiver.received] == ["/hook"]


def test_of_a_long_answer_the_beginning_is_read_and_no_more(receiver):
    def without_end(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"\xffx\0" * 1000)

    receiver.answer(without_end)
    answer = send(receiver.url)
    assert answer.is_success
    assert 1000 < len(answer.text) <= sending.MOST_ANSWER
    assert "\0" not in answer.text


def test_an_answer_that_claims_to_be_packed_is_not_unpacked(receiver):
    receiver.answer((200, b"\x1f\x8b no gzip", {"Content-Encoding": "gzip"}))
    assert send(receiver.url).text == "\x1f\ufffd no gzip"


# --- it ends --------------------------------------------------------------------------------------------------------


def silent(handler):
    handler.close_connection = True
    time.sleep(3)


def drips(handler):
    """A byte now and then: each comes in time, and all together never."""
    for _ in range(60):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


def says_100_for_ever(handler):
    for _ in range(60):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        handler.wfile.flush()
        time.sleep(0.05)


def never_ends_its_no(handler):
    handler.send_response(500)
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"n")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [silent, says_100_for_ever])
def test_who_does_not_answer_is_left_when_the_time_is_over(receiver, answer):
    receiver.answer(answer)
    found = send(receiver.url, seconds=0.5)
    assert (found.status, found.problem) == (None, "No answer within 0.5 seconds.")
    assert 400 <= found.took_ms < 2500


def test_who_answers_a_byte_at_a_time_is_left_as_well(receiver):
    receiver.answer(drips)
    found = send(receiver.url, seconds=0.5)
    assert found.status is None
    assert not found.is_success
    assert found.took_ms < 2500


def test_who_says_no_for_ever_said_no(receiver):
    receiver.answer(never_ends_its_no)
    found = send(receiver.url, seconds=0.5)
    assert (found.status, found.problem) == (500, "It answered 500.")
    assert found.took_ms < 2500


def test_a_name_that_is_looked_up_for_ever_is_not_waited_for(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: over.wait(30) and [])
    found = send("http://slow.example/", seconds=0.3)
    over.set()
    assert (found.status, found.problem) == (None, "No answer within 0.3 seconds.")


def speaks_something_else(handler):
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


def says_nothing_and_goes(handler):
    handler.close_connection = True


@pytest.mark.parametrize("answer", [speaks_something_else, says_nothing_and_goes])
def test_what_is_no_http_is_a_failure_in_words(receiver, answer):
    receiver.answer(answer)
    found = send(receiver.url)
    assert found.status is None
    assert found.problem.startswith("The connection failed")


def test_where_nobody_listens_is_said(here_too):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}/").problem == "Nobody listens there: the connection was refused."


# --- nowhere else ---------------------------------------------------------------------------------------------------

INSIDE = [
    "127.0.0.1", "0.0.0.0", "10.0.0.7", "172.20.1.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "64:ff9b::7f00:1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_name_leads_to_a_place_inside(names, connected, address):
    names["inside.example"] = [[address]]
    found = send("http://inside.example/")
    assert found.problem.startswith(f"inside.example leads to {address}, which is ")
    assert connected == []


@pytest.mark.parametrize("address", INSIDE)
def test_nor_does_an_address_by_number(connected, address):
    literal = f"[{address}]" if ":" in address else address
    found = send(f"http://{literal}:8000/")
    assert "webhooks are not sent there" in found.problem
    assert connected == []


@pytest.mark.parametrize("spelled", ["127.1", "2130706433", "0x7f.0.0.1", "017700000001", "localhost"])
def test_nor_a_number_in_other_words(connected, spelled):
    found = send(f"http://{spelled}/")
    assert "is this machine itself" in found.problem
    assert connected == []


@pytest.fixture
def all_public(monkeypatch, settings):
    """As on a machine that has a public address: no address is inside by its number, and none is allowed."""
    settings.WEBHOOK_NETWORKS = ()
    monkeypatch.setattr(addresses, "forbidden", lambda address, allowed=(): "")


@pytest.mark.parametrize("own", ["127.0.0.1", "127.0.0.5"])  # and one that it would not send from
def test_a_public_address_of_this_machine_is_this_machine(names, receiver, connected, all_public, own):
    names["own.example"] = [[own]]
    for host, named in (("own.example", f"own.example leads to {own}, which"), (own, own)):
        found = send(f"http://{host}:{receiver.port}/")
        assert found.problem == f"{named} is this machine itself: webhooks are not sent there."
    assert connected == []


def test_where_a_machine_may_listen_at_any_address_others_are_still_sent_to(names, connected, all_public, monkeypatch):
    """As machines are set that take over an address of one that died."""
    monkeypatch.setattr(socket.socket, "bind", lambda door, address: None)
    names["other.example"] = [[PUBLIC]]
    send("http://other.example/")
    assert connected == [PUBLIC]
    assert "this machine itself" in send("http://127.0.0.1/").problem


def test_this_machine_is_sent_to_where_its_network_is_allowed(receiver, all_public, settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    assert send(receiver.url).is_success


def test_one_place_inside_among_others_is_enough_to_refuse(names, connected):
    names["both.example"] = [[PUBLIC, "10.0.0.7"]]
    assert "both.example leads to 10.0.0.7" in send("http://both.example/").problem
    assert connected == []


def test_a_name_that_leads_inside_a_moment_later_is_not_asked_twice(names, connected):
    """DNS rebinding: who looks at one answer and connects by another lets it in."""
    names["rebind.example"] = [[PUBLIC], ["127.0.0.1"]]
    assert send("http://rebind.example/").problem == "Nobody listens there: the connection was refused."
    assert connected == [PUBLIC]
    assert names["asked"] == ["rebind.example"]
    assert "rebind.example leads to 127.0.0.1" in send("http://rebind.example/").problem
    assert connected == [PUBLIC]


def test_of_several_addresses_the_next_is_tried(names, receiver, settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    names["two.example"] = [["::1", "127.0.0.1"]]  # nobody listens at the first
    assert send(f"http://two.example:{receiver.port}/").is_success
    assert receiver.received[0].headers["host"] == f"two.example:{receiver.port}"


@pytest.mark.parametrize("answer", [[], socket.gaierror(8, "unknown")])
def test_a_name_that_leads_nowhere_is_said(names, connected, answer):
    names["gone.example"] = [answer]
    assert send("http://gone.example/").problem == "The name gone.example leads to no address."


def test_no_proxy_of_the_environment_is_asked(names, receiver, connected, monkeypatch):
    for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, receiver.url)
    names["outside.example"] = [[PUBLIC]]
    send("http://outside.example/")
    assert connected == [PUBLIC]
    assert receiver.received == []


# --- https ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of hooks.example, by itself: (certificate, key)."""
    folder = tmp_path_factory.mktemp("tls")
    made = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    name = ("-subj", "/CN=hooks.example", "-addext", "subjectAltName=DNS:hooks.example")
    subprocess.run(
        ["openssl", "req", *made, *name, "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def safe_receiver(certificate, here_too):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    asked = []
    context.sni_callback = lambda connection, name, context: asked.append(name)
    with receiving(tls=context) as found:
        found.asked = asked
        yield found


def test_https_asks_for_the_name_and_not_for_the_address_it_went_to(names, safe_receiver, certificate, monkeypatch):
    names["hooks.example"] = [["127.0.0.1"]]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    answer = send(f"https://hooks.example:{safe_receiver.port}/hook")
    assert (answer.problem, answer.status) == ("", 204)
    assert safe_receiver.asked == ["hooks.example"]
    assert safe_receiver.received[0].headers["host"] == f"hooks.example:{safe_receiver.port}"


def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(names, safe_receiver, certificate, monkeypatch):
    names["other.example"] = names["hooks.example"] = [["127.0.0.1"]]
    assert "certificate is not good" in send(f"https://hooks.example:{safe_receiver.port}/").problem
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert "certificate is not good" in send(f"https://other.example:{safe_receiver.port}/").problem
    assert safe_receiver.received == []


def test_https_that_is_none_is_said(receiver):
    assert send(f"https://127.0.0.1:{receiver.port}/").problem.startswith("HTTPS failed")


def test_every_address_that_is_taken_is_understood_by_who_sends(names, connected):
    """What the form lets in does not break the sender."""
    names["a_b.example."] = [[PUBLIC]]
    for url in ("http://a_b.example./?x=%zz&y=[]{}|\\^`", "http://[2606:4700::1111]:1/x"):
        assert addresses.clean_url(url) == url
        assert send(url).problem == "Nobody listens there: the connection was refused."
