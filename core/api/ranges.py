"""The part of HTTP (RFC 9110, section 14) that lets a download resume and a video seek: single byte ranges."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import HttpRequest
from django.utils.http import http_date, parse_http_date_safe

SINGLE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The range lies outside the file: 416."""


def wanted_range(request: HttpRequest, *, size: int, etag: str, modified: datetime) -> tuple[int, int] | None:
    """The (start, stop) that is asked for, or None for the whole file. Raises Unsatisfiable.

    What cannot be read, or asks for several parts, is answered with the whole file, as the standard allows.
    """
    header = request.headers.get("Range", "").strip()
    match = SINGLE.fullmatch(header)
    if not match or not _still_same(request.headers.get("If-Range"), etag, modified):
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= size or stop <= start:
        raise Unsatisfiable
    return start, stop


def unchanged(request: HttpRequest, etag: str) -> bool:
    """Whether the browser has this very content already (If-None-Match): 304."""
    header = request.headers.get("If-None-Match", "")
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return etag in tags or "*" in tags


def _still_same(if_range: str | None, etag: str, modified: datetime) -> bool:
    """If-Range: go on with the old download only when the file is the one it began with."""
    if not if_range:
        return True
    if if_range.startswith(('"', "W/")):
        return if_range == etag
    date = parse_http_date_safe(if_range)
    return date is not None and http_date(date) == http_date(modified.timestamp())
