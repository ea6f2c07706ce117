"""Who may do what with a batch, given that its state allows it; the states are in `projects.services.move`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from core.verdict import Allowed, Denied, Verdict
from projects.models import Batch
from projects.policies.roles import Role

if TYPE_CHECKING:
    from accounts.models import User

Roles = frozenset[str]


def may_manage(user: User, batch: Batch, roles: Roles) -> Verdict:
    return Allowed if Role.MANAGER in roles else Denied("not-manager")


def may_inspect(user: User, batch: Batch, roles: Roles) -> Verdict:
    """Begin QA sampling, or send the batch back to work."""
    if roles.isdisjoint({Role.QA, Role.MANAGER}):
        return Denied("not-qa")
    return Allowed


def may_approve(user: User, batch: Batch, roles: Roles) -> Verdict:
    """Approve it for delivery: QA or a manager who neither labelled nor reviewed any of it."""
    if roles.isdisjoint({Role.QA, Role.MANAGER}):
        return Denied("not-qa")
    own = batch.tasks.filter(Q(annotator=user) | Q(reviewer=user) | Q(answers__annotator=user))
    return Denied("own-work") if own.exists() else Allowed


def may_decide_as_client(user: User, batch: Batch, roles: Roles) -> Verdict:
    """Accept or return a delivered batch: somebody of the client's."""
    if Role.CLIENT in roles:
        return Allowed
    client = batch.project.client_id
    if client and user.memberships.filter(organisation=client).exists():
        return Allowed
    return Denied("not-client")
