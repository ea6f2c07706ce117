"""The demonstration's video becomes one task, in which Bob has followed three cars."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from annotation.kinds.track import at
from core.models import Job
from core.services.jobs import run_job
from delivery.demo import cast, video
from projects.models import ImportItem, Task
from tests.contents import everything

pytestmark = pytest.mark.django_db


def test_bob_has_begun_to_follow_the_cars_of_the_video(settings: Settings) -> None:
    settings.IMPORT_ROOTS = [str(Path(settings.BASE_DIR) / "demo")]
    people = cast.engage()
    project, job = video.project_of(people)
    run_job(job)
    assert Job.objects.get(pk=job).state == Job.State.DONE
    refused = ImportItem.objects.filter(outcome__in=["rejected", "duplicate"]).values_list("name", "code")
    assert list(refused) == []
    video.begin(people)
    task = Task.objects.select_related("asset").get(project=project)
    assert (task.state, task.asset.meta["frames"], task.asset.width) == ("in_progress", 377, 768)
    records = everything(document__task=task)
    there = {frame: sum(at(record["data"], frame) is not None for record in records) for frame in (0, 70, 200, 239)}
    assert there == {0: 0, 70: 1, 200: 2, 239: 1}
