from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.ids import uuid7
from delivery.models.snapshot import Snapshot


class Package(models.Model):
    """A snapshot in one format, as one file in BagIt layout."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="packages")
    format = models.CharField(max_length=40)
    options = models.JSONField(default=dict, help_text="What was chosen of the format's own options, by key")
    with_media = models.BooleanField(default=True)
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=500, blank=True, help_text="Storage name, empty until built")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    report = models.CharField(max_length=500, blank=True, help_text="Storage name of the quality report")
    contents = models.JSONField(default=dict, help_text="{files, images, objects, cannot_carry}")
    created_at = models.DateTimeField(default=timezone.now)
    built_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.snapshot} as {self.format}"
