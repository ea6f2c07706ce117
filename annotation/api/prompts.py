"""Models that answer prompts over HTTP: let one read the picture of a task, then ask it for masks."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Any
from uuid import UUID

import numpy as np
from drf_spectacular.utils import extend_schema
from numpy.typing import NDArray
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.models import PrelabelModel
from annotation.policies import may_prompt
from annotation.prelabel.prompts import Prompt, Spot
from annotation.services.prelabel import clicks, embeddings, prompts
from core.api.jobs import JobSerializer
from core.errors import DomainError, NotFound
from core.verdict import require
from projects.models import Task

MOST_SPOTS = 200
MOST_SIDE = 1024
"""Of the small picture of an answer."""
STEP = 4
"""A small picture is sent in quarters, from -32 to 32: beyond that it says no more than yes or no."""


class ReadinessSerializer(serializers.Serializer[Any]):
    """`ready`, or the job that reads the picture or failed to."""

    ready = serializers.BooleanField()
    job = JobSerializer(allow_null=True)


class FrameSerializer(serializers.Serializer[Any]):
    """The frame of a video; 0 for what has none."""

    frame = serializers.IntegerField(min_value=0, default=0)


class SpotSerializer(serializers.Serializer[Any]):
    x = serializers.FloatField()
    y = serializers.FloatField()
    inside = serializers.BooleanField()


class PromptSerializer(FrameSerializer):
    """What a person pointed at, in pixels of the picture; `previous` is the `low` of the answer they go on from."""

    spots = serializers.ListField(child=SpotSerializer(), required=False, max_length=MOST_SPOTS)
    box = serializers.ListField(
        child=serializers.FloatField(), min_length=4, max_length=4, required=False, allow_null=True
    )
    previous = serializers.CharField(required=False, allow_null=True, max_length=2_000_000)


class MaskAnswerSerializer(serializers.Serializer[Any]):
    data = serializers.DictField()  # type: ignore[assignment]
    score = serializers.FloatField()
    low = serializers.CharField(allow_null=True)


class AnswersSerializer(serializers.Serializer[Any]):
    """Masks that the model finds likely, the likeliest first."""

    answers = MaskAnswerSerializer(many=True)


def _about(request: Request, task: UUID, model: UUID) -> tuple[Task, PrelabelModel]:
    visible = Task.objects.visible_to(caller(request)).select_related("project", "batch", "asset")
    found = visible.filter(pk=task).first()
    asked = PrelabelModel.objects.filter(pk=model).first()
    if found is None or asked is None:
        raise NotFound("task" if found is None else "model")
    require(may_prompt(caller(request), found, asked))
    return found, asked


class Readiness(APIView):
    @extend_schema(parameters=[FrameSerializer], responses=ReadinessSerializer)
    def get(self, request: Request, task: UUID, model: UUID) -> Response:
        """Whether the model has read the picture of the task."""
        found, asked = _about(request, task, model)
        return _described(embeddings.readiness(task=found, model=asked, frame=_frame(request), by=caller(request)))

    @extend_schema(parameters=[FrameSerializer], request=None, responses=ReadinessSerializer)
    def put(self, request: Request, task: UUID, model: UUID) -> Response:
        """Let a worker read the picture, unless it was read or is being read."""
        found, asked = _about(request, task, model)
        return _described(embeddings.prepare(task=found, model=asked, frame=_frame(request), by=caller(request)))


class Masks(APIView):
    @extend_schema(request=PromptSerializer, responses=AnswersSerializer)
    def post(self, request: Request, task: UUID, model: UUID) -> Response:
        """The masks for points and a box."""
        found, asked = _about(request, task, model)
        form = PromptSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wish = form.validated_data
        answers = prompts.answer(task=found, model=asked, prompt=_prompt(wish), frame=wish["frame"], by=caller(request))
        body = [{"data": each.data, "score": round(each.score, 4), "low": packed(each.low)} for each in answers]
        return Response({"answers": body})


class ClickSerializer(serializers.Serializer[Any]):
    """A place of the world in a frame of a scene, and what stands there."""

    frame = serializers.IntegerField(min_value=0)
    x = serializers.FloatField()
    y = serializers.FloatField()
    z = serializers.FloatField()
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]


class FittedSerializer(serializers.Serializer[Any]):
    box = serializers.DictField(allow_null=True)
    score = serializers.FloatField(allow_null=True)


class FitClick(APIView):
    @extend_schema(request=ClickSerializer, responses=FittedSerializer)
    def post(self, request: Request, task: UUID, model: UUID) -> Response:
        """The box of the thing at a place of a scene; null where the model finds none."""
        found, asked = _about(request, task, model)
        form = ClickSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        frame, x, y, z, label = (form.validated_data[key] for key in ("frame", "x", "y", "z", "label"))
        fitted = clicks.fit_click(
            task=found, model=asked, frame=frame, place=(x, y, z), label=label, by=caller(request)
        )
        return Response({"box": fitted and fitted.box, "score": fitted and fitted.score})


def _frame(request: Request) -> int:
    form = FrameSerializer(data=request.query_params)
    form.is_valid(raise_exception=True)
    return int(form.validated_data["frame"])


def _described(now: embeddings.Readiness) -> Response:
    job = JobSerializer(now.job).data if now.job else None
    return Response({"ready": now.embedding is not None, "job": job})


def _prompt(wish: dict[str, Any]) -> Prompt:
    spots = tuple(Spot(**spot) for spot in wish.get("spots", ()))
    box = tuple(wish.get("box") or ())
    if not spots and not box:
        raise DomainError("prompt-empty", "Point at something first.")
    edges = (box[0], box[1], box[2], box[3]) if box else None
    return Prompt(spots, edges, unpacked(wish.get("previous") or ""))


def packed(low: NDArray[Any] | None) -> str | None:
    """A small picture as text: its sides, and quarters in one byte each, deflated."""
    if low is None:
        return None
    quarters = np.clip(np.rint(low * STEP), -128, 127).astype(np.int8)
    content = base64.b64encode(zlib.compress(quarters.tobytes(), 6)).decode()
    return f"{low.shape[0]}x{low.shape[1]}:{content}"


def unpacked(text: str) -> NDArray[np.float32] | None:
    """The small picture of such a text; raises DomainError for what is none."""
    if not text:
        return None
    sides, _, content = text.partition(":")
    try:
        height, width = (int(side) for side in sides.split("x"))
        if not 0 < height <= MOST_SIDE or not 0 < width <= MOST_SIDE:
            raise ValueError(sides)
        inflate = zlib.decompressobj()
        raw = inflate.decompress(base64.b64decode(content, validate=True), height * width)
        quarters = np.frombuffer(raw, dtype=np.int8).reshape(height, width)
    except (ValueError, binascii.Error, zlib.error):
        raise DomainError("prompt-damaged", "The mask to go on from cannot be read.") from None
    return (quarters / STEP).astype(np.float32)
