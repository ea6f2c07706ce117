from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.standing import is_operator_staff
from core.ids import uuid7
from delivery.models.package import Package
from delivery.models.snapshot import Snapshot
from projects.models import Project

if TYPE_CHECKING:
    from accounts.models import User


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> Self:
        """Managers and QA see all of their projects; the client sees what was sent, and nothing else."""
        if is_operator_staff(user):
            return self
        inside = user.participations.with_role("manager", "qa").values("project")
        client = Q(project__in=user.participations.with_role("client").values("project"))
        client |= Q(project__client__in=user.memberships.values("organisation"))
        return self.filter(Q(project__in=inside) | (client & Q(state__in=Delivery.SENT_STATES)))


class Delivery(models.Model):
    """A snapshot handed to the client, who accepts it or sends it back with reasons."""

    class State(models.TextChoices):
        BUILDING = "building"
        READY = "ready"
        SENT = "sent"
        ACCEPTED = "accepted"
        RETURNED = "returned"
        FAILED = "failed"

    SENT_STATES = (State.SENT, State.ACCEPTED, State.RETURNED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="deliveries")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="deliveries")
    packages = models.ManyToManyField(Package, related_name="deliveries")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    note = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="delivery_number_once")]

    def __str__(self) -> str:
        return f"delivery {self.number} of {self.project}"


class DeliveryRemark(models.Model):
    """What the client said about one task of a delivery."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="remarks")
    task = models.ForeignKey("projects.Task", on_delete=models.PROTECT, related_name="+")
    record = models.UUIDField(null=True)
    type = models.CharField(max_length=10, default="other", help_text="A type of qa.Issue")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
