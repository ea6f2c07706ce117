from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7
from projects.models import Asset, Project


class PrelabelModel(models.Model):
    """Something that proposes labels: a built-in algorithm as configured, an ONNX file, or an HTTP model server.

    `project` is empty for models that every project may use.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PREPARING = "preparing"
        FAILED = "failed"
        TRAINING = "training"
        READY = "ready"
        UNFIT = "unfit"
        RETIRED = "retired"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(
        Project,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="prelabel_models",
    )
    prelabeler = models.CharField(max_length=40, help_text="Slug of a prelabeler plug-in")
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=60, default="1")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    config = models.JSONField(
        default=dict,
        help_text="Input size, class map, URL, thresholds: what the plug-in asks for",
    )
    secrets = models.JSONField(default=dict, help_text="Settings that nobody reads again, each sealed by `core.sealed`")
    file = models.CharField(max_length=500, blank=True, help_text="Storage name of weights")
    parts = models.JSONField(default=dict, help_text="Storage names of the files of a model that has several, by key")
    answers_prompts = models.BooleanField(default=False, help_text="Asked in the workbench, not run over tasks")
    metrics = models.JSONField(default=dict, help_text="Measured on accepted work kept aside")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "-created_at"]
        constraints = [models.UniqueConstraint(fields=["project", "name", "version"], name="model_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class PrelabelRun(models.Model):
    """One run of a model over tasks, with what it proposed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="prelabel_runs")
    model = models.ForeignKey(PrelabelModel, on_delete=models.CASCADE, related_name="runs")
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    selection = models.JSONField(default=dict, help_text="Which tasks: {batch} or {tasks: [...]}, and options")
    counts = models.JSONField(default=dict, help_text="{tasks, proposed, failed}")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.model} run {self.id}"


class Embedding(models.Model):
    """What the encoder of a model that answers prompts made of one picture, or one frame of a video; can always be made
    again."""

    id = models.BigAutoField(primary_key=True)
    model = models.ForeignKey(PrelabelModel, on_delete=models.CASCADE, related_name="embeddings")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    frame = models.IntegerField(default=0, help_text="Of a video")
    stored = models.CharField(max_length=500, help_text="Storage name")
    size = models.BigIntegerField(help_text="Bytes")
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-used_at"]
        constraints = [models.UniqueConstraint(fields=["model", "asset", "frame"], name="embedding_once_a_frame")]

    def __str__(self) -> str:
        return f"{self.asset_id} by {self.model_id}"
