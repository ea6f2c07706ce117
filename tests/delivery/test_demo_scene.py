"""The demonstration's drive becomes one scene of five frames, with its cameras, as one task."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from annotation.modalities.scene.manifest import Manifest
from core.models import Job
from core.services.jobs import run_job
from delivery.demo import cast, points, scene
from projects.models import ImportItem, Task
from projects.services.assets import asset_file
from tests.contents import everything

pytestmark = pytest.mark.django_db


def test_the_drive_of_the_demonstration(settings: Settings) -> None:
    settings.IMPORT_ROOTS = [str(Path(settings.BASE_DIR) / "demo")]
    project, job = scene.project_of(cast.engage())
    run_job(job)
    assert Job.objects.get(pk=job).state == Job.State.DONE
    refused = ImportItem.objects.filter(outcome__in=["rejected", "duplicate"]).values_list("name", "code")
    assert list(refused) == []
    task = Task.objects.select_related("asset").get(project=project)
    roles = [file.role for file in task.asset.files.all()]
    prepared = {role: roles.count(role) for role in set(roles) - {"original"}}
    assert prepared == {"scene": 1, "points": 5, "pieces": 5, "image": 15, "preview": 3}


def test_bob_has_begun_to_label_the_points(settings: Settings) -> None:
    settings.IMPORT_ROOTS = [str(Path(settings.BASE_DIR) / "demo")]
    people = cast.engage()
    project, job = points.project_of(people)
    run_job(job)
    points.begin(people)
    (task,) = Task.objects.filter(project=project)
    records = everything(document__task=task)
    assert sorted(record["data"]["frame"] for record in records) == [0, 1, 2, 3, 4]
    with asset_file(task.asset, "scene") as path:
        frames = Manifest.read(path).frames
    assert all(record["data"]["count"] == frames[record["data"]["frame"]]["count"] for record in records)
    assert task.state == "in_progress"
