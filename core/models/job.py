from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.ids import uuid7
from core.scopes import JOBS, JOBS_SEEN, sight

if TYPE_CHECKING:
    from accounts.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        """One's own jobs, and those of the scopes that one answers for or sees all of."""
        seen = sight(user, JOBS) | sight(user, JOBS_SEEN)
        if seen.everything:
            return self
        return self.filter(Q(created_by=user) | (Q(scope__in=seen.scopes) & ~Q(scope="")))

    def active(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def in_scope(self, scope: object) -> Self:
        return self.filter(scope=str(scope))

    def silent_for(self, age: timedelta) -> Self:
        """Running jobs whose worker has not been heard of for `age`."""
        return self.filter(state=Job.State.RUNNING, heartbeat__lt=timezone.now() - age)

    def waiting_for(self, age: timedelta) -> Self:
        """Queued jobs that no worker has taken for `age`: the message may be lost."""
        return self.filter(state=Job.State.QUEUED, queued_at__lt=timezone.now() - age)


class Job(models.Model):
    """Long work, as a row that a person can watch, cancel and retry."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=64, db_index=True)
    scope = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Project id, empty for the installation"
    )
    subject = models.CharField(max_length=100, blank=True, help_text="Kind and id of what it works on")
    title = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    log = models.JSONField(default=list, help_text="[{at, level, code, params}], the newest last, at most 500")
    state_data = models.JSONField(default=dict, help_text="Checkpoint from which a retry goes on")
    result = models.JSONField(default=dict)
    error = models.JSONField(null=True, help_text="{code, message, params} of what stopped it")
    cancel_requested = models.BooleanField(default=False)
    attempt = models.IntegerField(
        default=0, help_text="How often a worker took it. A worker may write only while this is the number it took"
    )
    losses = models.IntegerField(default=0, help_text="How often in a row its worker was lost")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "heartbeat"], name="job_by_state"),
            models.Index(fields=["scope", "-created_at"], name="job_by_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_active(self) -> bool:
        return self.state in {Job.State.QUEUED, Job.State.RUNNING}
