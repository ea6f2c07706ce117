"""Other servers are asked, our own network is not; nobody makes us wait or fills our memory."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from core.safe import check_address, fetch
from core.safe.fetch import FetchRefused


class Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        getattr(self, f"page_{self.path.partition('?')[0].strip('/').replace('/', '_')}", self.page_missing)()

    def do_POST(self) -> None:
        self.answer(200, self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def page_missing(self) -> None:
        self.answer(404, b"nothing here")

    def page_hello(self) -> None:
        self.answer(200, b'{"path": "%s", "key": "%s"}' % (self.path.encode(), self.headers.get("X-Key", "").encode()))

    def page_around(self) -> None:
        self.answer(302, Location="/hello")

    def page_circle(self) -> None:
        self.answer(302, Location="/circle")

    def page_inside(self) -> None:
        self.answer(302, Location="http://127.0.0.2:1/admin")

    def page_large(self) -> None:
        self.answer(200, bytes(200_000), **{"Content-Length": "200000"})

    def page_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            time.sleep(0.05)
            self.wfile.write(b".")

    def page_slow_header(self) -> None:
        for _ in range(100):
            time.sleep(0.05)
            self.wfile.write(b"x")

    def page_garbage(self) -> None:
        self.wfile.write(b"\0\1\2 what is this\r\n\r\n")


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    """Address of a server on this machine, which PRIVATE_HOSTS lists."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.handle_error = lambda *args: None  # type: ignore[method-assign]  # clients hang up on purpose
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    settings.PRIVATE_HOSTS = [f"127.0.0.1:{httpd.server_port}"]
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(FetchRefused) as caught:
        act()
    return caught.value.reason


def test_get_and_post(server: str) -> None:
    answer = fetch(f"{server}/hello?street=街", headers={"X-Key": "k"})
    assert answer.ok
    assert answer.json() == {"path": "/hello?street=%E8%A1%97", "key": "k"}
    assert fetch(f"{server}/x", method="post", json={"a": 1}).json() == {"a": 1}
    missing = fetch(f"{server}/none")
    assert (missing.status, missing.ok, missing.body) == (404, False, b"nothing here")
    assert refusal(missing.json) == "not-json"


def test_a_redirect_on_the_same_host_is_followed_a_few_times(server: str) -> None:
    assert fetch(f"{server}/around").url == f"{server}/hello"
    assert refusal(lambda: fetch(f"{server}/circle")) == "too-many-redirects"


def test_a_redirect_into_our_network_is_not(server: str, settings: Settings) -> None:
    assert refusal(lambda: fetch(f"{server}/inside")) == "private-host"
    settings.PRIVATE_HOSTS = [*settings.PRIVATE_HOSTS, "127.0.0.2"]
    assert refusal(lambda: fetch(f"{server}/inside")) == "private-host"


def test_size_and_time_are_capped(server: str) -> None:
    assert refusal(lambda: fetch(f"{server}/large", max_bytes=100_000)) == "too-large"
    for page in ("slow", "slow/header"):
        began = time.monotonic()
        assert refusal(lambda page=page: fetch(f"{server}/{page}", seconds=0.5)) == "too-slow"  # type: ignore[misc]
        assert time.monotonic() - began < 2


def test_garbage_and_closed_doors(server: str, settings: Settings) -> None:
    assert refusal(lambda: fetch(f"{server}/garbage")) in {"unreachable"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.PRIVATE_HOSTS = ["127.0.0.1"]
    assert refusal(lambda: fetch(f"http://127.0.0.1:{port}/")) == "unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
def test_special_addresses_in_every_spelling(url: str, settings: Settings) -> None:
    settings.PRIVATE_HOSTS = []
    assert refusal(lambda: fetch(url, seconds=2)) == "private-host"
    assert refusal(lambda: check_address(url)) == "private-host"


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "gopher://x/", "ftp://x/", "http://", "http://user:pw@example.com/", "http://x:99999/", ""],
)
def test_other_schemes_and_no_addresses(url: str) -> None:
    assert refusal(lambda: fetch(url)) == "not-an-address"


def test_a_name_that_changes_its_mind_gains_nothing(
    server: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number that was checked is the number that is connected to: the resolver is asked once."""
    port = int(server.rsplit(":", 1)[1])
    asked: list[str] = []

    def resolve(host: str, port: int, **kwargs: Any) -> list[Any]:
        asked.append(host)
        number = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    connected: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    def connect(self: socket.socket, address: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    settings.PRIVATE_HOSTS = []
    assert refusal(lambda: fetch(f"http://rebind.example.com:{port}/hello", seconds=2)) == "unreachable"
    assert connected == [("93.184.216.34", port)]
    assert asked == ["rebind.example.com"]


def test_one_private_number_among_public_ones_refuses_all(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ["93.184.216.34", "10.0.0.1"]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *a, **k: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (n, 80)) for n in numbers]
    )
    assert refusal(lambda: fetch("http://example.com/")) == "private-host"


def test_a_host_may_be_listed_without_port(server: str, settings: Settings) -> None:
    settings.PRIVATE_HOSTS = ["127.0.0.1"]
    check_address(server)
    assert fetch(f"{server}/hello").ok
    settings.PRIVATE_HOSTS = ["127.0.0.1:1"]
    assert refusal(lambda: fetch(f"{server}/hello")) == "private-host"
