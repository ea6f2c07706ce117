"""Models that propose labels: add, configure, train, retire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from annotation.models import PrelabelModel
from annotation.policies import may_add_model, may_change_model
from annotation.prelabel import prelabeler, prelabelers
from annotation.prelabel.base import Long, Prelabeler, Setup
from annotation.prelabel.video.by_frame import ByFrame
from annotation.services.prelabel.pictures import accepted_pictures, label_kinds, published
from core import audit, storage
from core.errors import Conflict, DomainError
from core.ids import uuid7
from core.jobs import JobRun, enqueue
from core.sealed import SealBroken, seal, unseal
from core.verdict import require
from projects.models import Project, Upload
from projects.services.uploads import discard_content, own_upload

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import Job

TRAIN, PREPARE = "prelabel.train", "prelabel.prepare"
State = PrelabelModel.State
BUSY = {
    State.TRAINING: ("model-busy", "The model is being trained."),
    State.PREPARING: ("model-preparing", "The model is being prepared."),
    State.FAILED: ("model-failed", "The model could not be prepared."),
}
"""States in which a model has no settings to change, and what is said then."""
ALONE = ""
"""Key of the one file of most models that have files."""


def models_for(project: Project) -> QuerySet[PrelabelModel]:
    """Models that the project may use or is about to: its own and those of the installation that look at such media,
    without retired ones."""
    fitting = [plugin.slug for plugin in prelabelers() if project.modality in plugin.modalities]
    known = PrelabelModel.objects.filter(prelabeler__in=fitting).exclude(state=State.RETIRED)
    return known.filter(Q(project=project) | Q(project=None))


def add_model(
    *,
    prelabeler_slug: str,
    name: str,
    config: Mapping[str, Any],
    by: User,
    project: Project | None = None,
    upload: UUID | None = None,
    uploads: Mapping[str, UUID] | None = None,
) -> PrelabelModel:
    """Add a model; its file or server is tried at once, or on a worker. What must learn first begins as a draft."""
    plugin = prelabeler(prelabeler_slug)
    require(may_add_model(by, plugin, project))
    model = PrelabelModel(
        id=uuid7(),
        project=project,
        prelabeler=plugin.slug,
        name=_name(name, plugin),
        state=State.DRAFT if plugin.learns else State.READY,
        created_by=by,
    )
    _configure(model, plugin, config)
    found: Upload | None = None
    if plugin.prepared:
        found, model.state = _complete(upload, by), State.PREPARING
    else:
        _take_files(model, plugin, {key: _complete(pk, by) for key, pk in _wanted(plugin, upload, uploads or {})})
    with transaction.atomic():
        model.version = _next_version(model)
        model.save()
        audit.record("model.add", model, by=by, scope=project or "", name=model.name, prelabeler=plugin.slug)
        if found:
            _enqueue(PREPARE, model, by, upload=str(found.pk))
    return model


def run_preparing(run: JobRun) -> dict[str, Any]:
    """The worker's part of adding a model whose file takes long: make it ready and try it."""
    model = PrelabelModel.objects.select_related("project").get(pk=run.params["model"])
    plugin = prelabeler(model.prelabeler)
    PrelabelModel.objects.filter(pk=model.pk, state=State.FAILED).update(state=State.PREPARING)
    run.progress(0, 1)
    _take_files(model, plugin, {ALONE: Upload.objects.get(pk=run.params["upload"])})
    run.check()
    ready = {"file": model.file, "metrics": model.metrics, "state": State.READY}
    PrelabelModel.objects.filter(pk=model.pk, state=State.PREPARING).update(**ready)
    run.progress(1, 1)
    return {"model": str(model.pk)}


def preparing_ended(job: Job) -> None:
    """What went wrong is kept with the model, so that it is told where the model stands."""
    found = PrelabelModel.objects.filter(pk=job.params["model"], state=State.PREPARING)
    found.update(state=State.FAILED, metrics={"problem": job.error})


def configure_model(
    *, model: PrelabelModel, by: User, name: str | None = None, config: Mapping[str, Any]
) -> PrelabelModel:
    """Change the settings of a model; its file or server is tried again."""
    plugin = prelabeler(model.prelabeler)
    require(may_change_model(by, model, plugin))
    if model.state in BUSY:
        raise Conflict(*BUSY[State(model.state)])
    model.name = _name(name, plugin) if name else model.name
    _configure(model, plugin, config)
    model.metrics = {**model.metrics, "facts": _examine(model, plugin)}
    with transaction.atomic():
        model.save(update_fields=["name", "config", "secrets", "metrics", "answers_prompts"])
        audit.record("model.configure", model, by=by, scope=model.project or "", name=model.name)
    return model


def _configure(model: PrelabelModel, plugin: type[Prelabeler], config: Mapping[str, Any]) -> None:
    """Take settings over. A secret that is not given stays as it was, an empty one is forgotten.

    Another server never gets the secret that was meant for the first.
    """
    chosen = plugin.configuration({**model.config, **config})
    if urlsplit(str(chosen.get("url")))[:2] != urlsplit(str(model.config.get("url")))[:2]:
        model.secrets = {}
    for key in [field.key for field in plugin.fields if field.type == "secret"]:
        secret = chosen.pop(key)
        if key in config:
            model.secrets = {name: kept for name, kept in model.secrets.items() if name != key}
        if secret:
            model.secrets = {**model.secrets, key: seal(secret)}
    model.config = chosen
    model.answers_prompts = plugin.is_asked(chosen)


def retire_model(*, model: PrelabelModel, by: User) -> PrelabelModel:
    """Offer a model no more. What it proposed stays, with its name; its secrets are forgotten."""
    require(may_change_model(by, model, prelabeler(model.prelabeler)))
    with transaction.atomic():
        model.state = State.RETIRED
        model.secrets = {}
        model.save(update_fields=["state", "secrets"])
        audit.record("model.retire", model, by=by, scope=model.project or "", name=model.name)
    return model


@transaction.atomic
def train_model(*, model: PrelabelModel, by: User) -> tuple[PrelabelModel, Job]:
    """Train on the worker. A model that was trained before becomes a new version; the old one goes on meanwhile."""
    plugin = prelabeler(model.prelabeler)
    require(may_change_model(by, model, plugin))
    if not plugin.learns or model.project is None:
        raise DomainError("cannot-learn", "This model is not trained here.")
    siblings = PrelabelModel.objects.select_for_update().filter(project=model.project, name=model.name)
    if any(each.state == State.TRAINING for each in siblings):
        raise Conflict(*BUSY[State.TRAINING])
    if model.state != State.DRAFT:
        model = PrelabelModel(
            project=model.project,
            prelabeler=model.prelabeler,
            name=model.name,
            config=model.config,
            secrets=model.secrets,
            created_by=by,
        )
        model.version = _next_version(model)
    model.state = State.TRAINING
    model.save()
    audit.record("model.train", model, by=by, scope=model.project, name=model.name, version=model.version)
    return model, _enqueue(TRAIN, model, by)


def _enqueue(kind: str, model: PrelabelModel, by: User, **params: str) -> Job:
    subject, scope = f"prelabelmodel:{model.pk}", model.project_id or ""
    return enqueue(kind, by=by, scope=scope, subject=subject, title=model.name, model=str(model.pk), **params)


def run_training(run: JobRun) -> dict[str, Any]:
    """The worker's part: learn, measure, keep the file. A model that is not worth it is kept as unfit, with figures."""
    model = PrelabelModel.objects.select_related("project").get(pk=run.params["model"])
    assert model.project is not None
    pictures = accepted_pictures(model.project)
    run.progress(0, 1)
    learned = prelabeler(model.prelabeler).learn(setup_of(model, model.project, None, run.check), pictures)
    with storage.temporary_file(".npz") as path:
        path.write_bytes(learned.file)
        model.file = storage.put(path, "models", suffix=".npz", move=True).name
    model.metrics = {**model.metrics, **learned.metrics}
    model.state = State.READY if learned.worth_it else State.UNFIT
    model.save(update_fields=["file", "metrics", "state"])
    run.progress(1, 1)
    return {"model": str(model.pk), "worth_it": learned.worth_it}


def training_ended(job: Job) -> None:
    """A training that failed or was cancelled leaves a draft that may be trained again."""
    PrelabelModel.objects.filter(pk=job.params["model"], state=State.TRAINING).update(state=State.DRAFT)


def setup_of(
    model: PrelabelModel,
    project: Project | None,
    file: Path | None,
    check: Callable[[], None],
    parts: Mapping[str, Path] | None = None,
) -> Setup:
    """What the plug-in is told. A setting that is new since the model was added has its default."""
    plugin = prelabeler(model.prelabeler)
    known = {field.key for field in plugin.fields}
    given = {**model.config, **{key: _opened(sealed) for key, sealed in model.secrets.items()}}
    config = plugin.configuration({key: value for key, value in given.items() if key in known})
    labels = label_kinds(project) if project else {}
    return Setup(config, labels, file, parts or {}, check, str(project.pk) if project else "")


def _opened(sealed: str) -> str:
    try:
        return unseal(sealed)
    except SealBroken as error:
        raise DomainError("secret-lost", "The model's password was sealed with another key; enter it again.") from error


def opened(
    model: PrelabelModel,
    project: Project | None,
    check: Callable[[], None],
    stack: ExitStack,
    long: Long | None = None,
) -> Prelabeler:
    """The model ready to predict; its file stays there as long as `stack` is open."""
    plugin = prelabeler(model.prelabeler)(replace(_with_files(model, project, check, stack), long=long or Long()))
    stack.callback(plugin.close)
    is_video = project is not None and project.modality == "video"
    return ByFrame(plugin, published) if plugin.frame_by_frame and is_video else plugin


def _examine(model: PrelabelModel, plugin: type[Prelabeler]) -> dict[str, Any]:
    with ExitStack() as stack:
        return plugin.examine(_with_files(model, model.project, lambda: None, stack))


def _with_files(model: PrelabelModel, project: Project | None, check: Callable[[], None], stack: ExitStack) -> Setup:
    file = stack.enter_context(storage.local_path(model.file)) if model.file else None
    parts = {key: stack.enter_context(storage.local_path(name)) for key, name in model.parts.items()}
    return setup_of(model, project, file, check, parts)


def _wanted(
    plugin: type[Prelabeler], upload: UUID | None, uploads: Mapping[str, UUID]
) -> Iterator[tuple[str, UUID | None]]:
    """Keys of the files that the plug-in asks for, with what was uploaded for each."""
    if plugin.parts:
        yield from ((key, uploads.get(key)) for key, _ in plugin.parts)
    elif plugin.file:
        yield ALONE, upload


def _complete(pk: UUID | None, by: User) -> Upload:
    if pk is None:
        raise DomainError("file-missing", "Upload the model's file first.", fields={"upload": ["is required"]})
    found = own_upload(pk=pk, by=by)
    if not found.stored:
        raise Conflict("upload-incomplete", "The upload is not complete.")
    return found


def _take_files(model: PrelabelModel, plugin: type[Prelabeler], uploads: Mapping[str, Upload]) -> None:
    """Give the model what the plug-in makes of its uploads, and try it."""
    suffixes = {key: part.suffix for key, part in plugin.parts} or {ALONE: plugin.file.suffix if plugin.file else ""}
    names = {key: _taken(plugin, suffixes[key], upload) for key, upload in uploads.items()}
    model.file = names.pop(ALONE, "")
    model.parts = names
    model.metrics = {"facts": _examine(model, plugin)}
    for upload in uploads.values():
        discard_content(upload)


def _taken(plugin: type[Prelabeler], suffix: str, upload: Upload) -> str:
    """What the plug-in makes of an uploaded file, among the models; its name in the store."""
    with storage.local_path(upload.stored) as path, TemporaryDirectory(prefix="groundwork-") as folder:
        return storage.put(plugin.ready(path, Path(folder)), "models", suffix=suffix).name


def _name(name: str, plugin: type[Prelabeler]) -> str:
    return " ".join(name.split())[:200] or plugin.title.en


def _next_version(model: PrelabelModel) -> str:
    return str(PrelabelModel.objects.filter(project=model.project, name=model.name).count() + 1)
