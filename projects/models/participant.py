from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.standing import vendors_administered
from core.once import once_per_request
from projects.models.project import Project

if TYPE_CHECKING:
    from accounts.models import User


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def with_role(self, *roles: str) -> Self:
        return self.filter(role__in=roles)

    def overseen_by(self, user: User) -> Self:
        """The part that people of a vendor take whose administrator `user` is."""
        vendors = vendors_administered(user)
        return self.filter(user__memberships__organisation__in=vendors) if vendors else self.none()


class Participant(models.Model):
    """A person's role in one project. One person may have several roles."""

    class Role(models.TextChoices):
        MANAGER = "manager"
        ANNOTATOR = "annotator"
        REVIEWER = "reviewer"
        QA = "qa"
        CLIENT = "client"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="participations",
    )
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["project", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "user", "role"], name="role_once_per_project")]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.project}"


@once_per_request
def roles_held(user: User) -> dict[UUID, frozenset[str]]:
    """The roles that `user` was given, by project."""
    found: dict[UUID, frozenset[str]] = {}
    for project, role in user.participations.order_by().values_list("project", "role"):
        found[project] = found.get(project, frozenset()) | {role}
    return found
