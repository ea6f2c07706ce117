"""Errors that people read. The browser translates `errors:<code>` with the params; API clients get the message."""

from __future__ import annotations

from typing import Any


class DomainError(Exception):
    """A rule refused what was asked: `code` is stable, `message` is English, `params` fill the translated text.

    `fields` names what was wrong in the input, by field; `status` is the HTTP status that says so.
    """

    status = 400

    def __init__(
        self,
        code: str,
        message: str,
        *,
        fields: dict[str, list[str]] | None = None,
        status: int | None = None,
        **params: Any,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or {}
        self.params = params
        if status is not None:
            self.status = status


class NotFound(DomainError):
    """It does not exist, or not for this person: both look the same from outside."""

    status = 404

    def __init__(self, what: str) -> None:
        super().__init__("not-found", f"There is no such {what}, or you may not see it.", what=what)


class NotAllowed(DomainError):
    """A policy said no; `params['reason']` is the key the browser also shows on the disabled button."""

    status = 403

    def __init__(self, reason: str) -> None:
        super().__init__("denied", f"This is not allowed: {reason.replace('-', ' ')}.", reason=reason)


class Conflict(DomainError):
    """Somebody else changed the same thing meanwhile."""

    status = 409
