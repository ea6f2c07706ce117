"""Append to the audit trail. Sealing and verifying the chain: `core.services.audit`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from core.bulk import append, now_column
from core.models import AuditEvent

if TYPE_CHECKING:
    from accounts.models import User


COLUMNS = (
    "at", "actor", "actor_name", "verb", "subject", "scope", "data", "number", "previous", "hash"
)  # fmt: skip


def record(verb: str, subject: object, *, by: User | None, scope: object = "", **data: Any) -> None:
    """Write one audit event in the running transaction.

    `subject` is a model instance (written as `model:pk`) or a ready `kind:id` string; `scope` is a project or its id.
    """
    name = subject if isinstance(subject, str) else f"{type(subject).__name__.lower()}:{getattr(subject, 'pk', '')}"
    actor, actor_name = (str(by.pk), by.name) if by else ("", "")
    where = str(getattr(scope, "pk", scope) or "")
    row = (now_column(), actor, actor_name, verb, name, where, json.dumps(data), None, "", "")
    append(AuditEvent, COLUMNS, row)
