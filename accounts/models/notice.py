from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import uuid7


class Notice(models.Model):
    """Something that concerns a person who may be away, until it was mailed or does not matter any more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=100, help_text="Id of what it is about")
    path = models.CharField(max_length=300, help_text="Where in the browser it is seen")
    params = models.JSONField(default=dict, help_text="What its sentence names")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["person", "created_at"], name="notice_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person}"
