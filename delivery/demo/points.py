"""The same drive once more, its points to be labelled: Bob has begun with the road, the cars and a wall."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings

from annotation.formats import FORMATS
from annotation.formats.reading import read
from annotation.formats.source import open_source
from annotation.services import blobs
from annotation.services.documents import apply_patch, work_document
from delivery.demo import scene
from delivery.demo.cast import Cast
from projects.models import Project, Task
from projects.services.queue import claim_task

TEMPLATE = "point_segmentation"
NAME = "Drive in San Francisco, points"
LABELS = settings.BASE_DIR / "demo" / "points"


def project_of(cast: Cast) -> tuple[Project, str]:
    """The project and the id of the job that takes its scene."""
    return scene.drive(cast, TEMPLATE, NAME, "A label for every lidar point, objects told apart.")


def begin(cast: Cast) -> None:
    """Bob takes the drive up and saves what he has painted so far."""
    bob = cast.people["bob"]
    task = Task.objects.get(project__name=NAME)
    with open_source(LABELS) as source:
        (item,) = read(FORMATS["groundwork"], source).items
    claim_task(task=task, by=bob, slot="annotator")
    for content in item.blobs.values():
        blobs.keep(task.project_id, content)
    patch = [{"id": record["id"], "before": None, "after": record} for record in item.records]
    apply_patch(document=work_document(task), op_id=uuid4(), base_revision=0, patch=patch, by=bob)
