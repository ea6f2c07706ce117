"""Everything the workbench needs to open one task, in one answer and few queries."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.models import User
from annotation.api.records import RecordSerializer
from annotation.models import CARRIED, Content, Document, PrelabelModel
from annotation.policies import may_write
from annotation.services.documents import new_work_document
from annotation.services.prelabel.asked import models_about
from annotation.services.strip import around
from annotation.workbench import sections
from core import audit
from core.errors import NotFound
from core.media import signed_url
from core.verdict import Verdict
from projects.api.common import ReferenceSerializer, VerdictField
from projects.models import Asset, Guideline, Task, newest_guideline, newest_schema
from projects.policies.roles import roles_in
from projects.services.guideline_pictures import html_of
from projects.services.move import may_move

STRIP = 20
"""Neighbours on either side."""
RELATED = ("project", "batch", "asset", "assignee", "annotator", "reviewer", "lease")
"""What a task is opened with."""
VERBS = ("claim", "start-review", "submit", "skip", "accept", "return")


class CanSerializer(serializers.Serializer[Any]):
    claim = VerdictField()
    start_review = VerdictField()
    submit = VerdictField()
    skip = VerdictField()
    accept = VerdictField()
    write = VerdictField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {**super().get_fields(), "return": VerdictField()}


class WorkbenchProjectSerializer(ReferenceSerializer):
    modality = serializers.CharField()


class WorkbenchLeaseSerializer(serializers.Serializer[Any]):
    until = serializers.DateTimeField()


class WorkbenchTaskSerializer(serializers.Serializer[Any]):
    """The task, the caller's slot in it, and what the caller may do: true, or the reason why not."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=Task.State.choices)
    project = WorkbenchProjectSerializer()
    batch = ReferenceSerializer(allow_null=True)
    slot = serializers.ChoiceField(choices=["annotator", "reviewer", "viewer"])
    assignee = ReferenceSerializer(allow_null=True)
    annotator = ReferenceSerializer(allow_null=True)
    reviewer = ReferenceSerializer(allow_null=True)
    priority = serializers.IntegerField()
    round = serializers.IntegerField()
    seconds = serializers.IntegerField()
    lease = WorkbenchLeaseSerializer(allow_null=True)
    next = serializers.UUIDField(allow_null=True)
    previous = serializers.UUIDField(allow_null=True)
    can = CanSerializer()


class WorkbenchFileSerializer(serializers.Serializer[Any]):
    """A file that the modality made for its stage, by role and key."""

    role = serializers.CharField()
    key = serializers.CharField()
    url = serializers.CharField()
    size = serializers.IntegerField()
    meta = serializers.DictField()


class WorkbenchAssetSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    url = serializers.CharField()
    thumbnail_url = serializers.CharField()
    meta = serializers.DictField()
    files = WorkbenchFileSerializer(many=True)


class WorkbenchDocumentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    layer = serializers.ChoiceField(choices=Document.Layer.choices)
    revision = serializers.IntegerField()
    records = RecordSerializer(many=True)


class SuggestionModelSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()


class SuggestionLayerSerializer(serializers.Serializer[Any]):
    document = WorkbenchDocumentSerializer()
    model = SuggestionModelSerializer()


@extend_schema_serializer(component_name="WorkbenchSchema")
class SchemaVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    content = serializers.DictField()


class GuidelineHtmlSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    html = serializers.CharField()


class NeighbourSerializer(serializers.Serializer[Any]):
    task = serializers.UUIDField()
    asset = serializers.UUIDField()
    name = serializers.CharField()
    thumbnail_url = serializers.CharField()
    state = serializers.ChoiceField(choices=Task.State.choices)


class PrompterSerializer(serializers.Serializer[Any]):
    """A model that may be asked about the picture: `embeddings` and `masks` below the task."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.CharField()


class BundleSerializer(serializers.Serializer[Any]):
    """Quality fills `issues`, `judge`, `findings`, `checks`, `since`, `sample` and `answers`: see
    `annotation.workbench.sections`."""

    task = WorkbenchTaskSerializer()
    asset = WorkbenchAssetSerializer()
    schema = SchemaVersionSerializer()
    guidelines = GuidelineHtmlSerializer(allow_null=True)
    document = WorkbenchDocumentSerializer()
    suggestions = SuggestionLayerSerializer(many=True)
    prompters = PrompterSerializer(many=True)
    neighbours = NeighbourSerializer(many=True)
    issues = serializers.ListField(child=serializers.DictField())
    judge = VerdictField()
    findings = serializers.ListField(child=serializers.DictField())
    checks = serializers.DictField()
    since = serializers.DictField(allow_null=True)
    sample = serializers.DictField(allow_null=True)
    answers = serializers.DictField(allow_null=True)


class Workbench(APIView):
    @extend_schema(responses=BundleSerializer)
    def get(self, request: Request, task: UUID) -> Response:
        """The task with its asset, label schema, guidelines, work, suggestions, issues, findings and neighbours."""
        user = caller(request)
        visible = Task.objects.visible_to(user)
        found = visible.select_related(*RELATED).filter(pk=task).first()
        if found is None:
            raise NotFound("task")
        return Response(opened(found, user, visible))


def opened(task: Task, user: User, visible: QuerySet[Task]) -> dict[str, Any]:
    """The bundle, with the look at the task written to the audit trail."""
    audit.record("task.view", task, by=user, scope=task.project_id)
    return bundle(task, user, visible)


def bundle(task: Task, user: User, visible: QuerySet[Task]) -> dict[str, Any]:
    """The whole answer as JSON. `visible` are the tasks that the user may know of."""
    schema, guideline = newest_schema(task.project), newest_guideline(task.project)
    version = schema.version if schema else 1
    work, prelabels = _documents(task, version)
    begun = [document for document in (work, *prelabels) if document.revision]
    records = Content.objects.filter(document__in=begun).by_document()
    before, after = _neighbours(task, visible)
    extra = {name: fill(task, user) for name, fill in sections.items()}
    return {
        "task": {
            **_task(task, user),
            "previous": str(before[-1].pk) if before else None,
            "next": str(after[0].pk) if after else None,
        },
        "asset": _asset(task.asset, user),
        "schema": {"version": schema.version, "content": schema.content} if schema else {"version": 0, "content": {}},
        "guidelines": _guidelines(guideline, user) if guideline else None,
        "document": _document(work, records),
        "suggestions": _suggestions(prelabels, records),
        "prompters": [{"id": str(each.pk), "name": each.name, "version": each.version} for each in models_about(task)],
        "neighbours": [_neighbour(each, user) for each in (*before, _itself(task), *after)],
        "issues": [],
        "judge": False,
        "findings": [],
        "checks": {},
        "since": None,
        "sample": None,
        "answers": None,
        **extra,
    }


def _documents(task: Task, version: int) -> tuple[Document, list[Document]]:
    """The work, made at the first look, and the layers of suggestions."""
    layers = [Document.Layer.WORK, Document.Layer.PRELABEL]
    found = list(task.documents.filter(layer__in=layers))
    work = next((each for each in found if each.layer == Document.Layer.WORK and not each.owner), None)
    prelabels = [each for each in found if each.layer == Document.Layer.PRELABEL]
    return work or new_work_document(task, version), prelabels


def _guidelines(guideline: Guideline, user: User) -> dict[str, Any]:
    return {"version": guideline.version, "html": html_of(guideline.project_id, guideline.text, user)}


def _task(task: Task, user: User) -> dict[str, Any]:
    lease = getattr(task, "lease", None)
    slot = slot_of(task, user)
    return {
        "id": str(task.pk),
        "number": task.number,
        "name": task.asset.name,
        "state": task.state,
        "project": {"id": str(task.project_id), "name": task.project.name, "modality": task.project.modality},
        "batch": _reference(task.batch),
        "slot": slot,
        "assignee": _reference(task.assignee),
        "annotator": _reference(task.annotator),
        "reviewer": _reference(task.reviewer),
        "priority": task.priority,
        "round": task.round,
        "seconds": task.review_seconds if slot == "reviewer" else task.annotate_seconds,
        "lease": {"until": lease.until.isoformat()} if lease and lease.user_id == user.pk else None,
        "can": {name: verdict.json() for name, verdict in verdicts(task, user).items()},
    }


def slot_of(task: Task, user: User) -> str:
    """In which place the user works on the task now; `viewer` when in none."""
    if not may_write(user, task):
        return "viewer"
    return "reviewer" if task.state in (Task.State.IN_REVIEW, Task.State.SUBMITTED) else "annotator"


def verdicts(task: Task, user: User) -> dict[str, Verdict]:
    """What the user may do with the task now. A decision may be taken at once on what waits for review."""
    roles = roles_in(user, task.project)
    found = {verb.replace("-", "_"): may_move(user, task, verb, roles) for verb in VERBS}
    if task.state == Task.State.SUBMITTED:
        found["accept"] = found["return"] = found["start_review"]
    return {**found, "write": may_write(user, task)}


def _reference(thing: Any) -> dict[str, str] | None:
    return {"id": str(thing.pk), "name": thing.name} if thing else None


def _asset(asset: Asset, user: User) -> dict[str, Any]:
    return {
        "id": str(asset.pk),
        "name": asset.name,
        "media_type": asset.media_type,
        "width": asset.width,
        "height": asset.height,
        "url": signed_url(asset.display or asset.original, user=user, about=asset.pk),
        "thumbnail_url": _thumbnail(asset, user),
        "meta": asset.meta,
        "files": [
            {
                "role": each.role,
                "key": each.key,
                "url": signed_url(each.stored, user=user, about=asset.pk),
                "size": each.size,
                "meta": each.meta,
            }
            for each in asset.files.exclude(role="original")
        ],
    }


def _thumbnail(asset: Asset, user: User) -> str:
    return signed_url(asset.thumbnail, user=user, about=asset.pk) if asset.thumbnail else ""


def _document(document: Document, records: dict[UUID, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "id": str(document.pk),
        "layer": document.layer,
        "revision": document.revision,
        "records": records[document.pk],
    }


def _suggestions(documents: list[Document], records: dict[UUID, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Prelabel layers that have records, with the model that made each."""
    layers = [document for document in documents if records[document.pk]]
    owners = [document.owner for document in layers if document.owner != CARRIED]
    models = {str(model.pk): model for model in PrelabelModel.objects.filter(pk__in=owners)} if owners else {}
    return [
        {"document": _document(document, records), "model": _model(models.get(document.owner), document)}
        for document in layers
    ]


def _model(model: PrelabelModel | None, document: Document) -> dict[str, str]:
    if model is None:
        return {"slug": document.owner, "name": document.owner, "version": ""}
    return {"slug": model.prelabeler, "name": model.name, "version": model.version}


class Neighbour(NamedTuple):
    """As much of a task as the strip shows."""

    pk: UUID
    asset: UUID
    name: str
    thumbnail: str
    state: str


NEIGHBOUR = ("pk", "asset_id", "asset__name", "asset__thumbnail", "state")


def _neighbours(task: Task, visible: QuerySet[Task]) -> tuple[list[Neighbour], list[Neighbour]]:
    """Tasks before and after this one in its sequence, or else in its batch, the nearest ones."""
    before, after = around(task, visible)
    return (
        [Neighbour(*row) for row in before.values_list(*NEIGHBOUR)[:STRIP]][::-1],
        [Neighbour(*row) for row in after.values_list(*NEIGHBOUR)[:STRIP]],
    )


def _itself(task: Task) -> Neighbour:
    return Neighbour(task.pk, task.asset_id, task.asset.name, task.asset.thumbnail, task.state)


def _neighbour(each: Neighbour, user: User) -> dict[str, Any]:
    return {
        "task": str(each.pk),
        "asset": str(each.asset),
        "name": each.name,
        "thumbnail_url": signed_url(each.thumbnail, user=user, about=each.asset) if each.thumbnail else "",
        "state": each.state,
    }
