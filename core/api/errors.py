"""One exception handler, one envelope: {code, message, fields, params}."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.db.models import ProtectedError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from core.errors import DomainError


def envelope(
    code: str,
    message: str,
    fields: dict[str, Any] | None = None,
    params: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "code": code,
        "message": message,
        "fields": fields or {},
        "params": params or {},
    }


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate what a view raised into the envelope; anything unknown stays a 500 that the log explains."""
    if isinstance(error, DomainError):
        extra = getattr(error, "extra", {})
        return Response(
            {
                **envelope(error.code, error.message, error.fields, error.params),
                **extra,
            },
            status=error.status,
        )
    if isinstance(error, ProtectedError):
        return Response(envelope("in-use", "Something else still stands on this; it cannot be deleted."), status=409)
    if isinstance(error, DataError):
        # A value that is well formed but that no column can hold: a number too large, a time zone that does not exist.
        return Response(envelope("invalid", "Some of what was sent is not valid."), status=400)
    response = drf_exception_handler(error, context)
    if response is None:
        return None
    response.data = _drf_envelope(error)
    return response


def _drf_envelope(error: Exception) -> dict[str, Any]:
    match error:
        case exceptions.ValidationError():
            detail = error.detail
            fields = detail if isinstance(detail, dict) else {"": detail}
            return envelope("invalid", "Some of what was sent is not valid.", fields)
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return envelope("not-signed-in", "Sign in first.")
        case exceptions.Throttled():
            return envelope(
                "too-many-requests",
                "Too many attempts; wait a moment.",
                params={"seconds": getattr(error, "wait", None)},
            )
        case Http404() | exceptions.NotFound():
            return envelope("not-found", "It does not exist, or you may not see it.")
        case PermissionDenied() | exceptions.PermissionDenied():
            return envelope("denied", "This is not allowed.", params={"reason": "no-permission"})
        case exceptions.APIException():
            return envelope(str(error.default_code).replace("_", "-"), str(error.detail))
    return envelope("error", "The request could not be answered.")
