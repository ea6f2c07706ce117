from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models.project import Project


class Batch(models.Model):
    """The unit of assignment, acceptance and delivery. Its state changes only in `projects.services.move`."""

    class State(models.TextChoices):
        OPEN = "open"
        QA_SAMPLING = "qa_sampling"
        APPROVED = "approved"
        DELIVERED = "delivered"
        CLIENT_ACCEPTED = "client_accepted"
        CLIENT_REWORK = "client_rework"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="batches")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    priority = models.SmallIntegerField(default=0, help_text="Higher comes first")
    answers = models.PositiveSmallIntegerField(null=True, help_text="People who answer each task; null: as the project")
    due = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-priority", "created_at", "id"]
        verbose_name_plural = "batches"
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="batch_name_once")]

    def __str__(self) -> str:
        return self.name
