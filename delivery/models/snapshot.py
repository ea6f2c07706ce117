from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models import Batch, Project


class Snapshot(models.Model):
    """What a batch was at one moment: immutable and content-addressed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="snapshots")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="snapshots")
    version = models.PositiveIntegerField()
    digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 over (asset name, asset sha256, answer hash) of all items; empty until it was first read",
    )
    schema_version = models.PositiveIntegerField()
    guideline_version = models.PositiveIntegerField(null=True)
    counts = models.JSONField(
        default=dict, help_text="{images, objects, empty_images, skipped, kinds, labels once sealed}"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["batch", "version"], name="snapshot_version_once")]

    def __str__(self) -> str:
        return f"{self.batch} v{self.version}"


class SnapshotItem(models.Model):
    """One task of a snapshot: its document at a revision, and the hash of the answer."""

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="items")
    task = models.ForeignKey("projects.Task", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("annotation.Document", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    answer_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "task"], name="task_once_per_snapshot")]

    def __str__(self) -> str:
        return f"{self.task} r{self.revision}"
