from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from core.ids import uuid7
from projects.models import Task

RECORD_FIELDS = ("kind", "label", "data", "attributes", "z", "group", "source", "score")
JSON_FIELDS = ("data", "attributes", "source")


class Document(models.Model):
    """One answer to a task: (task, layer, owner). Changes only by a patch, in `annotation.services.documents`."""

    class Layer(models.TextChoices):
        WORK = "work"
        PRELABEL = "prelabel"
        GOLD = "gold"
        CONSENSUS = "consensus"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="documents", db_index=False)
    layer = models.CharField(max_length=10, choices=Layer, default=Layer.WORK)
    owner = models.CharField(
        max_length=64,
        blank=True,
        help_text="Empty for the one work document, a user id where several answer, a model id for prelabel",
    )
    revision = models.PositiveIntegerField(default=0)
    schema_version = models.PositiveIntegerField(help_text="Label schema by which the newest patch was checked")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "layer", "owner"], name="one_document_per_owner")]

    def __str__(self) -> str:
        return f"{self.layer} of {self.task}"


class RecordQuerySet(models.QuerySet["Record"]):
    def objects_only(self) -> RecordQuerySet:
        """Labelled things: without confirmations of emptiness and answers to questions."""
        return self.exclude(kind__in=["empty", "answers"])

    def json(self) -> list[dict[str, Any]]:
        """Records as the API and the patches write them, in z-order."""
        return [record for _, record in self._texts("z", "id")]

    def by_document(self) -> defaultdict[UUID, list[dict[str, Any]]]:
        """The same by document."""
        found: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
        for document, rows in groupby(self._texts("document_id", "z", "id"), itemgetter(0)):
            found[UUID(document)] = [record for _, record in rows]
        return found

    def _texts(self, *order: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(document, record). JSON comes as text: to have the ORM read each column of each row takes twice as long."""
        texts = {f"{name}_text": Cast(name, models.TextField()) for name in ("document_id", "uid", *JSON_FIELDS)}
        columns = [f"{name}_text" if name in JSON_FIELDS else name for name in RECORD_FIELDS]
        rows = self.order_by(*order).annotate(**texts).values_list("document_id_text", "uid_text", *columns)
        for document, uid, kind, label, data, attributes, z, group, source, score in rows:
            yield (
                document,
                {
                    "id": uid if "-" in uid else f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}",
                    "kind": kind,
                    "label": label,
                    "data": orjson.loads(data),
                    "attributes": orjson.loads(attributes),
                    "z": z,
                    "group": group,
                    "source": orjson.loads(source),
                    "score": score,
                },
            )


class Record(models.Model):
    """One labelled thing in a document. `uid` is made by the client; `data` is what its kind says.

    Who changed it and when is in the revisions.
    """

    # A document's records are found by its constraint; a further index would cost every save and every import.
    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="records", db_index=False)
    uid = models.UUIDField()
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=100, blank=True)
    data = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)
    z = models.IntegerField(default=0)
    group = models.CharField(max_length=64, null=True)
    source = models.JSONField(
        default=dict,
        help_text="{origin: human|model|import|rule|interpolation, model?, version?}",
    )
    score = models.FloatField(null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["z", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "uid"], name="record_once_per_document")]
        indexes = [models.Index(fields=["document", "label"], name="record_by_label")]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"

    def json(self) -> dict[str, Any]:
        return {
            "id": str(self.uid),
            **{name: getattr(self, name) for name in RECORD_FIELDS},
        }


class Revision(models.Model):
    """One applied patch. Append-only: any state of a document can be restored from its revisions."""

    class Origin(models.TextChoices):
        HUMAN = "human"
        REVIEW = "review"
        MODEL = "model"
        IMPORT = "import"
        RULE = "rule"

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    op_id = models.UUIDField(help_text="Made by the client; a repeat finds the revision it made")
    patch = models.JSONField(help_text="[{id, before, after}]")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HUMAN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["document", "op_id"], name="operation_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="revision_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document} r{self.number}"
