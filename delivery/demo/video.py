"""The demonstration's video: cars at a car park, followed from frame to frame."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from annotation.services.documents import apply_patch, work_document
from delivery.demo.cast import Cast
from delivery.demo.work import labels_in
from projects.models import Project, Task
from projects.services.imports import Wish, start_import
from projects.services.people import set_roles
from projects.services.projects import create_project
from projects.services.queue import claim_task

TEMPLATE = "video-tracking"
NAME = "Car park, video"
VIDEOS = "demo/video"  # below one of IMPORT_ROOTS
TRACKS = settings.BASE_DIR / "demo" / "tracks"
ROLES = {"bob": "annotator", "ben": "annotator", "carol": "reviewer", "dave": "qa", "erin": "client"}


def project_of(cast: Cast) -> tuple[Project, str]:
    """The project and the id of the job that takes its video."""
    alice = cast.people["alice"]
    project = create_project(
        template=TEMPLATE,
        name=NAME,
        by=alice,
        client=cast.client,
        languages=["en", "zh"],
        deadline=timezone.localdate() + timedelta(days=30),
        description="Every vehicle from its first frame to its last. Intel IoT sample videos, CC BY 4.0.",
    )
    for key, role in ROLES.items():
        set_roles(project=project, person=cast.people[key], roles=[role], by=alice)
    wish = Wish(dataset="Videos", batch="Videos")
    imported = start_import(project=project, source="folder", location=VIDEOS, by=alice, wish=wish)
    return project, str(imported.job_id)


def begin(cast: Cast) -> None:
    """Bob takes the video up and saves the cars that he has followed so far; one is still to come."""
    bob = cast.people["bob"]
    task = Task.objects.select_related("asset").get(project__name=NAME)
    records = labels_in(TRACKS)[task.asset.name]
    claim_task(task=task, by=bob, slot="annotator")
    patch = [{"id": record["id"], "before": None, "after": record} for record in records]
    apply_patch(document=work_document(task), op_id=uuid4(), base_revision=0, patch=patch, by=bob)
