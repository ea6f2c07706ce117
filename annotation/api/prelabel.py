"""Pre-labelling over HTTP: what can propose labels, models, runs, and what they gained."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.api.prelabel_serializers import (
    GainSerializer,
    ModelChangeSerializer,
    ModelRunSerializer,
    NewModelSerializer,
    NewRunSerializer,
    NewTrialSerializer,
    PrelabelerSerializer,
    PrelabelModelSerializer,
    TrainingSerializer,
    TrialSerializer,
)
from annotation.models import PrelabelModel, PrelabelRun
from annotation.policies import may_add_model, may_run_model
from annotation.prelabel import prelabelers
from annotation.services.prelabel import gain, models, runs, trials
from core.api.pagination import Cursor
from core.errors import NotFound
from core.media import signed_url
from core.verdict import require
from projects.api.common import project_or_404
from projects.models import Project
from projects.policies.roles import runs_installation


def _project(request: Request, pk: UUID) -> Project:
    """The project, for those who may propose labels in it or look at what was gained."""
    project = project_or_404(request, pk)
    require(may_run_model(caller(request), project))
    return project


def _model(request: Request, pk: UUID) -> PrelabelModel:
    """A model of a project that the caller manages, or of the installation."""
    model = PrelabelModel.objects.select_related("project").filter(pk=pk).first()
    user = caller(request)
    known = model and (may_run_model(user, model.project) if model.project else runs_installation(user))
    if model is None or not known:
        raise NotFound("model")
    return model


class ByName(Cursor):
    ordering = ("name", "-created_at", "-id")


class NewestFirst(Cursor):
    ordering = ("-created_at", "-id")


class Prelabelers(APIView):
    @extend_schema(responses=PrelabelerSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Ways to propose labels, each with the settings it asks for and whether the caller may add one."""
        user = caller(request)
        return Response(
            [
                {
                    "slug": plugin.slug,
                    "title": plugin.title.json(),
                    "description": plugin.description.json(),
                    "kinds": sorted(plugin.kinds),
                    "modalities": sorted(plugin.modalities),
                    "fields": [field.json() for field in plugin.fields],
                    "file": plugin.file.json() if plugin.file else None,
                    "parts": [{"key": key, **file.json()} for key, file in plugin.parts],
                    "needs_server": plugin.needs_server,
                    "learns": plugin.learns,
                    "uses_neighbours": plugin.uses_neighbours,
                    "answers_prompts": plugin.answers_prompts,
                    "installation_only": plugin.brings_files() or plugin.needs_server,
                    "can_add": may_add_model(user, plugin, None).json(),
                }
                for plugin in sorted(prelabelers(), key=lambda plugin: plugin.slug)
            ]
        )


def _add(request: Request, project: Project | None) -> Response:
    form = NewModelSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    wish = form.validated_data
    model = models.add_model(
        prelabeler_slug=wish["prelabeler"],
        name=wish["name"],
        config=wish["config"],
        by=caller(request),
        project=project,
        upload=wish.get("upload"),
        uploads=wish.get("uploads"),
    )
    return Response(PrelabelModelSerializer(model).data, status=status.HTTP_201_CREATED)


class ProjectModels(generics.GenericAPIView[PrelabelModel]):
    queryset = PrelabelModel.objects.none()
    serializer_class = PrelabelModelSerializer
    pagination_class = ByName

    @extend_schema(responses=PrelabelModelSerializer(many=True))
    def get(self, request: Request, project: UUID) -> Response:
        """Models that may propose labels in the project: its own and the installation's."""
        found = models.models_for(_project(request, project)).select_related("project", "created_by")
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(PrelabelModelSerializer(page, many=True).data)

    @extend_schema(request=NewModelSerializer, responses={201: PrelabelModelSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Add a model for this project alone."""
        return _add(request, _project(request, project))


class InstallationModels(generics.GenericAPIView[PrelabelModel]):
    queryset = PrelabelModel.objects.none()
    serializer_class = PrelabelModelSerializer
    pagination_class = ByName

    def get_queryset(self) -> QuerySet[PrelabelModel]:
        found = PrelabelModel.objects.filter(project=None).exclude(state=PrelabelModel.State.RETIRED)
        return found.select_related("created_by")

    @extend_schema(responses=PrelabelModelSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Models that every project may use; for administrators of the installation."""
        if not runs_installation(caller(request)):
            raise NotFound("models")
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(PrelabelModelSerializer(page, many=True).data)

    @extend_schema(request=NewModelSerializer, responses={201: PrelabelModelSerializer})
    def post(self, request: Request) -> Response:
        """Add a model for every project: an ONNX file or a model server. It is tried at once."""
        return _add(request, None)


class OneModel(APIView):
    @extend_schema(responses=PrelabelModelSerializer)
    def get(self, request: Request, model: UUID) -> Response:
        """A model with its settings and figures."""
        return Response(PrelabelModelSerializer(_model(request, model)).data)

    @extend_schema(request=ModelChangeSerializer, responses=PrelabelModelSerializer)
    def patch(self, request: Request, model: UUID) -> Response:
        """Change name or settings; its file or server is tried again."""
        form = ModelChangeSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        changed = models.configure_model(
            model=_model(request, model),
            by=caller(request),
            name=form.validated_data.get("name"),
            config=form.validated_data.get("config", {}),
        )
        return Response(PrelabelModelSerializer(changed).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, model: UUID) -> Response:
        """Offer the model no more. What it proposed stays."""
        models.retire_model(model=_model(request, model), by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class TrainModel(APIView):
    @extend_schema(request=None, responses={202: TrainingSerializer})
    def post(self, request: Request, model: UUID) -> Response:
        """Train on the project's accepted work, on a worker. What was trained before becomes a new version."""
        trained, job = models.train_model(model=_model(request, model), by=caller(request))
        body = {"model": PrelabelModelSerializer(trained).data, "job": job.pk}
        return Response(body, status=status.HTTP_202_ACCEPTED)


class ProjectRuns(generics.GenericAPIView[PrelabelRun]):
    queryset = PrelabelRun.objects.none()
    serializer_class = ModelRunSerializer
    pagination_class = NewestFirst

    @extend_schema(responses=ModelRunSerializer(many=True))
    def get(self, request: Request, project: UUID) -> Response:
        """Runs in the project, the newest first."""
        found = PrelabelRun.objects.filter(project=_project(request, project))
        page = self.paginate_queryset(found.select_related("model", "job", "created_by")) or []
        return self.get_paginated_response(ModelRunSerializer(page, many=True).data)

    @extend_schema(request=NewRunSerializer, responses={201: ModelRunSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Let a model propose labels for a batch, some tasks, or all open tasks of the project."""
        form = NewRunSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        run = runs.start_run(
            project=_project(request, project),
            model=_usable(form.validated_data["model"]),
            selection=form.validated_data,
            by=caller(request),
        )
        return Response(ModelRunSerializer(run).data, status=status.HTTP_201_CREATED)


class Trials(APIView):
    @extend_schema(request=NewTrialSerializer, responses={202: TrialSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Try a model on one image or recording, the project's first when no task is named; nothing is written."""
        form = NewTrialSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = caller(request)
        task, job = trials.start_trial(
            project=_project(request, project),
            model=form.validated_data["model"],
            task=form.validated_data.get("task"),
            by=user,
        )
        asset = task.asset
        body = {
            "job": job.pk,
            "task": task.pk,
            "number": task.number,
            "name": asset.name,
            "width": asset.width or 0,
            "height": asset.height or 0,
            "rate": int(asset.meta.get("rate") or 0),
            "image": signed_url(asset.display or asset.original, user=user, filename=asset.name, about=asset.pk),
        }
        return Response(body, status=status.HTTP_202_ACCEPTED)


def _usable(pk: UUID) -> PrelabelModel:
    """The model; whether the project may use it is the service's question."""
    model = PrelabelModel.objects.filter(pk=pk).first()
    if model is None:
        raise NotFound("model")
    return model


class OpenCountSerializer(serializers.Serializer[Any]):
    tasks = serializers.IntegerField()


class OpenTasks(APIView):
    @extend_schema(parameters=[OpenApiParameter("batch", UUID)], responses=OpenCountSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        """How many tasks of a batch (`?batch=`) or of the project a run would work on."""
        batch = request.query_params.get("batch")
        selection = {"batch": serializers.UUIDField().run_validation(batch)} if batch else {}
        return Response({"tasks": runs.open_tasks(_project(request, project), selection).count()})


class Gain(APIView):
    @extend_schema(responses=GainSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        """What became of every suggestion, per model, and seconds per object with and without suggestions."""
        return Response(gain.gain(_project(request, project)))
