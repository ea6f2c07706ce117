from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7

if TYPE_CHECKING:
    from accounts.models.user import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> Self:
        """The operator's administrators, auditors and security see all; everybody else where they belong."""
        if user.memberships.operator_watch().exists():
            return self
        return self.filter(memberships__user=user).distinct()


class Organisation(models.Model):
    """The operator runs the platform, vendors send annotators, clients receive deliveries."""

    class Kind(models.TextChoices):
        OPERATOR = "operator"
        VENDOR = "vendor"
        CLIENT = "client"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def operator_staff(self) -> Self:
        """Memberships that let a person run the installation."""
        return self.filter(
            organisation__kind=Organisation.Kind.OPERATOR,
            role=Membership.Role.ADMINISTRATOR,
        )

    def operator_watch(self) -> Self:
        """Memberships that let a person look at everything: the operator's administrators, auditors and security."""
        watching = [Membership.Role.ADMINISTRATOR, Membership.Role.AUDITOR, Membership.Role.SECURITY]
        return self.filter(organisation__kind=Organisation.Kind.OPERATOR, role__in=watching)

    def administrators(self) -> Self:
        return self.filter(role=Membership.Role.ADMINISTRATOR)


class Membership(models.Model):
    """A person belongs to an organisation, with one role there. An administrator manages its people."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        MEMBER = "member"
        AUDITOR = "auditor"
        SECURITY = "security"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role, default=Role.MEMBER)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_organisation")]

    def __str__(self) -> str:
        return f"{self.user} in {self.organisation}"
