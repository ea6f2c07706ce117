"""The people of a project and their roles."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Membership, Organisation, User
from accounts.standing import vendors_administered
from core import audit
from core.errors import DomainError, NotFound
from core.verdict import require
from projects.models import Lease, Participant, Project, Task
from projects.policies import people as policy
from projects.policies.roles import Role, has_role
from projects.services import leases
from projects.services.move import lock_task

if TYPE_CHECKING:
    from uuid import UUID


class OfferedRole(TypedDict):
    """A role that comes with an invitation; `project` is an id."""

    project: str
    role: str


def people_of(project: Project, *, seen_by: User) -> QuerySet[User]:
    """People with a role in the project whom `seen_by` may know, by name."""
    taking_part = Participant.objects.filter(project=project).values("user")
    return User.objects.filter(policy.acquaintances(seen_by, project), pk__in=taking_part).order_by("name", "pk")


def candidates(project: Project, *, by: User, search: str = "") -> QuerySet[User]:
    """People without a role in the project whom `by` may give one."""
    require(policy.may_manage_people(by, project))
    people = User.objects.filter(is_active=True).exclude(participations__project=project)
    if not has_role(by, project, Role.MANAGER):
        own = Membership.objects.filter(organisation__in=vendors_administered(by)).values("user")
        people = people.filter(pk__in=own)
    else:
        fitting = ~Q(organisation__kind="client") | Q(organisation=project.client_id)
        people = people.filter(pk__in=Membership.objects.filter(fitting).values("user"))
    if search:
        people = people.filter(Q(name__icontains=search) | Q(email__icontains=search))
    return people.order_by("name", "pk")


@transaction.atomic
def set_roles(*, project: Project, person: User, roles: Collection[str], by: User) -> list[str]:
    """Give `person` exactly these roles in the project; none means that they leave it. Returns the roles."""
    Project.objects.select_for_update().get(pk=project.pk)
    held = set(Participant.objects.filter(project=project, user=person).values_list("role", flat=True))
    added, removed = set(roles) - held, held - set(roles)
    require(policy.may_give_roles(by, project, person, added | removed))
    require(policy.fits_organisation(person, project, added))
    if added and not person.is_active:
        raise DomainError("person-inactive", f"{person.name} cannot sign in any more.", name=person.name)
    if Role.MANAGER in removed:
        _require_other_manager(project, person)
    Participant.objects.filter(project=project, user=person, role__in=removed).delete()
    for role in sorted(added):
        Participant.objects.create(project=project, user=person, role=role)
    _give_up_work(project, person, removed, by)
    if added or removed:
        audit.record(
            "project.roles",
            project,
            by=by,
            scope=project,
            person=str(person.pk),
            name=person.name,
            added=sorted(added),
            removed=sorted(removed),
        )
    return sorted(set(roles))


def _require_other_manager(project: Project, person: User) -> None:
    others = Participant.objects.filter(project=project, role=Role.MANAGER).exclude(user=person)
    if not others.exists():
        raise DomainError("last-manager", "A project keeps at least one manager.", status=409)


def _give_up_work(project: Project, person: User, roles: Collection[str], by: User) -> None:
    """Who leaves a role leaves its tasks: drafts go back to the queue, rework waits for anybody."""
    state = Task.State
    if Role.ANNOTATOR in roles:
        project.tasks.filter(assignee=person).update(assignee=None)
        held = project.tasks.filter(annotator=person, state__in=[state.CLAIMED, state.IN_PROGRESS])
        _put_back(held.values_list("pk", flat=True), by)
        waiting = project.tasks.filter(annotator=person, state__in=[state.NEW, state.RETURNED])
        Lease.objects.filter(task__in=waiting, user=person).delete()
        waiting.update(annotator=None)
    if Role.REVIEWER in roles:
        _put_back(project.tasks.filter(reviewer=person, state=state.IN_REVIEW).values_list("pk", flat=True), by)
        project.tasks.filter(reviewer=person, state=state.SUBMITTED).update(reviewer=None)


def _put_back(ids: QuerySet[Task, UUID], by: User) -> None:
    for task_id in list(ids):
        leases.put_back(lock_task(task_id), by=None, reason=f"left the project ({by.name})", keep_annotator=False)


def require_offer(*, roles: Collection[OfferedRole], organisation: Organisation, by: User) -> None:
    """Refuse an invitation whose roles `by` may not give to somebody of `organisation`."""
    for offered in roles:
        project = Project.objects.visible_to(by).filter(pk=offered["project"]).first()
        if project is None:
            raise NotFound("project")
        require(policy.may_offer(by, project, organisation, offered["role"]))


def give_offered(*, roles: Collection[OfferedRole], person: User, offered_by: User | None) -> None:
    """Give the roles that an accepted invitation offered; projects that are gone since are left out."""
    for offered in roles:
        project = Project.objects.filter(pk=offered["project"]).first()
        if project is None or not policy.fits_organisation(person, project, [offered["role"]]):
            continue
        _, new = Participant.objects.get_or_create(project=project, user=person, role=offered["role"])
        if new:
            added = {"person": str(person.pk), "name": person.name, "added": [offered["role"]], "removed": []}
            audit.record("project.roles", project, by=offered_by, scope=project, **added)


def leave_all_projects(*, person: User, by: User, keep_roles: bool) -> None:
    """Give up all open work, and all roles unless they are kept for somebody who may come back."""
    for project in Project.objects.filter(participants__user=person).distinct():
        held = Participant.objects.filter(project=project, user=person)
        roles = list(held.values_list("role", flat=True))
        if not keep_roles:
            held.delete()
            removed = {"person": str(person.pk), "name": person.name, "added": [], "removed": sorted(roles)}
            audit.record("project.roles", project, by=by, scope=project, **removed)
        _give_up_work(project, person, roles, by)
