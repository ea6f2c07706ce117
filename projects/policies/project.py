"""Who may do what with a project and what it is made of. `..._with` take roles already looked up, for lists.

A client's people know that the project exists and see its deliveries, nothing else. A vendor's people see the labels
and guidelines by which they work, and of the data only what they work on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Membership, Organisation
from core.verdict import Allowed, Denied, Verdict
from projects.models import Asset, Project, Task
from projects.policies.roles import OVERSEER, Role, roles_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

INSIDE = frozenset({Role.MANAGER, Role.ANNOTATOR, Role.REVIEWER, Role.QA, OVERSEER})
"""Roles of those who make the data, or answer for those who do."""
ALL_DATA = frozenset({Role.MANAGER, Role.QA})
"""Roles that see everything in the project, whoever worked on it."""


def may_create_project(user: User) -> Verdict:
    """The operator's people begin projects, not its auditors and not those of vendors and clients."""
    working = user.memberships.filter(
        organisation__kind=Organisation.Kind.OPERATOR,
        role__in=[Membership.Role.ADMINISTRATOR, Membership.Role.MEMBER],
    )
    return Allowed if working.exists() else Denied("not-operator")


def may_see_inside(user: User, project: Project) -> Verdict:
    """See labels, guidelines and progress: everybody who works in it."""
    return may_see_inside_with(roles_in(user, project))


def may_see_inside_with(roles: frozenset[str]) -> Verdict:
    return Allowed if roles & INSIDE else Denied("not-in-project")


def may_see_all_data(user: User, project: Project) -> Verdict:
    """See every asset, import and figure: managers and QA."""
    return may_see_all_data_with(roles_in(user, project))


def may_see_all_data_with(roles: frozenset[str]) -> Verdict:
    return Allowed if roles & ALL_DATA else Denied("not-manager-or-qa")


def may_manage(user: User, project: Project) -> Verdict:
    """Change the project, its labels, guidelines and data. What is archived stays as it is."""
    return may_manage_with(roles_in(user, project), project)


def may_manage_with(roles: frozenset[str], project: Project) -> Verdict:
    if Role.MANAGER not in roles:
        return Denied("not-manager")
    return Denied("project-archived") if project.state == Project.State.ARCHIVED else Allowed


def may_unarchive(user: User, project: Project) -> Verdict:
    return Allowed if Role.MANAGER in roles_in(user, project) else Denied("not-manager")


def visible_assets(user: User, project: Project) -> QuerySet[Asset]:
    """The project's assets that `user` may know of: all, or those of tasks that are visible to them."""
    assets = Asset.objects.filter(project=project)
    if may_see_all_data(user, project):
        return assets
    return assets.filter(pk__in=Task.objects.visible_to(user).filter(project=project).values("asset"))


def may_see_asset(user: User, asset: str) -> bool:
    """Whether the asset of this id is among those that `user` may know of now."""
    found = Project.objects.visible_to(user).filter(assets__pk=asset).first()
    return found is not None and visible_assets(user, found).filter(pk=asset).exists()
