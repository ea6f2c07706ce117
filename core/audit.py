"""Append to the audit trail. Sealing and verifying the chain: `core.services.audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.models import AuditEvent

if TYPE_CHECKING:
    from accounts.models import User


def record(verb: str, subject: object, *, by: User | None, scope: object = "", **data: Any) -> AuditEvent:
    """Write one audit event in the running transaction.

    `subject` is a model instance (written as `model:pk`) or a ready `kind:id` string; `scope` is a project or its id.
    """
    name = subject if isinstance(subject, str) else f"{type(subject).__name__.lower()}:{getattr(subject, 'pk', '')}"
    return AuditEvent.objects.create(
        at=timezone.now(),
        actor=str(by.pk) if by else "",
        actor_name=by.name if by else "",
        verb=verb,
        subject=name,
        scope=str(getattr(scope, "pk", scope) or ""),
        data=data,
    )
