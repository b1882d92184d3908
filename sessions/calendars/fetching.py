"""Fetching an address that a stranger chose. No Django.

Only https on port 443, only hosts whose addresses are all public; the connection goes to the very address that was
checked, so that a name which answers differently the second time gains nothing. Redirects meet the same questions.
Neither addresses nor their parts are ever logged.
"""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

PORT = 443
SECONDS = 10.0
BYTES = 5_000_000
REDIRECTS = 3
CHUNK = 1 << 16
#: For zlib: gzip with its header and checksum.
GZIP = 16 + zlib.MAX_WBITS
#: What a server may ask us to wait, in seconds.
LONGEST_PAUSE = 24 * 3600

#: For protocols, and the old way into 6to4: not what every version of Python calls private.
SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
#: The only IPv6 addresses that are given out, and within them those that lead into IPv4.
GLOBAL_UNICAST = IPv6Network("2000::/3")
TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))
#: IPv4 as networks without it see it (RFC 6052).
NAT64 = IPv6Network("64:ff9b::/96")

#: Host and port to addresses; address, port and seconds to a connection.
Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


class FetchError(Exception):
    """Nothing was fetched; ``problem`` says why in a word, ``pause`` how many seconds the server asks to wait."""

    def __init__(self, problem: str, pause: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about the copy we have, to ask for a newer one only."""

    etag: str = ""
    last_modified: str = ""


#: Nothing is known yet: ask for all of it.
NO_COPY = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body, or None when the copy we have is still right."""

    body: bytes | None
    validators: Validators


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raise OSError or UnicodeError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """Open a connection to an address, which is not looked up again."""
    return socket.create_connection((address, port), timeout=seconds)


def is_public(address: str) -> bool:
    """Return whether an address belongs to the public internet; False for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _inside(found)
        if inner is None:
            return found in GLOBAL_UNICAST and found.is_global and not any(found in net for net in TUNNELS)
        found = inner
    return found.is_global and not found.is_multicast and not any(found in net for net in SPECIAL)


@dataclass(frozen=True)
class Client:
    """Fetches; ``resolve`` and ``connect`` are the outside world."""

    resolve: Resolve = resolve
    connect: Connect = connect
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS
    most_bytes: int = BYTES

    def fetch(self, url: str, known: Validators = NO_COPY) -> Fetched:
        """Return what is at ``url``, following up to three redirects, within ``seconds`` in all.

        Raises FetchError.
        """
        deadline = monotonic() + self.seconds
        for _hop in range(REDIRECTS + 1):
            target = checked(url)
            found = self._get(target, known, deadline)
            if isinstance(found, Fetched):
                return found
            url = urljoin(url, found)
        raise FetchError("too_many_redirects")

    def _get(self, target: SplitResult, known: Validators, deadline: float) -> Fetched | str:
        """Return what is there, or where it says to go."""
        raw = self._connected(target.hostname or "", deadline)
        try:
            secured = self.context.wrap_socket(
                raw, server_hostname=target.hostname, do_handshake_on_connect=False
            )
            with secured, _cut_off(secured, deadline):
                secured.do_handshake()
                found = self._exchange(secured, target, known)
        except ssl.SSLCertVerificationError:
            raise FetchError("certificate") from None
        except (OSError, ValueError, http.client.HTTPException):
            raise FetchError("timeout" if monotonic() >= deadline else "unreachable") from None
        finally:
            raw.close()
        if monotonic() >= deadline:  # what was cut off looks like an end
            raise FetchError("timeout")
        return found

    def _connected(self, host: str, deadline: float) -> socket.socket:
        for address in self._addresses(host):
            left = deadline - monotonic()
            if left <= 0:
                raise FetchError("timeout")
            with suppress(OSError):
                return self.connect(address, PORT, left)
        raise FetchError("unreachable")

    def _addresses(self, host: str) -> list[str]:
        """Return the addresses of a host. One that is not public spoils them all."""
        try:
            found = list(dict.fromkeys(self.resolve(host, PORT)))
        except (OSError, UnicodeError):
            raise FetchError("unknown_host") from None
        if not found or not all(map(is_public, found)):
            raise FetchError("not_public" if found else "unknown_host")
        return found

    def _exchange(self, secured: socket.socket, target: SplitResult, known: Validators) -> Fetched | str:
        connection = http.client.HTTPConnection(target.hostname or "", PORT)
        connection.sock = secured
        path = f"{target.path or '/'}?{target.query}" if target.query else target.path or "/"
        connection.request("GET", path, headers=_headers(target.hostname or "", known))
        with connection.getresponse() as response:
            return self._answer(response)

    def _answer(self, response: http.client.HTTPResponse) -> Fetched | str:
        validators = Validators(response.getheader("ETag", ""), response.getheader("Last-Modified", ""))
        match response.status:
            case 200:
                return Fetched(self._body(response), validators)
            case 304:
                return Fetched(None, validators)
            case 301 | 302 | 303 | 307 | 308:
                return response.getheader("Location", "")
            case 401 | 403:
                raise FetchError("refused")
            case 404 | 410:
                raise FetchError("not_found")
            case 429 | 503:
                raise FetchError("busy", _pause(response.getheader("Retry-After", "")))
            case _:
                raise FetchError("server")

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        for part in _unpacked(response):
            body += part
            if len(body) > self.most_bytes:
                raise FetchError("too_big")
        if response.length:
            raise FetchError("unreachable")
        return bytes(body)


def checked(url: str) -> SplitResult:
    """Return the parts of an address that may be asked; raise FetchError for all others."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError("not_https") from None
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme != "https" or not parts.hostname or not is_plain:
        raise FetchError("not_https")
    if port not in {None, PORT}:
        raise FetchError("port")
    if parts.username is not None or parts.password is not None:
        raise FetchError("password")
    return parts


def _headers(host: str, known: Validators) -> dict[str, str]:
    asked = {
        "Host": f"[{host}]" if ":" in host else host,
        "User-Agent": "Umento",
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if known.etag:
        asked["If-None-Match"] = known.etag
    if known.last_modified:
        asked["If-Modified-Since"] = known.last_modified
    return asked


def _unpacked(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield a body in parts of no more than ``CHUNK`` bytes, also of what is packed."""
    packing = response.getheader("Content-Encoding", "identity").strip().lower()
    if packing == "identity":
        yield from iter(partial(response.read, CHUNK), b"")
    elif packing in {"gzip", "x-gzip"}:
        yield from _gunzipped(response)
    else:
        raise FetchError("packed")


def _gunzipped(response: http.client.HTTPResponse) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(GZIP)
    try:
        while not unpacker.eof:
            packed = unpacker.unconsumed_tail or response.read(CHUNK)
            part = unpacker.decompress(packed, CHUNK)
            if not packed and not part:
                raise FetchError("unreachable")  # it ended in the middle
            yield part
    except zlib.error:
        raise FetchError("packed") from None
    if unpacker.unused_data:
        raise FetchError("packed")


def _pause(asked: str) -> int:
    """Return the seconds that a Retry-After asks for, as a number or by the world's clock; no more than a day."""
    if asked.isascii() and asked.isdigit():
        seconds = int(asked[:9])
    else:
        try:
            seconds = int((parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
        except (ValueError, TypeError):
            return 0
    return max(0, min(seconds, LONGEST_PAUSE))


def _inside(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None


@contextmanager
def _cut_off(connection: socket.socket, deadline: float) -> Iterator[None]:
    """Break the connection at the deadline: a server that sends a byte a second never trips the socket's own limit."""

    def cut() -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
