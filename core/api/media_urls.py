"""Serves stored files under signed addresses: whole, or the range that is asked for."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.settings import api_settings

from core import storage
from core.api.ranges import Unsatisfiable, unchanged, wanted_range
from core.api.refused import refused
from core.media import Grant, LinkForged, may_still_see, read_grant

if TYPE_CHECKING:
    from accounts.models import User

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"
"""Whatever the file turns out to be: nothing in it runs, and nothing is fetched for it."""


@require_safe
def media(request: HttpRequest, token: str, filename: str) -> HttpResponseBase:
    """One stored file. 401 signed out, 404 for somebody else, 410 when the address is too old."""
    try:
        grant = read_grant(token)
    except LinkForged:
        return refused(request, 404, "not-found")
    refusal = _refusal(request, grant)
    if refusal:
        return refusal
    try:
        response = _accelerated(request, grant) if settings.MEDIA_ACCEL_PREFIX else _answer(request, grant)
    except FileNotFoundError:
        return refused(request, 404, "not-found")
    return _with_headers(response, grant)


def _refusal(request: HttpRequest, grant: Grant) -> HttpResponse | None:
    if not grant.user:
        return refused(request, 410, "link-expired") if grant.is_over else None
    person = _person(request)
    if person is None:
        return refused(request, 401, "not-signed-in")
    if str(person.pk) != grant.user:
        return refused(request, 404, "not-found")
    if grant.is_over and not may_still_see(person, grant):
        return refused(request, 410, "link-expired")
    return None


def _person(request: HttpRequest) -> User | None:
    """Whoever asks: by session, or by token as API clients do."""
    if request.user.is_authenticated:
        return request.user
    kinds: list[type[BaseAuthentication]] = cast("Any", api_settings.DEFAULT_AUTHENTICATION_CLASSES)
    try:
        user = Request(request, authenticators=[kind() for kind in kinds]).user
    except AuthenticationFailed:
        return None
    return user if user.is_authenticated else None


def _answer(request: HttpRequest, grant: Grant) -> HttpResponseBase:
    stat = storage.stat(grant.name)
    etag = _etag(grant.name, stat)
    response: HttpResponseBase
    if unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        try:
            wanted = wanted_range(request, size=stat.size, etag=etag, modified=stat.modified)
        except Unsatisfiable:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{stat.size}"
            return response
        response = _whole(request, grant, stat) if wanted is None else _part(request, grant, stat, *wanted)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(stat.modified.timestamp())
    response["Accept-Ranges"] = "bytes"
    return response


def _whole(request: HttpRequest, grant: Grant, stat: storage.Stat) -> HttpResponseBase:
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type=grant.content_type)
    elif isinstance(default_storage, storage.FolderStorage):
        # An open file lets the server hand the copying to the kernel.
        response = FileResponse(default_storage.open(grant.name), content_type=grant.content_type)
    else:
        response = _stream(storage.read_range(grant.name, 0, stat.size), grant)
    response["Content-Length"] = str(stat.size)
    return response


def _part(request: HttpRequest, grant: Grant, stat: storage.Stat, start: int, stop: int) -> HttpResponseBase:
    chunks = iter(()) if request.method == "HEAD" else storage.read_range(grant.name, start, stop)
    response = _stream(chunks, grant)
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{stop - 1}/{stat.size}"
    response["Content-Length"] = str(stop - start)
    return response


def _stream(chunks: Iterator[bytes], grant: Grant) -> StreamingHttpResponse:
    return StreamingHttpResponse(chunks, content_type=grant.content_type)


def _accelerated(request: HttpRequest, grant: Grant) -> HttpResponse:
    """The front proxy sends the file (and its ranges) itself; this answer only says which."""
    response = HttpResponse(content_type=grant.content_type)
    address = storage.behind_proxy(grant.name, method=request.method or "GET")
    response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX.rstrip('/')}/{address}"
    return response


def _with_headers(response: HttpResponseBase, grant: Grant) -> HttpResponseBase:
    disposition = content_disposition_header(grant.is_download, grant.filename)
    if disposition:
        response["Content-Disposition"] = disposition
    response["Cache-Control"] = f"private, max-age={max(0, grant.expires - int(time.time()))}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _etag(name: str, stat: storage.Stat) -> str:
    text = f"{name}|{stat.size}|{stat.modified.timestamp()}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


urlpatterns = [path("<str:token>/<str:filename>", media, name="media")]
