"""What the import screen asks of annotation: label formats that can be read, and what the project holds by label."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.formats import FORMATS
from annotation.formats.base import Format
from annotation.models import Document
from annotation.services.counts import total
from core.verdict import require
from projects.api.common import TextSerializer, project_or_404
from projects.models import Task
from projects.policies import project as policy


class ChoiceSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    title = TextSerializer()


class FormatOptionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = TextSerializer()
    choices = ChoiceSerializer(many=True)


class FormatSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = TextSerializer()
    extensions = serializers.ListField(child=serializers.CharField())
    kinds = serializers.ListField(child=serializers.CharField())
    modalities = serializers.ListField(child=serializers.CharField())
    cannot_carry = TextSerializer(many=True)
    options = FormatOptionSerializer(many=True)


class LabelCountSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]  # a field of the JSON, not of Field
    kind = serializers.CharField()
    records = serializers.IntegerField()
    tasks = serializers.IntegerField()


def _described(found: type[Format]) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "title": found.title.json(),
        "extensions": list(found.extensions),
        "kinds": sorted(found.kinds),
        "modalities": sorted(found.modalities),
        "cannot_carry": [text.json() for text in found.cannot_carry],
        "options": [option.json() for option in found.options if option.reading],
    }


class LabelFormats(APIView):
    """Formats of labelled media. There are few of them: the list is not paged."""

    @extend_schema(responses=FormatSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response([_described(found) for found in FORMATS])


class LabelCounts(APIView):
    @extend_schema(responses=LabelCountSerializer(many=True))
    def get(self, request: Request, project: UUID) -> Response:
        """Labelled things per label and kind, in the work that the caller may see; the most frequent first."""
        found = project_or_404(request, project)
        roles_see_all = policy.may_see_all_data(caller(request), found)
        require(policy.may_see_inside(caller(request), found))
        work = Document.objects.filter(task__project=found, layer=Document.Layer.WORK)
        if not roles_see_all:
            visible = Task.objects.visible_to(caller(request)).filter(project=found)
            work = work.filter(task__in=visible.order_by().values("pk"))
        rows = [
            {"label": label, "kind": kind, "records": records, "tasks": tasks}
            for (label, kind), (records, tasks) in total(work.values_list("counts", flat=True)).items()
            if label
        ]
        return Response(sorted(rows, key=lambda row: (-row["records"], row["label"], row["kind"])))
