from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.organisation import Membership, Organisation
from accounts.standing import is_operator_staff
from core.ids import uuid7

if TYPE_CHECKING:
    from accounts.models.user import User


LANGUAGES = [("en", "English"), ("zh", "简体中文")]


def in_a_week() -> datetime:
    return timezone.now() + timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        """The operator's administrators see all, administrators of other organisations their own."""
        if is_operator_staff(user):
            return self
        return self.filter(organisation__in=user.memberships.administrators().values("organisation"))

    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link by which one person may join. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=15, choices=Membership.Role, default=Membership.Role.MEMBER)
    project_roles = models.JSONField(default=list, blank=True, help_text="[{project, role}] given when accepted")
    language = models.CharField(max_length=8, choices=LANGUAGES, default="en", help_text="Of the mail")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_a_week)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"

    @property
    def state(self) -> str:
        """open, accepted, revoked or expired."""
        if self.accepted_at is not None:
            return "accepted"
        if self.revoked_at is not None:
            return "revoked"
        return "open" if self.expires_at > timezone.now() else "expired"

    @property
    def is_open(self) -> bool:
        return self.state == "open"
