"""Waive findings, with a reason that stays on record."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.verdict import require
from qa import policies
from qa.models import Finding


def waive(*, finding: Finding, reason: str, by: User) -> Finding:
    """Let a finding stand: it no longer blocks, and the quality report names who let it pass and why."""
    require(policies.may_waive(by, finding))
    if not reason.strip():
        raise DomainError("reason-missing", "Say why this may stay as it is.", fields={"reason": ["must not be empty"]})
    return _set(finding, Finding.State.WAIVED, by, "finding.waive", reason.strip())


def reopen(*, finding: Finding, by: User) -> Finding:
    """Take a waiver back."""
    require(policies.may_waive(by, finding))
    return _set(finding, Finding.State.OPEN, None, "finding.reopen", "", actor=by)


def _set(
    finding: Finding, state: Finding.State, waived_by: User | None, verb: str, reason: str, actor: User | None = None
) -> Finding:
    with transaction.atomic():
        finding = Finding.objects.select_for_update(of=("self",)).select_related("task").get(pk=finding.pk)
        finding.state = state
        finding.waived_by = waived_by
        finding.waiver_reason = reason
        finding.save(update_fields=["state", "waived_by", "waiver_reason"])
        audit.record(
            verb, finding, by=actor or waived_by, scope=finding.task.project_id, check=finding.check_slug, reason=reason
        )
    return finding
