"""Questions about a person's roles, on which all policies of projects, annotation, qa and delivery stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.standing import is_operator_staff, vendors_administered
from core.scopes import Sight
from projects.models import Participant, Project, roles_held

if TYPE_CHECKING:
    from accounts.models import User

Role = Participant.Role

OVERSEER = "overseer"
"""No role that somebody is given: the administrator of a vendor whose people work in the project."""


def runs_installation(user: User) -> bool:
    """An administrator of an operator organisation."""
    return is_operator_staff(user)


def roles_in(user: User, project: Project) -> frozenset[str]:
    """All roles of `user` in `project`. Administrators count: an operator's as manager, a vendor's as overseer."""
    roles = roles_held(user).get(project.pk, frozenset())
    if is_operator_staff(user):
        roles |= {Role.MANAGER.value}
    if vendors_administered(user) and Participant.objects.overseen_by(user).filter(project=project).exists():
        roles |= {OVERSEER}
    return roles


class _RolesByProject(dict[Any, frozenset[str]]):
    """Roles per project id, where an operator's administrator manages also projects that are not listed."""

    def __init__(self, given: dict[Any, frozenset[str]], everywhere: frozenset[str]) -> None:
        super().__init__(given)
        self.everywhere = everywhere

    def __missing__(self, project: Any) -> frozenset[str]:
        return self.everywhere


def roles_by_project(user: User) -> dict[Any, frozenset[str]]:
    """`roles_in` for every project at once, in a few queries; the empty set where `user` has no role."""
    everywhere = frozenset({Role.MANAGER.value}) if runs_installation(user) else frozenset()
    found = {project: roles | everywhere for project, roles in roles_held(user).items()}
    for project in Participant.objects.overseen_by(user).order_by().values_list("project", flat=True).distinct():
        found[project] = found.get(project, everywhere) | {OVERSEER}
    return _RolesByProject(found, everywhere)


def has_role(user: User, project: Project, *roles: str) -> bool:
    return not roles_in(user, project).isdisjoint(roles)


def answers_for(user: User) -> Sight:
    """Managers cancel and retry the jobs of their projects, whoever started them, and read their audit trail."""
    return _sight(user, Role.MANAGER)


def sees_all_of(user: User) -> Sight:
    """Who sees all data of a project, imports among it, watches what is done to it."""
    return _sight(user, Role.MANAGER, Role.QA)


def _sight(user: User, *roles: str) -> Sight:
    projects = user.participations.filter(role__in=roles).values_list("project", flat=True)
    return Sight(scopes=frozenset(map(str, projects)))
