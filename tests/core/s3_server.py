"""As much of S3 as the store uses, in memory: put, get with ranges, head, list and delete of objects."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


def _unchunked(body: bytes) -> bytes:
    """The payload of an `aws-chunked` body: <hex size>[;signature]CRLF data CRLF ... 0."""
    out, at = b"", 0
    while True:
        end = body.index(b"\r\n", at)
        size = int(body[at:end].split(b";")[0], 16)
        if size == 0:
            return out
        out += body[end + 2 : end + 2 + size]
        at = end + 4 + size


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]
    bucket: str

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{self.bucket}/")

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _unchunked(body)
        self.objects[self._key()] = body
        self._send(200, ETag='"x"')

    def do_HEAD(self) -> None:
        self.do_GET()

    def _list(self, query: dict[str, list[str]]) -> None:
        """ListObjectsV2, all keys on one page."""
        prefix = query.get("prefix", [""])[0]
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(body)}</Size></Contents>"
            for key, body in sorted(self.objects.items())
            if key.startswith(prefix)
        )
        body = f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        self._send(200, body.encode(), Content_Type="application/xml")

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            self._list(query)
            return
        found = self.objects.get(self._key())
        if found is None:
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        last = "Tue, 05 Mar 2024 10:00:00 GMT"
        if wanted := self.headers.get("Range"):
            start, end = wanted.removeprefix("bytes=").split("-")
            part = found[int(start) : int(end) + 1 if end else None]
            span = f"bytes {start}-{int(start) + len(part) - 1}/{len(found)}"
            self._send(206, part, Last_Modified=last, ETag='"x"', Content_Range=span)
        else:
            self._send(200, found, Last_Modified=last, ETag='"x"')

    def do_DELETE(self) -> None:
        self.objects.pop(self._key(), None)
        self._send(204)


@contextmanager
def serving(bucket: str) -> Iterator[tuple[str, dict[str, bytes]]]:
    """(endpoint address, the live objects by key)."""
    objects: dict[str, bytes] = {}
    kind = type("BucketHandler", (Handler,), {"objects": objects, "bucket": bucket})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", objects
    finally:
        server.shutdown()
        server.server_close()
