from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models import Batch, Project, Task


class Severity(models.TextChoices):
    BLOCK = "block"
    WARNING = "warning"
    INFO = "info"


class CheckSetting(models.Model):
    """A project's own choice for one check; what is not set here is the check's default."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="check_settings")
    check_slug = models.CharField(max_length=60)
    enabled = models.BooleanField(default=True)
    severity = models.CharField(max_length=8, choices=Severity)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["check_slug"]
        constraints = [models.UniqueConstraint(fields=["project", "check_slug"], name="check_set_once")]

    def __str__(self) -> str:
        return f"{self.check_slug} in {self.project}"


class CheckRun(models.Model):
    """Checks run over a batch on a worker."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="check_runs")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.CASCADE, related_name="check_runs")
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    counts = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"checks of {self.batch or self.project}"


class Finding(models.Model):
    """What a check found in a task. The same finding keeps its row, its waiver and its link from run to run."""

    class State(models.TextChoices):
        OPEN = "open"
        WAIVED = "waived"
        GONE = "gone"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="findings")
    check_slug = models.CharField(max_length=60)
    severity = models.CharField(max_length=8, choices=Severity)
    record = models.UUIDField(null=True, help_text="uid of the record it concerns")
    fingerprint = models.CharField(max_length=64, help_text="Same finding, same fingerprint")
    params = models.JSONField(default=dict)
    fix = models.JSONField(null=True, help_text="Patch that mends it")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    waiver_reason = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["severity", "-found_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "check_slug", "fingerprint"],
                name="finding_once_per_task",
            )
        ]
        indexes = [models.Index(fields=["task", "state"], name="finding_by_state")]

    def __str__(self) -> str:
        return f"{self.check_slug} in {self.task}"
