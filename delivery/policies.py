"""Who may make, see and judge deliveries."""

from __future__ import annotations

from accounts.models import User
from core.verdict import Allowed, Denied, Verdict
from delivery.models import Delivery
from projects.models import Project
from projects.policies.roles import Role, has_role


def may_deliver(user: User, project: Project) -> Verdict:
    return Allowed if has_role(user, project, Role.MANAGER) else Denied("not-manager")


def may_see_all(user: User, project: Project) -> Verdict:
    """Deliveries in the making are the managers' and QA's business."""
    return Allowed if has_role(user, project, Role.MANAGER, Role.QA) else Denied("not-manager")


def is_client_of(user: User, project: Project) -> bool:
    if has_role(user, project, Role.CLIENT):
        return True
    client = project.client_id
    return bool(client) and user.memberships.filter(organisation=client).exists()


def has_client(project: Project) -> bool:
    return bool(project.client_id) or project.participants.filter(role=Role.CLIENT).exists()


def may_decide(user: User, delivery: Delivery) -> Verdict:
    """Accept or return it: the client, once it was sent and until it was decided."""
    if not is_client_of(user, delivery.project):
        return Denied("not-client")
    if delivery.state != Delivery.State.SENT:
        return Denied(f"delivery-{delivery.state}")
    return Allowed


def may_send(user: User, delivery: Delivery) -> Verdict:
    """Hand it to the client, where there is one: nothing is sent to nobody."""
    if delivery.state != Delivery.State.READY:
        return Denied(f"delivery-{delivery.state}")
    verdict = may_deliver(user, delivery.project)
    return verdict if verdict is not Allowed or has_client(delivery.project) else Denied("project-without-client")


def may_rework(user: User, delivery: Delivery) -> Verdict:
    """Put returned work back into the queue."""
    if delivery.state != Delivery.State.RETURNED:
        return Denied(f"delivery-{delivery.state}")
    return may_deliver(user, delivery.project)
