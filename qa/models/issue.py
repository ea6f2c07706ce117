from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models import Task


class Issue(models.Model):
    """What a reviewer, QA or the client asks to be mended, pinned to an object or a place."""

    class Type(models.TextChoices):
        MISSING = "missing"
        EXTRA = "extra"
        CLASS = "class"
        GEOMETRY = "geometry"
        ATTRIBUTE = "attribute"
        GUIDELINE = "guideline"
        OTHER = "other"

    class Severity(models.TextChoices):
        CRITICAL = "critical"
        MAJOR = "major"
        MINOR = "minor"
        COSMETIC = "cosmetic"

    class State(models.TextChoices):
        OPEN = "open"
        RESOLVED = "resolved"
        VERIFIED = "verified"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="issues")
    record = models.UUIDField(null=True, help_text="uid of the record it is pinned to")
    anchor = models.JSONField(null=True, help_text="{x, y} in image pixels")
    type = models.CharField(max_length=10, choices=Type)
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.MINOR)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["task", "state"], name="issue_by_state")]

    def __str__(self) -> str:
        return f"{self.type} in {self.task}"


class Comment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
