"""The demonstration's recordings are taken whole, and the meeting comes with its speakers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pytest_django import Settings

from core.models import Job
from core.services.jobs import run_job
from delivery.demo import cast, speech
from projects.models import ImportItem, Task
from tests.contents import everything

pytestmark = pytest.mark.django_db


def test_the_recordings_of_the_demonstration(settings: Settings) -> None:
    settings.IMPORT_ROOTS = [str(Path(settings.BASE_DIR) / "demo")]
    people = cast.engage()
    project, job = speech.project_of(people)
    run_job(job)
    assert Job.objects.get(pk=job).state == Job.State.DONE
    refused = ImportItem.objects.filter(outcome__in=["rejected", "duplicate"]).values_list("name", "code")
    assert list(refused) == []
    assert Task.objects.filter(project=project).count() == 5
    found = [record["data"] for record in everything(document__task__project=project)]
    assert Counter(data["speaker"] for data in found) == {"MEE009": 4, "MEE012": 5}
    assert all(0 <= data["start"] < data["stop"] <= 480_001 for data in found)
    speech.write_down(people)
    accepted = Task.objects.get(project=project, state=Task.State.ACCEPTED)
    assert accepted.asset.name == "address/jfk.flac"
    said = [record["data"] for record in everything(document__task=accepted) if record["kind"] == "segment"]
    assert [data["text"] for data in sorted(said, key=lambda data: data["start"])][1] == "ask not"
