"""The demonstration's recordings are taken whole, and the meeting comes with its speakers."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import soundfile
from pytest_django import Settings

from accounts.models import User
from core import storage
from core.models import Job
from core.services.jobs import run_job
from delivery.demo import cast, speech
from delivery.models import Delivery
from projects.models import Batch, ImportItem, Task
from tests.conftest import Api
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
    _segments_are_delivered_cut_out(accepted, [data for data in said if data["text"]], people.people["alice"])


def _segments_are_delivered_cut_out(task: Task, said: list[dict[str, Any]], manager: User) -> None:
    """As they are asked for on the screen: one FLAC of each that has words, as long as it."""
    Task.objects.filter(batch=task.batch).exclude(pk=task.pk).delete()
    assert task.batch is not None
    Batch.objects.filter(pk=task.batch.pk).update(state=Batch.State.APPROVED)
    wish = {
        "batch": str(task.batch_id),
        "formats": ["audiofolder"],
        "format_options": {"audiofolder": {"audio": "flac"}},
    }
    made = Api(manager).post(f"/api/v1/projects/{task.project_id}/deliveries", wish)
    assert made.status_code == 202, made.json()
    run_job(str(Job.objects.get(params__delivery=made.json()["id"]).pk))
    package = Delivery.objects.get(pk=made.json()["id"]).packages.get()
    with zipfile.ZipFile(io.BytesIO(b"".join(storage.read_range(package.file)))) as packed:
        clips = sorted(name for name in packed.namelist() if name.endswith(".flac"))
        lengths = [soundfile.info(io.BytesIO(packed.read(name))).frames for name in clips]
    assert lengths == [data["stop"] - data["start"] for data in sorted(said, key=lambda data: data["start"])]
