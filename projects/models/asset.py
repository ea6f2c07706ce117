from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models.project import Project


class Dataset(models.Model):
    """A named set of a project's assets."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="datasets")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="dataset_name_once")]

    def __str__(self) -> str:
        return self.name


class Asset(models.Model):
    """One thing to label. The original file is never touched; derivatives can always be rebuilt."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assets")
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="assets")
    name = models.CharField(max_length=500, help_text="Path as imported, unique in its dataset")
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(help_text="Bytes of the original")
    original = models.CharField(max_length=500, help_text="Storage name of the original file")
    display = models.CharField(max_length=500, blank=True, help_text="Storage name of what the browser shows")
    thumbnail = models.CharField(max_length=500, blank=True)
    width = models.PositiveIntegerField(null=True, help_text="Pixels, after EXIF rotation")
    height = models.PositiveIntegerField(null=True)
    meta = models.JSONField(default=dict, help_text="What probing found: exif, bit depth, mode, warnings")
    perceptual_hash = models.CharField(max_length=16, blank=True, db_index=True)
    near_duplicate_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="near_duplicates")
    sequence = models.CharField(
        max_length=200,
        blank=True,
        help_text="Assets of one sequence follow one another",
    )
    position = models.PositiveIntegerField(default=0, help_text="Order within the sequence")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sequence", "position", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["dataset", "name"], name="asset_name_once")]
        indexes = [models.Index(fields=["project", "sequence", "position"], name="asset_in_order")]

    def __str__(self) -> str:
        return self.name


class AssetFile(models.Model):
    """One of several files of an asset: a derivative of its modality, or one of its originals.

    What every asset has one of (original, display, thumbnail) are columns of the asset itself.
    """

    id = models.BigAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=40, help_text="`original`, or what the modality calls it: points, peaks, ...")
    key = models.CharField(max_length=1000, blank=True, help_text="Which of its role: a frame, a sensor, a name")
    stored = models.CharField(max_length=500, help_text="Storage name")
    size = models.BigIntegerField(help_text="Bytes")
    meta = models.JSONField(default=dict, help_text="What a reader needs to know before it fetches the file")

    class Meta:
        ordering = ["asset", "role", "key"]
        constraints = [models.UniqueConstraint(fields=["asset", "role", "key"], name="asset_file_once")]
        indexes = [models.Index(fields=["stored"], name="asset_file_by_name")]

    def __str__(self) -> str:
        return f"{self.role} {self.key} of {self.asset}"
