"""The demonstration's drive becomes one scene of five frames, with its cameras, as one task."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from core.models import Job
from core.services.jobs import run_job
from delivery.demo import cast, scene
from projects.models import ImportItem, Task

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
    assert prepared == {"scene": 1, "points": 5, "image": 15, "preview": 3}
