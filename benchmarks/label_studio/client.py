"""A plain HTTP client that keeps its connection, so that both servers are asked in the same way."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

TIMEOUT_S = 3600


class Failed(Exception):
    """The server refused; the text says what it answered."""


class Client:
    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.last_used = 0.0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self.headers = dict(headers)

    def _fresh(self) -> None:
        """Servers hang up after a few quiet seconds."""
        now = time.monotonic()
        if now - self.last_used > 1:
            self.connection.close()
        self.last_used = now

    def bytes(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """Sends bytes as they are and answers the body; raises `Failed` for anything but 2xx."""
        self._fresh()
        self.connection.request(method, path, body, {**self.headers, **headers})
        response = self.connection.getresponse()
        answer = response.read()
        self.last_used = time.monotonic()
        if not 200 <= response.status < 300:
            raise Failed(f"{method} {path}: {response.status} {answer[:2000].decode(errors='replace')}")
        return answer

    def json(self, method: str, path: str, body: Any = None, query: Mapping[str, object] | None = None) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        address = f"{path}?{urlencode(query)}" if query else path
        answer = self.bytes(method, address, sent, **{"Content-Type": "application/json"})
        return json.loads(answer) if answer else None

    def download(self, path: str) -> int:
        """Reads a body to its end without keeping it; answers its size in bytes."""
        self._fresh()
        self.connection.request("GET", path, None, self.headers)
        response = self.connection.getresponse()
        size = 0
        while chunk := response.read(1024 * 1024):
            size += len(chunk)
        if response.status != 200:
            raise Failed(f"GET {path}: {response.status}")
        return size
