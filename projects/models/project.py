from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from accounts.standing import is_operator_staff, vendors_administered
from core.ids import uuid7
from core.once import once_per_request

if TYPE_CHECKING:
    from accounts.models import User


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> Self:
        """Operators' administrators see every project, vendors' those of their people, everybody else their own."""
        if is_operator_staff(user):
            return self
        seen = Q(pk__in=user.participations.values("project"))
        vendors = vendors_administered(user)
        if vendors:
            overseen = Q(participants__user__memberships__organisation__in=vendors)
            seen |= Q(pk__in=self.model._default_manager.filter(overseen).values("pk"))
        return self.filter(seen)


class Project(models.Model):
    """One order of labelled data: what to label, how, by whom and for which client."""

    class State(models.TextChoices):
        ACTIVE = "active"
        ARCHIVED = "archived"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    client = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ordered_projects",
    )
    modality = models.CharField(max_length=40, help_text="Slug of a modality plug-in")
    template = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    workflow = models.JSONField(
        default=dict,
        help_text="{review: all|sample|none, review_share, lease_minutes, answers, combine, deliver_answers}",
    )
    options = models.JSONField(default=dict, blank=True)
    languages = models.JSONField(default=list, blank=True)
    deadline = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name


class LabelSchema(models.Model):
    """One version of a project's labels. Never changed: a change makes the next version."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="schemas")
    version = models.PositiveIntegerField()
    content = models.JSONField(help_text="{labels: [...], questions: [...]}, see projects.schema")
    note = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="schema_version_once")]

    def __str__(self) -> str:
        return f"{self.project} labels v{self.version}"


class Guideline(models.Model):
    """One version of a project's guidelines, in Markdown."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guidelines")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="guideline_version_once")]

    def __str__(self) -> str:
        return f"{self.project} guidelines v{self.version}"


class GuidelinePicture(models.Model):
    """A picture that guidelines show as `![...](picture:<id>)`. Never removed: older versions show it, too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guideline_pictures")
    stored = models.CharField(max_length=500, help_text="Storage name of what browsers show")
    sha256 = models.CharField(max_length=64, help_text="Of the stored file")
    size = models.BigIntegerField(help_text="Bytes")
    width = models.PositiveIntegerField(help_text="Pixels, after EXIF rotation")
    height = models.PositiveIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "sha256"], name="guideline_picture_once")]

    def __str__(self) -> str:
        return f"{self.project} picture {self.pk}"


@once_per_request
def newest_schema(project: Project) -> LabelSchema | None:
    """The label schema as it is now; None before there is one."""
    return LabelSchema.objects.filter(project=project.pk).first()


@once_per_request
def newest_guideline(project: Project) -> Guideline | None:
    """The guidelines as they are now; None before there are any."""
    return Guideline.objects.filter(project=project.pk).first()
