"""Sessions end by themselves: after a while without a request, and at the latest after a working day."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

BEGAN, SEEN = "accounts.began", "accounts.seen"
NOTED_EVERY = 60
"""Seconds between two notes of the same session, so that reading costs no writing."""


class SessionIdle:
    """Signs out whoever was away longer than SESSION_IDLE_SECONDS or signed in SESSION_COOKIE_AGE ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._watch(request)
        return self.get_response(request)

    def _watch(self, request: HttpRequest) -> None:
        now = time.time()
        began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            logout(request)
            return
        if SEEN not in request.session or now - seen > NOTED_EVERY:
            request.session[BEGAN], request.session[SEEN] = began, now
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
