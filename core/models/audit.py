from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One thing somebody did or saw. Appended in the transaction that did it, then sealed into the hash chain.

    A row is written without hash; the sealer gives the rows `number`, `previous` and `hash` in order, so that writers
    never wait for one another. Database triggers refuse to change or delete a sealed row.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(
        max_length=64, blank=True, help_text="User id, empty for the system"
    )
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(
        max_length=64,
        db_index=True,
        help_text="For example task.submit, delivery.download",
    )
    subject = models.CharField(
        max_length=100, db_index=True, help_text="Kind and id, for example task:0190..."
    )
    scope = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text="Project id, empty for the installation",
    )
    data = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["scope", "-id"], name="audit_by_scope")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
