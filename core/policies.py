"""Who may see and do what with jobs, the audit trail and the installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.models import Job
from core.scopes import AUDIT, INSTALLATION, JOBS, sight
from core.verdict import Allowed, Denied, Verdict

if TYPE_CHECKING:
    from accounts.models import User


def may_run_installation(user: User) -> Verdict:
    """Look at workers, storage and health."""
    return Allowed if sight(user, INSTALLATION).everything else Denied("not-operator")


def may_verify_audit(user: User) -> Verdict:
    """Have the whole chain checked: for those who may read all of it."""
    return Allowed if sight(user, AUDIT).everything else Denied("not-auditor")


def may_control_job(user: User, job: Job) -> Verdict:
    """Cancel or retry: one's own jobs, and those of a scope one answers for."""
    if job.created_by_id == user.pk:
        return Allowed
    seen = sight(user, JOBS)
    if seen.everything or (job.scope and job.scope in seen.scopes):
        return Allowed
    return Denied("not-your-job")
