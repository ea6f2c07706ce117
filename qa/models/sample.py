from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.ids import uuid7
from projects.models import Batch, Task


class Sample(models.Model):
    """Tasks drawn at random from a finished batch, for QA to inspect before it is approved."""

    class State(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="samples")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    seed = models.CharField(max_length=32, help_text="The draw can be repeated with it")
    population = models.PositiveIntegerField(help_text="Accepted tasks the sample was drawn from")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["batch"], condition=Q(state="open"), name="one_open_sample_per_batch")
        ]

    def __str__(self) -> str:
        return f"sample of {self.batch}"


class SampleItem(models.Model):
    """One task of a sample and what QA said of it."""

    class Verdict(models.TextChoices):
        PASS = "pass"
        FAIL = "fail"

    id = models.BigAutoField(primary_key=True)
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="items")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="sample_items")
    verdict = models.CharField(max_length=4, choices=Verdict, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sample", "task"], name="task_once_per_sample")]

    def __str__(self) -> str:
        return f"{self.task}: {self.verdict or 'not inspected'}"
