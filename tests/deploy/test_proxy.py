"""The front proxy of production, for real: nginx with our configuration between a visitor, Django and an S3 store."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from core import media, storage
from core.api.media_urls import SANDBOX
from dev import processes
from dev.e2e import free_port
from tests.core.s3_server import serving
from tests.deploy import compose

TEMPLATE = compose.ROOT / "deploy" / "nginx" / "groundwork.conf.template"
DATA = bytes(range(256)) * 4096


@dataclass
class Proxy:
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response, response.read()


def render(**values: str) -> str:
    """As the nginx image does: only variables of the environment are filled in."""
    return re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], TEMPLATE.read_text())


@pytest.fixture
def proxy(
    live_server: LiveServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Proxy]:
    port = free_port()
    with serving("groundwork") as (endpoint, _objects):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        settings.STORAGE_URL = f"s3://groundwork?endpoint={endpoint}&region=us-east-1"
        settings.STORAGES = dict(settings.STORAGES)
        settings.MEDIA_ACCEL_PREFIX = "/protected-media"
        store = urlsplit(endpoint).netloc
        inner = render(PORT=str(port), WEB=urlsplit(live_server.url).netloc, STORE=store, PUBLIC_SCHEME="http")
        configuration = tmp_path / "nginx.conf"
        configuration.write_text(_around(inner, tmp_path))
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        log = tmp_path / "nginx.log"
        with log.open("wb") as output:
            server = processes.start([nginx, "-c", str(configuration)], env={}, output=output, ends_with=signal.SIGTERM)
            try:
                processes.wait_until(lambda: _listens(port), process=server, log=log, what="nginx")
                yield Proxy(port)
            finally:
                processes.stop(server)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _around(inner: str, folder: Path) -> str:
    """What the image's own nginx.conf gives, in a folder of the test."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"{user} daemon off; pid {folder}/nginx.pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{inner} }}"
    )


@pytest.mark.django_db(transaction=True)
def test_media_comes_from_the_store_under_djangos_word(proxy: Proxy) -> None:
    with storage.temporary_file(".jpg") as path:
        path.write_bytes(DATA)
        stored = storage.put(path, "originals", suffix=".jpg")
    link = media.signed_url(stored.name, user=None, filename="street.jpg")
    response, body = proxy.get(link)
    assert response.status == 200
    assert body == DATA
    assert response.headers["Content-Type"] == "image/jpeg"
    assert 'filename="street.jpg"' in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"].startswith("private, max-age=")
    assert response.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert response.headers.get_all("Content-Security-Policy") == [SANDBOX]
    part, body = proxy.get(link, Range="bytes=1000-1999")
    assert part.status == 206
    assert body == DATA[1000:2000]
    head, body = proxy.get(link, "HEAD")
    assert (head.status, body) == (200, b"")


@pytest.mark.django_db(transaction=True)
def test_nobody_asks_the_store_directly(proxy: Proxy) -> None:
    with storage.temporary_file() as path:
        path.write_bytes(DATA)
        stored = storage.put(path, "originals", suffix=".bin")
    for address in (f"/protected-media/groundwork/{stored.name}", "/protected-media/", "/media-not-found"):
        response, body = proxy.get(address)
        assert response.status == 404, address
        assert DATA not in body
    forged, body = proxy.get("/media/forged/street.jpg")
    assert forged.status == 404
    lost, body = proxy.get(media.signed_url("originals/ab/none.jpg", user=None))
    assert lost.status == 404
    assert b"NoSuchKey" not in body


@pytest.mark.django_db(transaction=True)
def test_the_rest_goes_to_django(proxy: Proxy) -> None:
    response, _ = proxy.get("/api/v1/no-such-route")
    assert response.status == 404
    assert "server" not in response.headers or "/" not in response.headers["Server"]
