"""Every address that is not the API's opens the browser application, which has its own router."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import ensure_csrf_cookie


@ensure_csrf_cookie
def application(request: HttpRequest, *args: object) -> HttpResponse | FileResponse:
    index = settings.FRONTEND_DIST / "index.html"
    if not index.is_file():
        return HttpResponse(
            "The browser application is not built: run ./dev build",
            status=503,
            content_type="text/plain",
        )
    response = HttpResponse(index.read_bytes(), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


urlpatterns = [re_path(r"", application)]
