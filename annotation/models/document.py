from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Cast
from django.utils import timezone

from core.fields import JsonText
from core.ids import uuid7
from projects.models import Task

CARRIED = "carried"
"""Owner of the layer of suggestions with what people carried over from the pictures before."""

RecordJson = dict[str, Any]
"""{id, kind, label, data, attributes, z, group, source, score}; see `annotation.kinds.record`."""


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
    counts = models.JSONField(default=dict, help_text="{label: {kind: records}}, with an empty label for those without")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "layer", "owner"], name="one_document_per_owner")]

    def __str__(self) -> str:
        return f"{self.layer} of {self.task}"

    @property
    def held(self) -> list[RecordJson]:
        """Its records in the order in which they came; none before the first patch."""
        content: Content | None = getattr(self, "content", None)
        return content.records if content else []


class ContentQuerySet(models.QuerySet["Content"]):
    def by_document(self) -> defaultdict[UUID, list[RecordJson]]:
        """The records of each document, in z-order."""
        return self._by("document_id")

    def by_task(self) -> defaultdict[UUID, list[RecordJson]]:
        """The same by task; the documents should be of one layer."""
        return self._by("document__task")

    def texts(self) -> defaultdict[UUID, str]:
        """The records of each document as they are kept, unread."""
        rows = self.annotate(text=Cast("records", models.TextField())).values_list("document_id", "text")
        return defaultdict(lambda: "[]", rows)

    def _by(self, key: str) -> defaultdict[UUID, list[RecordJson]]:
        found: defaultdict[UUID, list[RecordJson]] = defaultdict(list)
        for owner, records in self.values_list(key, "records"):
            found[owner] += in_z_order(records)
        return found


class Content(models.Model):
    """What a document holds now: all its records, in the order in which they came."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True, related_name="content")
    records = JsonText(default=list, help_text="[{id, kind, label, data, attributes, z, group, source, score}]")

    objects = ContentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Content of {self.document_id}"


def in_z_order(records: list[RecordJson]) -> list[RecordJson]:
    """As they are drawn: equal heights in the order in which they came."""
    return sorted(records, key=itemgetter("z"))


def read_text(text: str) -> list[RecordJson]:
    """The records of a text as it is kept, in z-order."""
    return in_z_order(orjson.loads(text))


def creation(records: list[RecordJson]) -> list[dict[str, Any]]:
    """The patch that makes these records."""
    return [{"id": record["id"], "before": None, "after": record} for record in records]


class RevisionQuerySet(models.QuerySet["Revision"]):
    def patches(self) -> Iterator[list[Any]]:
        """The patch of each revision, [{id, before, after}]."""
        return (row[-1] for row in self.with_patches())

    def with_patches(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """These columns of each revision, and its patch."""
        held = Case(When(patch__isnull=True, then=F("document__content__records")), output_field=JsonText())
        for *values, patch, records in self.values_list(*columns, "patch", held):
            yield (*values, creation(records or []) if patch is None else patch)


class Revision(models.Model):
    """One applied patch. Append-only: any state of a document can be restored from its revisions.

    What an import or a model has made, and nothing has changed since, stands in the document's content alone:
    `patch` is null until the first change writes it out. Ask `patches`, which knows.
    """

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
    patch = JsonText(null=True, help_text="[{id, before, after}]; null: it has made the document's content as it is")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HUMAN)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["document", "op_id"], name="operation_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="revision_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document} r{self.number}"
