"""Invitations: the only way to get an account."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation, Letter, Organisation, User
from accounts.passwords import require_good, token_hash
from accounts.policies import may_administer, may_give_role
from accounts.services import post
from accounts.services.letters import invitation_letter
from accounts.services.organisations import add_member
from accounts.signals import invitation_accepted, invitation_offered
from core import audit
from core.errors import DomainError, NotFound
from core.verdict import require

LIFE = timedelta(days=7)


@transaction.atomic
def invite(
    *,
    email: str,
    organisation: Organisation,
    role: str,
    project_roles: list[dict[str, Any]],
    by: User,
    language: str = "",
) -> tuple[Invitation, str]:
    """(the invitation, its link). The link is shown this once, and mailed where mail is set up; its holder may join.

    The mail is in the language that the invited person chose, else in `language`, else in the inviter's. An open
    invitation of the same address to the same organisation is withdrawn.
    """
    require(may_give_role(by, organisation, role))
    email = _good_email(email)
    if organisation.memberships.filter(user__email=email).exists():
        message = "This person belongs to the organisation already."
        raise DomainError("already-member", message, fields={"email": [message]}, status=409)
    _withdraw_open(email, organisation)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        organisation=organisation,
        role=role,
        project_roles=project_roles,
        language=_language_of(email) or language or by.language or "en",
        token_hash=token_hash(token),
        invited_by=by,
        expires_at=timezone.now() + LIFE,
    )
    invitation_offered.send(sender=Invitation, invitation=invitation, by=by)
    invitation.save()
    audit.record("invitation.create", invitation, by=by, email=email, organisation=str(organisation.pk), role=role)
    return invitation, _mailed(invitation, token)


@transaction.atomic
def renew(*, invitation: Invitation, by: User) -> tuple[Invitation, str]:
    """A new link for an invitation that was not accepted: the old one stops working."""
    invitation = _locked(invitation)
    require(may_administer(by, invitation.organisation))
    if invitation.state not in {"open", "expired"}:
        raise _closed(invitation)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.expires_at = timezone.now() + LIFE
    invitation.save(update_fields=["token_hash", "expires_at"])
    audit.record("invitation.renew", invitation, by=by, email=invitation.email)
    return invitation, _mailed(invitation, token)


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw an invitation: its link stops working."""
    invitation = _locked(invitation)
    require(may_administer(by, invitation.organisation))
    if invitation.state == "accepted":
        raise _closed(invitation)
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        post.withdraw(subject=_subject(invitation))
        audit.record("invitation.revoke", invitation, by=by, email=invitation.email)
    return invitation


def by_token(token: str) -> Invitation:
    """The open invitation of a link. Raises NotFound, or DomainError when it is used, withdrawn or too old."""
    rows = Invitation.objects.select_related("organisation", "invited_by")
    invitation = rows.filter(token_hash=token_hash(token)).first()
    if invitation is None:
        raise NotFound("invitation")
    if not invitation.is_open:
        raise _closed(invitation)
    return invitation


@transaction.atomic
def accept(*, token: str, name: str, password: str) -> User:
    """Make the account (or, for somebody who has one and knows its password, only the membership)."""
    invitation = _locked(by_token(token))
    if not invitation.is_open:
        raise _closed(invitation)
    person = User.objects.filter(email=invitation.email).first()
    if person is None:
        person = User(email=invitation.email, name=name.strip())
        if not person.name:
            raise DomainError("invalid", "A name is needed.", fields={"name": ["This field may not be blank."]})
        require_good(password, person)
        person = User.objects.create_user(invitation.email, password, name=person.name)
        audit.record("person.create", person, by=person, name=person.name)
    elif not person.is_active or not person.check_password(password):
        raise DomainError("wrong-credentials", "The email or the password is not right.")
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    add_member(person, invitation.organisation, invitation.role, by=person)
    audit.record("invitation.accept", invitation, by=person, organisation=str(invitation.organisation_id))
    invitation_accepted.send(sender=Invitation, invitation=invitation, person=person)
    return person


def link(token: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}/invite/{token}"


def _mailed(invitation: Invitation, token: str) -> str:
    """The link of `token`, on its way to the invited person if the operator has set mail up."""
    address = link(token)
    post.withdraw(subject=_subject(invitation))
    if post.is_on():
        content = invitation_letter(invitation, address)
        post.post(subject=_subject(invitation), address=invitation.email, content=content)
    return address


def letters_of(invitations: Iterable[Invitation]) -> dict[UUID, Letter]:
    """What became of the mail of each invitation that was mailed lately, by the invitation's id."""
    subjects = {_subject(invitation): invitation.pk for invitation in invitations}
    return {subjects[subject]: letter for subject, letter in post.last_of(subjects).items()}


def _subject(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}"


def _withdraw_open(email: str, organisation: Organisation) -> None:
    for invitation in Invitation.objects.open().filter(email=email, organisation=organisation):
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        post.withdraw(subject=_subject(invitation))


def _language_of(email: str) -> str:
    person = User.objects.filter(email=email).first()
    return person.language if person else ""


def _good_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError("invalid", "This is not an address.", fields={"email": error.messages}) from error
    return email


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=invitation.pk)


def _closed(invitation: Invitation) -> DomainError:
    code = {"accepted": "invitation-used", "revoked": "invitation-revoked", "expired": "invitation-expired"}
    return DomainError(code[invitation.state], f"This invitation is {invitation.state}.", status=410)
