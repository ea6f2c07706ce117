"""The audit trail over HTTP: read it, filter it, have its chain verified."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.fields import caller
from core.api.pagination import Cursor
from core.models import AuditEvent
from core.models.audit import AuditEventQuerySet
from core.policies import may_verify_audit
from core.services import audit as service
from core.verdict import require


class AuditEventSerializer(serializers.ModelSerializer[AuditEvent]):
    """One thing somebody did or saw; `number` is its place in the chain, null while it waits to be sealed."""

    data = serializers.DictField()  # type: ignore[assignment]  # the field has the name that the column has

    class Meta:
        model = AuditEvent
        fields = ("id", "at", "actor", "actor_name", "verb", "subject", "scope", "data", "number", "hash")


class HeadSerializer(serializers.Serializer[Any]):
    """The last sealed event: note it elsewhere to be able to prove later that nothing was cut off."""

    number = serializers.IntegerField(min_value=0)
    hash = serializers.RegexField(r"^[0-9a-f]{64}$")


class BrokenSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    reason = serializers.ChoiceField(choices=["missing", "unlinked", "altered", "cut-off"])
    event = serializers.IntegerField(allow_null=True)


class VerificationSerializer(serializers.Serializer[Any]):
    """What a walk along the whole chain found; `broken` is the first event that does not fit."""

    ok = serializers.BooleanField()
    checked = serializers.IntegerField()
    unsealed = serializers.IntegerField()
    head = HeadSerializer()
    broken = BrokenSerializer(allow_null=True)


class VerifyRequestSerializer(serializers.Serializer[Any]):
    head = HeadSerializer(allow_null=True, default=None)


class AuditEventFilter(filters.FilterSet):
    verb = filters.CharFilter(method="filter_verb", help_text="`task.submit`, or `task.` for all that begin so")
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = AuditEvent
        fields = ("subject", "scope", "actor")

    def filter_verb(self, events: AuditEventQuerySet, name: str, value: str) -> AuditEventQuerySet:
        return events.with_verb(value)


class AuditEvents(generics.ListAPIView[AuditEvent]):
    """What happened, the newest first: everything for operators and auditors, their projects for managers."""

    serializer_class = AuditEventSerializer
    filterset_class = AuditEventFilter
    pagination_class = Cursor

    def get_queryset(self) -> QuerySet[AuditEvent]:
        if getattr(self, "swagger_fake_view", False):
            return AuditEvent.objects.none()
        return AuditEvent.objects.visible_to(caller(self.request))


class VerifyAudit(APIView):
    @extend_schema(request=VerifyRequestSerializer, responses=VerificationSerializer)
    def post(self, request: Request) -> Response:
        """Walk the whole chain, if given up to a head noted before, and say where it breaks first."""
        require(may_verify_audit(caller(request)))
        body = VerifyRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        noted = body.validated_data["head"]
        service.seal()
        result = service.verify(service.Head(**noted) if noted else None)
        return Response({**asdict(result), "ok": result.ok})
