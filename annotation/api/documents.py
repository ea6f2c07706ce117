"""Documents over HTTP: read, save, catch up, look back, restore."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.api.records import RecordSerializer
from annotation.models import Document, Revision
from annotation.policies import may_read, may_write
from annotation.services import documents as service
from core.api.pagination import Cursor
from core.errors import DomainError, NotFound
from projects.api.common import ReferenceSerializer, VerdictField


class RecordChangeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    before = RecordSerializer(allow_null=True)
    after = RecordSerializer(allow_null=True)


class ServerChangeSerializer(serializers.Serializer[Any]):
    """The server's newest version of one record; null when it is gone."""

    id = serializers.UUIDField()
    record = RecordSerializer(allow_null=True)


class DocumentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    task = serializers.UUIDField()
    layer = serializers.ChoiceField(choices=Document.Layer.choices)
    owner = serializers.CharField(allow_blank=True)
    revision = serializers.IntegerField()
    schema_version = serializers.IntegerField()
    records = RecordSerializer(many=True)
    can_write = VerdictField()


class SaveSerializer(serializers.Serializer[Any]):
    """One operation: the same `op_id` and content however often it is sent."""

    op_id = serializers.UUIDField()
    base_revision = serializers.IntegerField(min_value=0)
    patch = RecordChangeSerializer(many=True)


class SavedSerializer(serializers.Serializer[Any]):
    """The revision the operation made, and what others changed since its base revision."""

    revision = serializers.IntegerField()
    changes = ServerChangeSerializer(many=True)


class ConflictSerializer(serializers.Serializer[Any]):
    """Nothing was applied; `conflicts` holds the server's version of the records that somebody else changed first."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField()  # type: ignore[assignment]
    params = serializers.DictField()
    revision = serializers.IntegerField()
    conflicts = ServerChangeSerializer(many=True)


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    """One applied patch, without its content."""

    author = ReferenceSerializer(allow_null=True)
    changes = serializers.SerializerMethodField()

    class Meta:
        model = Revision
        fields = ("number", "origin", "author", "at", "changes")

    def get_changes(self, revision: Revision) -> int:
        """How many records it changed."""
        if revision.patch is None:
            return sum(sum(kinds.values()) for kinds in revision.document.counts.values())
        return len(revision.patch)


class StateSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    records = RecordSerializer(many=True)


class RestoreSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField(min_value=0)


def readable(request: Request, pk: UUID) -> Document:
    """The document, when the caller may read it; otherwise it does not exist for them."""
    document = Document.objects.select_related("task").filter(pk=pk).order_by().first()
    if document is None or not may_read(caller(request), document):
        raise NotFound("document")
    return document


def document_json(document: Document) -> dict[str, Any]:
    """A document as the contract has it, records included."""
    return {
        "id": str(document.pk),
        "task": str(document.task_id),
        "layer": document.layer,
        "owner": document.owner,
        "revision": document.revision,
        "schema_version": document.schema_version,
        "records": service.read_records(document),
    }


def saved(applied: service.Applied) -> Response:
    return Response({"revision": applied.revision, "changes": applied.changes})


class OneDocument(APIView):
    @extend_schema(responses=DocumentSerializer)
    def get(self, request: Request, document: UUID) -> Response:
        """A document with its records, and whether the caller may write it."""
        found = readable(request, document)
        return Response({**document_json(found), "can_write": may_write(caller(request), found.task).json()})

    @extend_schema(request=SaveSerializer, responses={200: SavedSerializer, 409: ConflictSerializer})
    def patch(self, request: Request, document: UUID) -> Response:
        """Save: apply a patch once. Records that nobody else touched merge; a true conflict changes nothing."""
        body = _body(request)
        applied = service.apply_patch(
            document=readable(request, document),
            op_id=_uuid(body, "op_id"),
            base_revision=_number(body, "base_revision"),
            patch=body.get("patch"),
            by=caller(request),
        )
        return saved(applied)


def _body(request: Request) -> dict[str, Any]:
    """The body as it came: patches are read by the service, which names the record of every problem."""
    return request.data if isinstance(request.data, dict) else {}


def _uuid(body: dict[str, Any], field: str) -> UUID:
    try:
        return UUID(str(body[field]))
    except (KeyError, ValueError):
        raise DomainError("invalid", f"{field} must be a UUID.", fields={field: ["must be a UUID"]}) from None


def _number(body: dict[str, Any], field: str) -> int:
    value = body.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise DomainError("invalid", f"{field} must be a revision.", fields={field: ["must be a revision number"]})
    return value


class DocumentChanges(APIView):
    @extend_schema(parameters=[OpenApiParameter("since", int, required=True)], responses=SavedSerializer)
    def get(self, request: Request, document: UUID) -> Response:
        """What changed after a revision, each record in its newest version."""
        since = request.query_params.get("since", "0")
        if not (since.isascii() and since.isdigit() and len(since) < 10):
            raise DomainError("invalid", "since must be a revision.", fields={"since": ["must be a revision number"]})
        return saved(service.changes_since(readable(request, document), int(since)))


class NewestFirst(Cursor):
    ordering = ("-number",)


class DocumentRevisions(generics.GenericAPIView[Revision]):
    queryset = Revision.objects.none()
    serializer_class = RevisionSerializer
    pagination_class = NewestFirst

    @extend_schema(responses=RevisionSerializer(many=True))
    def get(self, request: Request, document: UUID) -> Response:
        """Who changed the document and when, the newest first."""
        revisions = readable(request, document).revisions.select_related("author")
        page = self.paginate_queryset(revisions) or []
        return self.get_paginated_response(RevisionSerializer(page, many=True).data)


class DocumentState(APIView):
    @extend_schema(responses=StateSerializer)
    def get(self, request: Request, document: UUID, number: int) -> Response:
        """The records as they were at a revision."""
        records = service.state_at(readable(request, document), number)
        return Response({"revision": number, "records": list(records.values())})


class RestoreDocument(APIView):
    @extend_schema(request=RestoreSerializer, responses=SavedSerializer)
    def post(self, request: Request, document: UUID) -> Response:
        """Bring back an earlier state, as a new revision."""
        found = readable(request, document)
        revision = _number(_body(request), "revision")
        return saved(service.restore(document=found, revision=revision, by=caller(request)))
