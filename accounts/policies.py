"""Who may do what with people, organisations and invitations."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from accounts.models import Membership, Organisation, User
from accounts.standing import is_operator_staff
from core.scopes import Sight
from core.verdict import Allowed, Denied, Verdict

Role = Membership.Role


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose people a person administers: everybody's, or those of some organisations. Asked once for a whole list."""

    everything: bool
    organisations: frozenset[UUID]

    def includes(self, organisation: UUID) -> bool:
        return self.everything or organisation in self.organisations


def reach_of(user: User) -> Reach:
    administered = user.memberships.administrators().values_list("organisation", "organisation__kind")
    kinds = dict(administered)
    return Reach(Organisation.Kind.OPERATOR in kinds.values(), frozenset(kinds))


WATCHING_ROLES = {Role.AUDITOR, Role.SECURITY}


def may_run_installation(user: User) -> Verdict:
    """An administrator of an operator organisation."""
    return Allowed if is_operator_staff(user) else Denied("not-operator")


def may_create_organisation(user: User) -> Verdict:
    return may_run_installation(user)


def may_administer(user: User, organisation: Organisation) -> Verdict:
    """Its own administrators, and the operator's."""
    if user.memberships.administrators().filter(organisation=organisation).exists():
        return Allowed
    return Allowed if may_run_installation(user) else Denied("not-administrator")


def may_see_members(user: User, organisation: Organisation) -> Verdict:
    """Whoever administers it, and those of the operator who watch over everything."""
    if user.memberships.operator_watch().exists():
        return Allowed
    return may_administer(user, organisation)


def may_manage_people(user: User) -> Verdict:
    """Whether there is any organisation whose people this person manages."""
    return Allowed if user.memberships.administrators().exists() else Denied("not-administrator")


def may_give_role(user: User, organisation: Organisation, role: str) -> Verdict:
    """Auditors and security watch over the whole installation: they exist at the operator only."""
    if role in WATCHING_ROLES and organisation.kind != Organisation.Kind.OPERATOR:
        return Denied("operator-role")
    return may_administer(user, organisation)


def may_change_member(user: User, membership: Membership) -> Verdict:
    """Change the role, or take the person out of the organisation."""
    allowed = may_administer(user, membership.organisation)
    if allowed and membership.user_id == user.pk:
        return Denied("yourself")
    return allowed


def may_deactivate(user: User, person: User, reach: Reach | None = None) -> Verdict:
    """For those who administer every organisation that the person belongs to."""
    if person.pk == user.pk:
        return Denied("yourself")
    reach = reach or reach_of(user)
    belongs = [membership.organisation_id for membership in person.memberships.all()]
    if reach.everything or (belongs and all(map(reach.includes, belongs))):
        return Allowed
    return Denied("not-administrator")


def sees_installation(user: User) -> Sight:
    """For jobs and the installation: the operator's administrators, everything."""
    return Sight(everything=bool(may_run_installation(user)))


def sees_audit(user: User) -> Sight:
    """The operator's administrators, auditors and security read the whole trail."""
    return Sight(everything=user.memberships.operator_watch().exists())
