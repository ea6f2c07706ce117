from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from core.scopes import AUDIT, sight

if TYPE_CHECKING:
    from accounts.models import User


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: User) -> Self:
        """Operators' administrators and auditors read all, managers what happened in their projects."""
        seen = sight(user, AUDIT)
        return self if seen.everything else self.filter(scope__in=seen.scopes).exclude(scope="")

    def unsealed(self) -> Self:
        return self.filter(number=None)

    def sealed(self) -> Self:
        """In the order of the chain."""
        return self.exclude(number=None).order_by("number")

    def with_verb(self, verb: str) -> Self:
        """`task.submit` itself, or with `task.` every verb that begins so."""
        return self.filter(Q(verb__startswith=verb) if verb.endswith(".") else Q(verb=verb))


class AuditEvent(models.Model):
    """One thing somebody did or saw. Appended in the transaction that did it, then sealed into the hash chain.

    A row is written without hash; the sealer gives the rows `number`, `previous` and `hash` in order, so that writers
    never wait for one another. Database triggers refuse to change or delete a sealed row, and any other change than
    the sealing.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=64, blank=True, db_index=True, help_text="User id, empty for the system")
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=64, db_index=True, help_text="For example task.submit, delivery.download")
    subject = models.CharField(max_length=100, db_index=True, help_text="Kind and id, for example task:0190...")
    scope = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Project id, empty for the installation"
    )
    data = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["scope", "-id"], name="audit_by_scope"),
            # What the sealer looks for every few seconds; nearly always empty.
            models.Index(fields=["id"], name="audit_unsealed", condition=Q(number=None)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
