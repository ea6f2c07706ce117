"""Organisations and who belongs to them."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Membership, Organisation, User
from accounts.policies import may_administer, may_change_member, may_create_organisation, may_give_role
from accounts.signals import person_left
from core import audit
from core.errors import DomainError
from core.verdict import require


@transaction.atomic
def create_organisation(*, name: str, kind: str, by: User) -> Organisation:
    """A vendor, client or further operator organisation."""
    require(may_create_organisation(by))
    organisation = Organisation(name=_free_name(name), kind=kind)
    organisation.save()
    audit.record("organisation.create", organisation, by=by, name=organisation.name, kind=kind)
    return organisation


@transaction.atomic
def rename_organisation(*, organisation: Organisation, name: str, by: User) -> Organisation:
    require(may_administer(by, organisation))
    before = organisation.name
    if name.strip() != before:
        organisation.name = _free_name(name, but=organisation)
        organisation.save(update_fields=["name"])
        audit.record("organisation.rename", organisation, by=by, before=before, after=organisation.name)
    return organisation


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Give a member another role in the organisation."""
    membership = _locked(membership)
    require(may_change_member(by, membership))
    require(may_give_role(by, membership.organisation, role))
    before = membership.role
    if role != before:
        _keep_an_administrator(membership)
        membership.role = role
        membership.save(update_fields=["role"])
        audit.record(
            "organisation.role",
            membership.organisation,
            by=by,
            person=str(membership.user_id),
            name=membership.user.name,
            before=before,
            after=role,
        )
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Take a person out of the organisation; they keep what they have elsewhere."""
    membership = _locked(membership)
    require(may_change_member(by, membership))
    _keep_an_administrator(membership)
    person, organisation = membership.user, membership.organisation
    membership.delete()
    audit.record("organisation.remove-member", organisation, by=by, person=str(person.pk), name=person.name)
    person_left.send(sender=User, person=person, organisation=organisation, by=by)


def add_member(person: User, organisation: Organisation, role: str, *, by: User | None) -> Membership:
    """Make a person a member; one who is already keeps the role they have. In the caller's transaction."""
    membership, made = Membership.objects.get_or_create(user=person, organisation=organisation, defaults={"role": role})
    if made:
        audit.record("organisation.add-member", organisation, by=by, person=str(person.pk), name=person.name, role=role)
    return membership


def keep_an_operator(person: User) -> None:
    """Raise DomainError when nobody could run the installation without `person`. Locks the administrators' rows."""
    staff = Membership.objects.operator_staff().filter(user__is_active=True).select_for_update()
    if {row.user_id for row in staff} == {person.pk}:
        raise DomainError("last-administrator", "Somebody must remain who can run the installation.", status=409)


def _keep_an_administrator(membership: Membership) -> None:
    is_staff = (membership.organisation.kind, membership.role) == (Organisation.Kind.OPERATOR, "administrator")
    if is_staff:
        keep_an_operator(membership.user)


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    return rows.get(pk=membership.pk)


def _free_name(name: str, but: Organisation | None = None) -> str:
    name = name.strip()
    taken = Organisation.objects.filter(name__iexact=name)
    if but:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        message = "An organisation has this name already."
        raise DomainError("name-taken", message, fields={"name": [message]}, name=name, status=409)
    return name
