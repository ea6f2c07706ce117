"""Deliveries over HTTP: for those who make them and for the client."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.formats.registry import FORMATS
from core import audit
from core.api.pagination import Cursor
from core.errors import NotFound
from core.verdict import require
from delivery import policies
from delivery.api import serializers as s
from delivery.models import Delivery, SnapshotItem
from delivery.report import render
from delivery.services import deliveries, preview
from delivery.services.diff import diff, previous_version
from delivery.services.snapshots import records_of
from projects.api.batches import batch_or_404
from projects.models import Batch, Project


def delivery_or_404(request: Request, pk: UUID) -> Delivery:
    return get_object_or_404(
        Delivery.objects.visible_to(caller(request)).select_related("project", "snapshot__batch", "snapshot__project"),
        pk=pk,
    )


class Formats(APIView):
    """The formats on offer, with what each cannot carry."""

    pagination_class = None

    @extend_schema(responses=s.FormatSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(
            [
                {
                    "slug": format.slug,
                    "title": format.title.json(),
                    "cannot_carry": [text.json() for text in format.cannot_carry],
                    "modalities": sorted(format.modalities),
                    "options": [option.json() for option in format.options if option.writing],
                }
                for format in FORMATS
            ]
        )


class ByNewest(Cursor):
    ordering = ("-created_at", "-id")


class Deliveries(generics.ListAPIView[Delivery]):
    """The deliveries a person may see, over all projects: the client's portal."""

    serializer_class = s.DeliveryRowSerializer
    pagination_class = ByNewest
    filterset_fields: tuple[str, ...] = ("state", "project")

    def get_queryset(self) -> QuerySet[Delivery]:
        if getattr(self, "swagger_fake_view", False):
            return Delivery.objects.none()
        found = Delivery.objects.visible_to(caller(self.request))
        return found.select_related("project", "snapshot__batch").prefetch_related("packages")


class ProjectDeliveries(Deliveries):
    """The deliveries of one project; POST freezes an approved batch and builds its packages."""

    filterset_fields = ("state",)

    def get_queryset(self) -> QuerySet[Delivery]:
        return super().get_queryset().filter(project=self.kwargs.get("project"))

    @extend_schema(request=s.NewDeliverySerializer, responses={202: s.DeliverySerializer})
    def post(self, request: Request, project: UUID) -> Response:
        data = s.NewDeliverySerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = get_object_or_404(Project.objects.visible_to(caller(request)), pk=project)
        require(policies.may_deliver(caller(request), found))
        values = dict(data.validated_data)
        batch = get_object_or_404(Batch, project=found, pk=values.pop("batch"))
        delivery = deliveries.create_delivery(batch=batch, by=caller(request), **values)
        body = s.DeliverySerializer(delivery, context={"request": request}).data
        return Response(body, status.HTTP_202_ACCEPTED)


class BatchLosses(APIView):
    @extend_schema(
        parameters=[s.BatchLossesQuerySerializer],
        responses=s.BatchLossesSerializer,
    )
    def get(self, request: Request, batch: UUID) -> Response:
        """What the chosen formats would lose of this batch as it is now, before anything is frozen."""
        found = batch_or_404(request, batch)
        require(policies.may_deliver(caller(request), found.project))
        query = s.BatchLossesQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        slugs = [slug for slug in query.validated_data["formats"].split(",") if slug]
        trial = preview.try_formats(
            batch=found,
            formats=slugs,
            format_options=query.validated_data["options"],
            by=caller(request),
        )
        answer = {
            "tasks": trial.tasks,
            "examined": trial.examined,
            "formats": [{"slug": slug, "losses": losses} for slug, losses in trial.losses.items()],
            "attributes": [{"key": key, "count": count} for key, count in trial.attributes.items()],
        }
        return Response(answer)


class OneDelivery(APIView):
    """Base of what is done with one delivery."""

    def answer(self, request: Request, pk: UUID) -> Response:
        return Response(s.DeliverySerializer(delivery_or_404(request, pk), context={"request": request}).data)


class DeliveryDetail(OneDelivery):
    @extend_schema(responses=s.DeliverySerializer)
    def get(self, request: Request, delivery: UUID) -> Response:
        found = delivery_or_404(request, delivery)
        audit.record("delivery.view", found, by=caller(request), scope=found.project_id)
        return self.answer(request, delivery)


class DeliverySend(OneDelivery):
    @extend_schema(request=None, responses=s.DeliverySerializer)
    def post(self, request: Request, delivery: UUID) -> Response:
        deliveries.send(delivery=delivery_or_404(request, delivery), by=caller(request))
        return self.answer(request, delivery)


class DeliveryAccept(OneDelivery):
    @extend_schema(request=s.NoteSerializer, responses=s.DeliverySerializer)
    def post(self, request: Request, delivery: UUID) -> Response:
        data = s.NoteSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        deliveries.accept(delivery=delivery_or_404(request, delivery), by=caller(request), **data.validated_data)
        return self.answer(request, delivery)


class DeliveryReturn(OneDelivery):
    @extend_schema(request=s.ReturnSerializer, responses=s.DeliverySerializer)
    def post(self, request: Request, delivery: UUID) -> Response:
        data = s.ReturnSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = delivery_or_404(request, delivery)
        deliveries.return_delivery(delivery=found, by=caller(request), **data.validated_data)
        return self.answer(request, delivery)


class DeliveryRework(APIView):
    """Open a returned batch again: every remark becomes an issue at its task."""

    @extend_schema(request=None, responses=s.ReworkSerializer)
    def post(self, request: Request, delivery: UUID) -> Response:
        count = deliveries.start_rework(delivery=delivery_or_404(request, delivery), by=caller(request))
        return Response({"tasks": count})


class PackageLink(APIView):
    """A short-lived address of a package; it answers range requests, so a download can be resumed."""

    @extend_schema(request=None, responses=s.LinkSerializer)
    def post(self, request: Request, delivery: UUID, package: UUID) -> Response:
        found = delivery_or_404(request, delivery)
        chosen = get_object_or_404(found.packages, pk=package)
        url = deliveries.download_link(delivery=found, package=chosen, by=caller(request))
        seconds = settings.DELIVERY_URL_SECONDS
        return Response({"url": url, "seconds": seconds, "sha256": chosen.sha256, "size": chosen.size})


class DeliveryReport(APIView):
    """The quality report of a delivery as HTML, in English or Chinese (`?language=`)."""

    @extend_schema(
        parameters=[OpenApiParameter("language", str, enum=["en", "zh"])],
        responses={(200, "text/html"): OpenApiTypes.STR},
    )
    def get(self, request: Request, delivery: UUID) -> HttpResponse:
        found = delivery_or_404(request, delivery)
        language = "zh" if request.query_params.get("language") == "zh" else "en"
        audit.record("delivery.report", found, by=caller(request), scope=found.project_id)
        response = HttpResponse(render(found.snapshot, language), content_type="text/html; charset=utf-8")
        policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
        response["Content-Security-Policy"] = policy
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class DeliveryDiff(APIView):
    """What changed since the version before."""

    @extend_schema(responses=s.DiffSerializer)
    def get(self, request: Request, delivery: UUID) -> Response:
        found = delivery_or_404(request, delivery)
        old = previous_version(found.snapshot)
        if old is None:
            raise NotFound("earlier version")
        return Response(diff(old, found.snapshot))


class ByOrder(Cursor):
    ordering = ("id",)


class DeliveryItems(generics.ListAPIView[SnapshotItem]):
    """The images of a delivery with their labels as they were frozen. Each page that is looked at is on record."""

    serializer_class = s.ItemSerializer
    pagination_class = ByOrder

    def get_queryset(self) -> QuerySet[SnapshotItem]:
        if getattr(self, "swagger_fake_view", False):
            return SnapshotItem.objects.none()
        found = delivery_or_404(self.request, self.kwargs["delivery"])
        return found.snapshot.items.select_related("task__asset", "document")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = cast("list[SnapshotItem]", self.paginate_queryset(self.get_queryset()))
        context = {**self.get_serializer_context(), "records": records_of(page)}
        found = delivery_or_404(request, self.kwargs["delivery"])
        audit.record("delivery.samples", found, by=caller(request), scope=found.project_id, images=len(page))
        return self.get_paginated_response(s.ItemSerializer(page, many=True, context=context).data)
