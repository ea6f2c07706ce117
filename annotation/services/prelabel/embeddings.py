"""What models that answer prompts have read of pictures: made once on a worker, kept while there is room."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from numpy.typing import NDArray

from annotation.models import Embedding, PrelabelModel
from annotation.policies import may_prompt
from annotation.prelabel.base import PrelabelError
from annotation.prelabel.prompts import Prompter
from annotation.prelabel.video.frames import frame_of
from annotation.services.prelabel.models import opened
from annotation.services.prelabel.pictures import picture_of
from core import storage
from core.errors import DomainError
from core.jobs import JobRun, enqueue
from core.models import Job
from core.verdict import require
from projects.models import Task

if TYPE_CHECKING:
    from accounts.models import User

ENCODE = "prelabel.encode"
TOUCH = timedelta(minutes=5)
"""A use is written down at most so often."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a model has read a picture, or the job that does or did."""

    embedding: Embedding | None
    job: Job | None


def readiness(*, task: Task, model: PrelabelModel, frame: int = 0, by: User) -> Readiness:
    """Of the picture of a task, or of a frame of its video."""
    require(may_prompt(by, task, model))
    if not 0 <= frame < _frames(task):
        raise DomainError("invalid", "There is no such frame.", fields={"frame": ["is none of them"]})
    found = Embedding.objects.filter(model=model, asset=task.asset_id, frame=frame).first()
    return Readiness(found, None if found else _last_job(_subject(task.asset_id, model, frame)))


@transaction.atomic
def prepare(*, task: Task, model: PrelabelModel, frame: int = 0, by: User) -> Readiness:
    """Let a worker read the picture, unless it was read or is being read."""
    now = readiness(task=task, model=model, frame=frame, by=by)
    if now.embedding or (now.job and now.job.is_active):
        return now
    job = enqueue(
        ENCODE,
        by=by,
        scope=task.project_id,
        subject=_subject(task.asset_id, model, frame),
        title=f"{model.name}: {task.asset.name}",
        model=str(model.pk),
        task=str(task.pk),
        frame=frame,
    )
    return Readiness(None, job)


def execute(run: JobRun) -> dict[str, Any]:
    """The worker's part."""
    model = PrelabelModel.objects.get(pk=run.params["model"])
    task = Task.objects.select_related("asset", "project").get(pk=run.params["task"])
    frame = run.params.get("frame", 0)
    if Embedding.objects.filter(model=model, asset=task.asset_id, frame=frame).exists():
        return {"size": 0}
    run.progress(0, 1)
    with ExitStack() as stack:
        plugin = opened(model, None, run.check, stack)
        assert isinstance(plugin, Prompter)
        picture = picture_of(task, (), wanted=True)
        arrays = plugin.encode(frame_of(picture, frame) if _is_video(task) else picture)
    kept = _keep(arrays, model, task.asset_id, frame)
    run.progress(1, 1)
    return {"size": kept.size}


def load(embedding: Embedding) -> Mapping[str, NDArray[Any]]:
    """What was read. Raises PrelabelError "embedding-gone" when the file is there no more."""
    now = timezone.now()
    if now - embedding.used_at > TOUCH:
        Embedding.objects.filter(pk=embedding.pk).update(used_at=now)
    try:
        with storage.local_path(embedding.stored) as path, np.load(path, allow_pickle=False) as arrays:
            return dict(arrays)
    except FileNotFoundError:
        Embedding.objects.filter(pk=embedding.pk).delete()
        raise PrelabelError("embedding-gone", "The image must be read again.") from None


def _keep(arrays: Mapping[str, NDArray[Any]], model: PrelabelModel, asset: UUID, frame: int) -> Embedding:
    with storage.temporary_file(".npz") as path:
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **dict(arrays))
        # A folder of its own: a file that goes is nobody else's.
        stored = storage.put(path, f"embeddings/{model.pk}/{asset}/{frame}", suffix=".npz", move=True)
    values = {"stored": stored.name, "size": stored.size, "used_at": timezone.now()}
    kept, _ = Embedding.objects.update_or_create(model=model, asset_id=asset, frame=frame, defaults=values)
    _make_room(kept)
    return kept


def _make_room(kept: Embedding) -> None:
    """Forget those that were not used for longest, until the rest fits; never the one just made."""
    used = Embedding.objects.aggregate(bytes=Sum("size"))["bytes"] or 0
    for old in Embedding.objects.exclude(pk=kept.pk).order_by("used_at").iterator():
        if used <= settings.EMBEDDINGS_MAX_BYTES:
            return
        forget(old)
        used -= old.size


def forget(embedding: Embedding) -> None:
    embedding.delete()
    storage.remove(embedding.stored)


def _is_video(task: Task) -> bool:
    return task.project.modality == "video"


def _frames(task: Task) -> int:
    return int(task.asset.meta.get("frames") or 0) if _is_video(task) else 1


def _subject(asset: UUID, model: PrelabelModel, frame: int) -> str:
    return f"embedding:{model.pk}:{asset}:{frame}"


def _last_job(subject: str) -> Job | None:
    return Job.objects.filter(kind=ENCODE, subject=subject).order_by("-created_at").first()
