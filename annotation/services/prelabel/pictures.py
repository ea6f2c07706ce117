"""Tasks as pictures for pre-labellers: pixels, labels by people, neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from uuid import UUID, uuid4

import numpy as np
from django.conf import settings

from annotation.models import Content, Document
from annotation.prelabel.base import Labelled, Picture, Pixels, PrelabelError
from annotation.services.counts import is_object
from core import storage
from core.media import signed_url
from projects.models import Asset, LabelSchema, Project, Task
from projects.services.assets import about_file, asset_file

URL_SECONDS = 600
QUALITY = 95
"""Of a frame that a model server fetches."""
MOST_PIXELS = 250_000_000
"""Of an image that is held as a whole."""
CHUNK = 500


def label_kinds(project: Project) -> dict[str, frozenset[str]]:
    """Key of each label of the newest schema -> the kinds it may be drawn as."""
    schema = LabelSchema.objects.filter(project=project).first()
    labels = schema.content.get("labels", []) if schema else []
    return {label["key"]: frozenset(label.get("kinds", [])) for label in labels}


def accepted_pictures(project: Project) -> list[Picture]:
    """Every accepted image with its labels, to learn from; also those in which there is nothing."""
    tasks = Task.objects.without_answers().filter(project=project, state=Task.State.ACCEPTED)
    return pictures_of(tasks.select_related("asset").order_by("number"), wanted=set())


def pictures_of(tasks: Iterable[Task], *, wanted: Collection[UUID]) -> list[Picture]:
    """The tasks' images with the labels of their work documents; `wanted` are those to propose labels for."""
    found = list(tasks)
    labelled = _labelled([task.pk for task in found])
    return [
        picture_of(task, labelled.get(task.pk, ()), wanted=task.pk in wanted)
        for task in found
        if (task.asset.width and task.asset.height) or not task.asset.media_type.startswith("image/")
    ]


def picture_of(task: Task, labelled: Collection[Labelled], *, wanted: bool) -> Picture:
    asset = task.asset
    return Picture(
        key=str(task.pk),
        name=asset.name,
        width=asset.width or 0,
        height=asset.height or 0,
        load=lambda: load(asset),
        url=lambda: address(asset),
        labelled=list(labelled),
        sequence=f"{asset.dataset_id}:{asset.sequence}" if asset.sequence else "",
        position=asset.position,
        wanted=wanted,
        meta=asset.meta,
        file=partial(asset_file, asset),
        about=partial(about_file, asset),
    )


def load(asset: Asset) -> Pixels:
    """The image as it is shown, upright; raises PrelabelError "image-unreadable" or "image-too-large"."""
    from annotation.prelabel.opencv import cv

    if (asset.width or 0) * (asset.height or 0) > MOST_PIXELS:
        raise PrelabelError("image-too-large", f"{asset.name} is too large to be looked at whole.", name=asset.name)
    try:
        with storage.local_path(asset.display or asset.original) as path:
            pixels = cv.imdecode(np.fromfile(path, dtype=np.uint8), cv.IMREAD_COLOR)
    except OSError:
        pixels = None
    if pixels is None:
        raise PrelabelError("image-unreadable", f"{asset.name} cannot be read.", name=asset.name)
    if (pixels.shape[1], pixels.shape[0]) != (asset.width, asset.height):
        # What is shown may be smaller than the original; labels are in pixels of the original.
        pixels = cv.resize(pixels, (asset.width, asset.height), interpolation=cv.INTER_LINEAR)
    result: Pixels = pixels
    return result


def address(asset: Asset) -> str:
    """Where a model server fetches the image, without an account, for a few minutes."""
    path = signed_url(asset.display or asset.original, user=None, filename=asset.name, seconds=URL_SECONDS)
    return settings.PUBLIC_URL.rstrip("/") + path


@contextmanager
def published(pixels: Pixels) -> Iterator[str]:
    """Where a model server fetches what is no file here, a frame of a video, as long as it is asked about it."""
    from annotation.prelabel.opencv import cv

    _, jpeg = cv.imencode(".jpg", pixels, [cv.IMWRITE_JPEG_QUALITY, QUALITY])
    # A folder of its own: a file that goes is nobody else's.
    stored = storage.put(BytesIO(jpeg.tobytes()), f"asked/{uuid4()}", suffix=".jpg").name
    try:
        path = signed_url(stored, user=None, filename="frame.jpg", seconds=URL_SECONDS)
        yield settings.PUBLIC_URL.rstrip("/") + path
    finally:
        storage.remove(stored)


def _labelled(tasks: list[UUID]) -> dict[UUID, list[Labelled]]:
    found: dict[UUID, list[Labelled]] = defaultdict(list)
    for start in range(0, len(tasks), CHUNK):
        work = Content.objects.filter(
            document__task__in=tasks[start : start + CHUNK], document__layer=Document.Layer.WORK, document__owner=""
        )
        for task, records in work.by_task().items():
            found[task] = [
                Labelled(record["kind"], record["label"], record["data"], record["attributes"], record["id"])
                for record in records
                if is_object(record)
            ]
    return found
