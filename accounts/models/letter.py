from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from core.ids import uuid7


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        return self.filter(state=Letter.State.WAITING, due_at__lte=timezone.now())

    def taken_before(self, age: timedelta) -> Self:
        """Handed to a worker longer than `age` ago, which never said what became of them."""
        return self.filter(state=Letter.State.SENDING, taken_at__lt=timezone.now() - age)


class Letter(models.Model):
    """One mail on its way. It is sent at most once: a letter that the mail server may have is not offered again."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNSURE = "unsure"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.CharField(max_length=100, help_text="Kind and id of what it is about")
    address = models.EmailField()
    sealed = models.TextField(blank=True, help_text="What it says, encrypted; emptied when it has left")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_by_state"),
            models.Index(fields=["subject"], name="letter_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"
