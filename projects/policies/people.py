"""Who may see and change the people of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Membership, Organisation, User
from accounts.standing import vendors, vendors_administered
from core.verdict import Allowed, Denied, Verdict
from projects.models import Participant, Project
from projects.policies.roles import Role, has_role

if TYPE_CHECKING:
    from collections.abc import Collection

VENDOR_ROLES = frozenset({Role.ANNOTATOR, Role.REVIEWER})
"""What a vendor's administrator may make of the vendor's own people."""


def is_manager(user: User, project: Project) -> bool:
    return has_role(user, project, Role.MANAGER)


def may_manage_people(user: User, project: Project) -> Verdict:
    """Add and remove at least some people: a manager, or the administrator of a vendor that works in the project."""
    if has_role(user, project, Role.MANAGER):
        return Allowed
    vendors = vendors_administered(user)
    works_here = Participant.objects.filter(project=project, user__memberships__organisation__in=vendors)
    return Allowed if vendors and works_here.exists() else Denied("not-manager")


def may_give_roles(user: User, project: Project, person: User, roles: Collection[str]) -> Verdict:
    """Give or take these roles: managers to and from anybody, a vendor's administrator within the vendor."""
    verdict = may_manage_people(user, project)
    if not verdict or has_role(user, project, Role.MANAGER):
        return verdict
    if not person.memberships.filter(organisation__in=vendors_administered(user)).exists():
        return Denied("not-your-people")
    return Allowed if VENDOR_ROLES.issuperset(roles) else Denied("not-a-vendor-role")


def may_offer(user: User, project: Project, organisation: Organisation, role: str) -> Verdict:
    """Offer a role to somebody who is about to join `organisation`."""
    is_client = organisation.kind == Organisation.Kind.CLIENT
    if is_client != (role == Role.CLIENT) or (is_client and organisation.pk != project.client_id):
        return Denied("client-only-role" if is_client else "not-of-the-client")
    if is_manager(user, project):
        return Allowed
    verdict = may_manage_people(user, project)
    if not verdict or organisation.pk not in vendors_administered(user):
        return verdict if not verdict else Denied("not-your-people")
    return Allowed if role in VENDOR_ROLES else Denied("not-a-vendor-role")


def fits_organisation(person: User, project: Project, roles: Collection[str]) -> Verdict:
    """Clients' people are clients and nothing else; only people of the project's client are its clients."""
    memberships = person.memberships.select_related("organisation")
    kinds = {each.organisation.kind for each in memberships}
    of_client = any(each.organisation_id == project.client_id for each in memberships)
    if Role.CLIENT in roles and not of_client:
        return Denied("not-of-the-client")
    if kinds == {Organisation.Kind.CLIENT} and set(roles) - {Role.CLIENT}:
        return Denied("client-only-role")
    return Allowed


def acquaintances(user: User, project: Project) -> Q:
    """Filter on User: whom of a project `user` may know. A vendor's people know their colleagues, clients their own."""
    if has_role(user, project, Role.MANAGER, Role.QA) and not vendors(user):
        return Q()
    if has_role(user, project, Role.MANAGER):
        return Q()
    own = user.memberships.exclude(organisation__kind=Organisation.Kind.OPERATOR).values("organisation")
    if not own.exists():
        return Q() if not has_role(user, project, Role.CLIENT) else Q(pk=user.pk)
    return Q(pk=user.pk) | Q(pk__in=Membership.objects.filter(organisation__in=own).values("user"))
