"""What is asked again and again while one request is answered, read once.

Rules ask who somebody is at every step. Within a request the answer is kept; outside of one (in a worker, a command)
every question is asked anew, for nothing there says when the answer would be too old. Whoever changes what an answer
rests on calls `forget`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from accounts.models import User

T = TypeVar("T")
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers of this request", default=None)


class OncePerRequest:
    """Middleware: opens an empty memory for each request and drops it with the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        opened = _answers.set({})
        try:
            return self.get_response(request)
        finally:
            _answers.reset(opened)


def once_per_request(question: Callable[[User], T]) -> Callable[[User], T]:
    """Keeps what `question` answers about a person until the request ends or somebody calls `forget`."""

    @wraps(question)
    def asked(user: User) -> T:
        kept = _answers.get()
        if kept is None:
            return question(user)
        key = (question, user.pk)
        if key not in kept:
            kept[key] = question(user)
        return cast("T", kept[key])

    return asked


def forget(**_: Any) -> None:
    """Ask everything anew from here on; fits as the receiver of a signal."""
    kept = _answers.get()
    if kept is not None:
        kept.clear()
