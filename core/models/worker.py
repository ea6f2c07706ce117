from __future__ import annotations

from django.db import models


class WorkerHeartbeat(models.Model):
    """Says when each worker was last alive, so that a dead one is seen before somebody waits for it."""

    name = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField()
    queues = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name
