"""Only the outside world is played: names resolve to what a test says, and the checked address leads to a real server
with TLS on this machine."""

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sessions.calendars.fetching import Client, FetchError, Validators, checked, is_public

HOST = "calendar.example.org"
PUBLIC = "93.184.216.34"
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.88.99.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "no address",
    "",
]


class Server:
    """A web server with TLS on this machine; ``answer`` is what a test lets it say."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = say(200, BODY)
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append((self.path, dict(self.headers)))
                server.answer(self)

            def log_message(self, *args: object) -> None:
                """Stay quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *args: None  # type: ignore[method-assign]
        self.http.socket = context.wrap_socket(
            self.http.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """Lead a checked address here."""
        assert (address, port) == (PUBLIC, 443)
        return socket.create_connection(("127.0.0.1", self.http.server_port), timeout=seconds)


def say(status: int, body: bytes = b"", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> str:
    """A key and a certificate for the host, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return str(path)


@pytest.fixture
def server(certificate) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    found = Server(context)
    yield found
    found.http.shutdown()
    found.http.server_close()


@pytest.fixture
def client(server, certificate) -> Client:
    return Client(
        resolve=lambda host, port: [PUBLIC],
        connect=server.connect,
        context=ssl.create_default_context(cafile=certificate),
    )


def problem(client: Client, url: str = f"https://{HOST}/a.ics") -> str:
    with pytest.raises(FetchError) as refused:
        client.fetch(url)
    return refused.value.problem


def unreachable(address: str, port: int, seconds: float) -> socket.socket:
    raise AssertionError(f"A connection to {address} was tried.")


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_never_connected_to(address):
    assert not is_public(address)
    client = Client(resolve=lambda host, port: [address], connect=unreachable)
    assert problem(client) == "not_public"


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_public_is_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "network", ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "fc00::/7"]
)
def test_the_whole_of_a_private_network_is_refused(network):
    found = ipaddress.ip_network(network)
    step = max(1, found.num_addresses // 500)
    assert not any(is_public(str(found[n])) for n in range(0, found.num_addresses, step))


def test_one_private_address_among_public_ones_spoils_them_all():
    assert (
        problem(Client(resolve=lambda host, port: [PUBLIC, "10.0.0.1"], connect=unreachable)) == "not_public"
    )


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost"]
)
def test_private_hosts_are_refused_in_every_spelling(host):
    assert problem(Client(connect=unreachable), f"https://{host}/a.ics") in {"not_public", "unknown_host"}


def test_a_name_is_looked_up_once_and_that_very_address_connected_to(server, certificate):
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    client = Client(resolve, server.connect, ssl.create_default_context(cafile=certificate))
    assert client.fetch(f"https://{HOST}/a.ics").body == BODY
    assert asked == [HOST]


def test_a_name_that_turns_private_on_the_way_of_a_redirect_is_refused(server, certificate):
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    server.answer = say(302, Location="/b.ics")
    context = ssl.create_default_context(cafile=certificate)
    assert problem(Client(lambda host, port: next(answers), server.connect, context)) == "not_public"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://127.0.0.1/", "not_public"),
        ("https://[::ffff:10.0.0.1]/", "not_public"),
        ("http://calendar.example.org/", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("https://calendar.example.org:8443/", "port"),
        ("https://me:secret@calendar.example.org/", "password"),
    ],
)
def test_redirects_meet_the_same_questions(server, certificate, location, expected):
    def resolve(host: str, port: int) -> list[str]:
        return [PUBLIC] if host == HOST else [host.strip("[]")]

    server.answer = say(302, Location=location)
    context = ssl.create_default_context(cafile=certificate)
    assert problem(Client(resolve, server.connect, context)) == expected
    assert len(server.requests) == 1


def test_three_redirects_are_followed_and_a_fourth_is_not(server, client):
    def count_down(request: BaseHTTPRequestHandler) -> None:
        left = int(request.path.strip("/"))
        (say(307, Location=f"/{left - 1}") if left else say(200, BODY))(request)

    server.answer = count_down
    assert client.fetch(f"https://{HOST}/3").body == BODY
    assert problem(client, f"https://{HOST}/4") == "too_many_redirects"


def test_a_copy_that_is_still_right_is_not_sent_again(server, client):
    server.answer = say(200, BODY, ETag='"1"', Last_Modified="Mon, 18 Jan 2027 09:00:00 GMT")
    found = client.fetch(f"https://{HOST}/a.ics?key=1")
    assert found.validators == Validators('"1"', "Mon, 18 Jan 2027 09:00:00 GMT")
    server.answer = say(304)
    assert client.fetch(f"https://{HOST}/a.ics?key=1", found.validators).body is None
    path, headers = server.requests[-1]
    assert path == "/a.ics?key=1" and headers["Host"] == HOST
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == (
        '"1"',
        "Mon, 18 Jan 2027 09:00:00 GMT",
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, "refused"), (403, "refused"), (404, "not_found"), (410, "not_found"), (500, "server")],
)
def test_what_a_server_says_becomes_a_word(server, client, status, expected):
    server.answer = say(status)
    assert problem(client) == expected


def test_more_than_the_limit_is_not_read(server, client):
    server.answer = say(200, b"x" * 6_000_000)
    assert problem(client) == "too_big"


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("120", 120),
        ("0", 0),
        ("99999999999999999999", 24 * 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 24 * 3600),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0),
        ("-5", 0),
        ("soon", 0),
        ("²", 0),
        ("", 0),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_a_pause_gets_it_but_no_more_than_a_day(server, client, status, asked, pause):
    server.answer = say(status, Retry_After=asked)
    with pytest.raises(FetchError) as refused:
        client.fetch(f"https://{HOST}/a.ics")
    assert (refused.value.problem, refused.value.pause) == ("busy", pause)


@pytest.mark.parametrize("packing", ["gzip", "x-gzip", "GZIP"])
def test_a_packed_calendar_is_unpacked(server, client, packing):
    body = BODY * 10_000
    server.answer = say(200, gzip.compress(body), Content_Encoding=packing)
    assert client.fetch(f"https://{HOST}/a.ics").body == body
    assert server.requests[0][1]["Accept-Encoding"] == "gzip"


def test_what_a_packed_calendar_unpacks_to_counts(server, client):
    bomb = gzip.compress(b"x" * 50_000_000)
    assert len(bomb) < 100_000
    server.answer = say(200, bomb, Content_Encoding="gzip")
    assert problem(client) == "too_big"


@pytest.mark.parametrize("packing", ["gzip", "br", "deflate", "gzip, gzip"])
def test_what_is_packed_otherwise_than_it_says_or_than_we_know_is_refused(server, client, packing):
    server.answer = say(200, BODY, Content_Encoding=packing)
    assert problem(client) == "packed"


def test_packed_content_with_more_behind_it_is_refused(server, client):
    server.answer = say(200, gzip.compress(BODY) + gzip.compress(BODY), Content_Encoding="gzip")
    assert problem(client) == "packed"


def test_half_a_packed_body_counts_as_none(server, client):
    half = gzip.compress(bytes(range(256)) * 100)[:-20]
    server.answer = say(200, half, Content_Encoding="gzip")
    assert problem(client) == "unreachable"


def test_half_a_body_counts_as_none(server, client):
    server.answer = say(200, BODY, Content_Length="5000")
    assert problem(client) == "unreachable"


@pytest.mark.parametrize("in_body", [True, False])
def test_a_server_that_drips_is_left_in_time(server, certificate, in_body):
    def drip(request: BaseHTTPRequestHandler) -> None:
        if in_body:
            request.send_response(200)
            request.end_headers()
        for _ in range(100):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.1)

    server.answer = drip
    context = ssl.create_default_context(cafile=certificate)
    client = Client(lambda host, port: [PUBLIC], server.connect, context, seconds=1.0)
    begun = time.monotonic()
    assert problem(client) == "timeout"
    assert time.monotonic() - begun < 5


def test_a_certificate_that_nobody_vouches_for_is_refused(server):
    client = Client(lambda host, port: [PUBLIC], server.connect)
    assert problem(client) == "certificate"
    assert server.requests == []


def test_a_certificate_for_another_name_is_refused(server, client):
    assert problem(client, "https://other.example.org/") == "certificate"


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "ftp://a.example/",
        "https:///a",
        "https://a.example/a b",
        "https://a.example/\n",
        "x",
    ],
)
def test_only_plain_https_addresses_are_asked(url):
    with pytest.raises(FetchError, match="not_https"):
        checked(url)


def test_an_error_holds_nothing_of_the_address(client):
    with pytest.raises(FetchError) as refused:
        Client(resolve=lambda host, port: ["10.0.0.1"]).fetch("https://secret.example.org/token")
    assert "secret" not in repr(refused.value) and "token" not in str(refused.value)
