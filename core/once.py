"""What is asked again and again while one request is answered, read once.

Rules ask who somebody is at every step, and steps ask for the label schema. Within a request the answer is kept;
outside of one (in a worker, a command) every question is asked anew, for nothing there says when the answer would be
too old. Whoever changes what an answer rests on calls `forget`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, cast

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

Of = TypeVar("Of", bound=Model)
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


def once_per_request(question: Callable[[Of], T]) -> Callable[[Of], T]:
    """Keeps what `question` answers about a person or thing until the request ends or somebody calls `forget`."""

    @wraps(question)
    def asked(of: Of) -> T:
        kept = _answers.get()
        if kept is None:
            return question(of)
        key = (question, of.pk)
        if key not in kept:
            kept[key] = question(of)
        return cast("T", kept[key])

    return asked


def forget(**_: Any) -> None:
    """Ask everything anew from here on; fits as the receiver of a signal."""
    kept = _answers.get()
    if kept is not None:
        kept.clear()
