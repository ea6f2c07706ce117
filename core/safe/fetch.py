"""Ask another server something, without being led into our own network.

The address is checked at the moment of connecting, on the very number that is connected to, so that a name that
resolves to something else a second later gains nothing. Private, loopback, link-local and other special addresses are
refused unless PRIVATE_HOSTS lists the host. Answers are capped in size, the whole exchange in time.
"""

from __future__ import annotations

import http.client
import ipaddress
import json as jsonlib
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from core.errors import DomainError

CHUNK = 64 * 1024
MAX_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
DEFAULT_PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
CONNECT_SECONDS = 10.0
UNQUOTED = "%/:=&?~#+!$,;'@()*[]"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchRefused(DomainError):
    """The address may not be asked, or did not answer within the limits. `params['reason']` says which."""

    status = 400

    def __init__(self, reason: str, message: str, url: str, **params: Any) -> None:
        super().__init__("fetch-failed", message, reason=reason, url=url, **params)

    @property
    def reason(self) -> str:
        return str(self.params["reason"])


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer; `headers` by lower-case name."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON. Raises FetchRefused when it is none."""
        try:
            return jsonlib.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise FetchRefused("not-json", "The answer is not JSON.", self.url) from error


@dataclass(slots=True)
class _Call:
    """One exchange: what is asked, and what is left of its time and bytes."""

    method: str
    body: bytes | None
    headers: dict[str, str]
    max_bytes: int
    deadline: float
    seen: list[str] = field(default_factory=list)

    def left(self, url: str) -> float:
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise FetchRefused("too-slow", "The server took too long to answer.", url)
        return seconds


def fetch(
    url: str,
    *,
    method: str = "GET",
    json: object = None,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    max_bytes: int = 32 * 1024 * 1024,
    seconds: float = 30,
) -> Fetched:
    """Ask `url` and return its answer, whatever its status. Raises FetchRefused.

    Follows up to three redirects of GET and HEAD; never to another host that is private, even if it is listed, and
    never to another host with the headers meant for the first.
    """
    given = dict(headers or {})
    if json is not None:
        body = jsonlib.dumps(json).encode()
        given.setdefault("Content-Type", "application/json")
    call = _Call(method.upper(), body, given, max_bytes, time.monotonic() + seconds)
    answer = _once(_parsed(url), call, may_be_private=True)
    while answer.status in REDIRECTS and call.method in {"GET", "HEAD"} and "location" in answer.headers:
        call.seen.append(answer.url)
        if len(call.seen) > MAX_REDIRECTS:
            raise FetchRefused("too-many-redirects", "The server sends us in circles.", url)
        target = _parsed(urljoin(answer.url, answer.headers["location"]))
        same_host = _place(target) == _place(urlsplit(answer.url))
        if not same_host:
            call.headers = {}
        answer = _once(target, call, may_be_private=same_host)
    return answer


def check_address(url: str) -> None:
    """Raise FetchRefused where fetch would, now: for forms, so that a person hears of it at once."""
    parts = _parsed(url)
    _addresses(parts, may_be_private=True)


def _parsed(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise FetchRefused("not-an-address", "This is not an address.", url) from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username or parts.password or port == 0:
        raise FetchRefused("not-an-address", "Only http and https addresses without a sign-in can be asked.", url)
    return parts


def _place(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]


def _addresses(parts: SplitResult, *, may_be_private: bool) -> list[tuple[socket.AddressFamily, str]]:
    """(family, number) of every address of the host, in the resolver's order, once all of them are allowed."""
    url = parts.geturl()
    _, host, port = _place(parts)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchRefused("unknown-host", f"There is no host {host!r}.", url, host=host) from error
    listed = may_be_private and not {host, f"{host}:{port}"}.isdisjoint(settings.PRIVATE_HOSTS)
    for _family, _type, _protocol, _name, address in found:
        if not listed and not _is_public(str(address[0])):
            raise FetchRefused(
                "private-host", f"{host!r} lies in a private network that is not listed.", url, host=host
            )
    return [(family, str(address[0])) for family, _type, _protocol, _name, address in found]


def _is_public(number: str) -> bool:
    address: Address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _once(parts: SplitResult, call: _Call, *, may_be_private: bool) -> Fetched:
    url = parts.geturl()
    connection = _connect(parts, call, may_be_private=may_be_private)
    watch = threading.Timer(call.left(url), _hang_up, [connection.sock])
    watch.daemon = True
    watch.start()
    try:
        return _exchange(connection, parts, call)
    except (OSError, http.client.HTTPException, ValueError) as error:
        call.left(url)
        raise FetchRefused("unreachable", f"The server did not answer: {error}.", url) from error
    finally:
        watch.cancel()
        connection.close()


def _hang_up(line: socket.socket) -> None:
    """Time is up. A server that sends a byte now and then would otherwise keep every single read alive."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _exchange(connection: http.client.HTTPConnection, parts: SplitResult, call: _Call) -> Fetched:
    url = parts.geturl()
    target = quote(parts.path or "/", safe=UNQUOTED) + (f"?{quote(parts.query, safe=UNQUOTED)}" if parts.query else "")
    send = {"User-Agent": "Groundwork", "Accept-Encoding": "identity", **call.headers}
    connection.request(call.method, target, body=call.body, headers=send)
    response = connection.getresponse()
    received = {name.lower(): value for name, value in response.getheaders()}
    body = _read(response, call, url)
    return Fetched(url, response.status, received, body)


def _read(response: http.client.HTTPResponse, call: _Call, url: str) -> bytes:
    """The body, counted as it comes: what the header promises is not believed."""
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > call.max_bytes:
            raise FetchRefused("too-large", f"The answer is larger than {call.max_bytes} bytes.", url)
    call.left(url)
    return bytes(body)


def _connect(parts: SplitResult, call: _Call, *, may_be_private: bool) -> http.client.HTTPConnection:
    """A connection to one of the checked numbers; the name is used for TLS and the Host header only."""
    url = parts.geturl()
    _, host, port = _place(parts)
    problem: Exception | None = None
    for family, number in _addresses(parts, may_be_private=may_be_private):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(min(CONNECT_SECONDS, call.left(url)))
            line.connect((number, port))
            line.settimeout(call.left(url))
            connection = http.client.HTTPConnection(host, port)
            connection.sock = _tls().wrap_socket(line, server_hostname=host) if parts.scheme == "https" else line
        except (OSError, ValueError) as error:
            line.close()
            problem = error
            continue
        return connection
    call.left(url)
    raise FetchRefused("unreachable", f"{host!r} cannot be reached: {problem}.", url, host=host) from problem


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
