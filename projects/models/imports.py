from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models.asset import Asset, Dataset
from projects.models.project import Project


class Upload(models.Model):
    """One resumable upload (tus 1.0): bytes arrive in pieces and are checked against a SHA-256 at the end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="uploads")
    purpose = models.CharField(max_length=20, default="import", help_text="import, model")
    name = models.CharField(max_length=500)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    sha256 = models.CharField(
        max_length=64,
        blank=True,
        help_text="Announced by the client, checked when complete",
    )
    stored = models.CharField(
        max_length=500, blank=True, help_text="Name in the store once complete; empty again when it was used up"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One run of bringing data in, with an outcome for every file."""

    class Source(models.TextChoices):
        UPLOAD = "upload"
        FOLDER = "folder"
        S3 = "s3"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="imports")
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="imports")
    source = models.CharField(max_length=10, choices=Source)
    location = models.CharField(max_length=1000, blank=True, help_text="Folder or S3 prefix")
    uploads = models.ManyToManyField(Upload, blank=True, related_name="imports")
    format = models.CharField(
        max_length=40,
        blank=True,
        help_text="Slug of a label format, empty for media only",
    )
    options = models.JSONField(default=dict, blank=True)
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    counts = models.JSONField(
        default=dict, help_text="Items per outcome, {records, unlabelled} and what else the importer counted"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"import {self.id}"


class ImportItem(models.Model):
    """What became of one file."""

    class Outcome(models.TextChoices):
        IMPORTED = "imported"
        DUPLICATE = "duplicate"
        NEAR_DUPLICATE = "near_duplicate"
        REJECTED = "rejected"
        WARNING = "warning"
        LABELS = "labels"

    id = models.BigAutoField(primary_key=True)
    imported_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="items")
    name = models.CharField(max_length=1000)
    outcome = models.CharField(max_length=15, choices=Outcome)
    code = models.CharField(
        max_length=60,
        blank=True,
        help_text="Stable name of the reason",
    )
    message = models.JSONField(default=dict, blank=True, help_text="The reason for people: {en, zh}, {} for none")
    params = models.JSONField(default=dict)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["imported_by", "outcome"], name="import_item_by_outcome")]

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}"
