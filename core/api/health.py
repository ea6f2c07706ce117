"""Is it alive, and how does it fare."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.fields import caller
from core.policies import may_run_installation
from core.services import health as service
from core.verdict import require


class HealthSerializer(serializers.Serializer[Any]):
    ok = serializers.BooleanField()


class PartSerializer(serializers.Serializer[Any]):
    """One thing that the installation stands on; `detail` says more in numbers (bytes, names)."""

    name = serializers.ChoiceField(choices=["database", "storage", "broker", "cache", "disk", "workers"])
    ok = serializers.BooleanField()
    milliseconds = serializers.FloatField()
    problem = serializers.CharField(allow_blank=True)
    detail = serializers.DictField()


class WorkerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    at = serializers.DateTimeField()
    queues = serializers.ListField(child=serializers.CharField())
    alive = serializers.BooleanField()


class JobCountsSerializer(serializers.Serializer[Any]):
    states = serializers.DictField(child=serializers.IntegerField())
    oldest_queued_at = serializers.DateTimeField(allow_null=True)


class ChainHeadSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    hash = serializers.CharField()


class StatusSerializer(serializers.Serializer[Any]):
    ok = serializers.BooleanField()
    at = serializers.DateTimeField()
    parts = PartSerializer(many=True)
    workers = WorkerSerializer(many=True)
    jobs = JobCountsSerializer()
    audit = ChainHeadSerializer()


class Health(APIView):
    """For load balancers and monitors: says no more than yes or no."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(responses={200: HealthSerializer, 503: HealthSerializer}, auth=[])
    def get(self, request: Request) -> Response:
        ok = service.is_alive()
        return Response({"ok": ok}, status=200 if ok else 503)


class Status(APIView):
    @extend_schema(responses=StatusSerializer)
    def get(self, request: Request) -> Response:
        """Everything that the installation stands on, looked at now."""
        require(may_run_installation(caller(request)))
        return Response(service.status().json())
