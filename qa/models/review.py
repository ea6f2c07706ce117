from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models import Task


class Review(models.Model):
    """One decision about one round of a task."""

    class Decision(models.TextChoices):
        ACCEPT = "accept"
        RETURN = "return"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=6, choices=Decision)
    note = models.TextField(blank=True)
    round = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(help_text="Document revision that was decided on")
    fixes = models.PositiveIntegerField(default=0, help_text="Records the reviewer changed")
    changes = models.JSONField(default=dict, help_text="What the reviewer changed, measured: qa.services.changes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.decision} {self.task}"
