"""Objects carried over to the next pictures, over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.services.carrying import FARTHEST, carry_over
from annotation.services.patches import MOST_RECORDS
from projects.api.tasks import parsed
from projects.services.queue import visible_task


class CarryOverSerializer(serializers.Serializer[Any]):
    """The objects by id, or none for all, and how many pictures on."""

    records = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_RECORDS, default=list)
    pictures = serializers.IntegerField(min_value=1, max_value=FARTHEST)


class CarriedOverSerializer(serializers.Serializer[Any]):
    pictures = serializers.IntegerField()
    objects = serializers.IntegerField()
    known = serializers.IntegerField()
    passed = serializers.IntegerField()


class CarryOver(APIView):
    @extend_schema(request=CarryOverSerializer, responses=CarriedOverSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Offer objects of the task in the pictures after it, as suggestions. Nobody's work is touched."""
        by, body = caller(request), parsed(CarryOverSerializer, request)
        ids = {str(one) for one in body["records"]}
        done = carry_over(task=visible_task(by, task), ids=ids, pictures=body["pictures"], by=by)
        return Response(asdict(done))
