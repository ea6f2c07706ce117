"""Questions about a person's roles, on which all policies of projects, annotation, qa and delivery stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Organisation
from projects.models import Participant, Project

if TYPE_CHECKING:
    from accounts.models import User

Role = Participant.Role


def runs_installation(user: User) -> bool:
    """An administrator of an operator organisation."""
    return user.memberships.operator_staff().exists()


def roles_in(user: User, project: Project) -> frozenset[str]:
    """All roles of `user` in `project`; an operator's administrator counts as manager everywhere."""
    roles = set(Participant.objects.filter(project=project, user=user).values_list("role", flat=True))
    if runs_installation(user):
        roles.add(Role.MANAGER)
    return frozenset(roles)


def has_role(user: User, project: Project, *roles: str) -> bool:
    return not roles_in(user, project).isdisjoint(roles)


def vendors_of(user: User) -> list[Organisation]:
    """The vendor organisations `user` belongs to; such a person sees only their own people and work."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.VENDOR, memberships__user=user))
