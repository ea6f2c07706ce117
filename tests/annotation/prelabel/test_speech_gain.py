"""What a recogniser gains: the distance from what it wrote to what stands in the end, and the time it spares."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.models import Document, PrelabelModel
from annotation.prelabel.base import Proposal
from annotation.services.prelabel.gain import gain
from annotation.services.prelabel.suggest import suggest
from projects.models import LabelSchema, Project, Task
from tests.contents import held, hold
from tests.qa.test_review_changes import RATE, SCHEMA, segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def recogniser(project: Project) -> PrelabelModel:
    LabelSchema.objects.create(project=project, version=2, content=SCHEMA)
    return PrelabelModel.objects.create(project=project, prelabeler="voice", name="Ears", version="1", state="ready")


def proposal(start: float, stop: float, text: str) -> Proposal:
    return Proposal("segment", "speech", segment(start, stop, text)["data"], 0.8)


def finish(task: Task, records: list[dict[str, Any]], seconds: int) -> None:
    document, _ = Document.objects.get_or_create(task=task, layer="work", owner="", defaults={"schema_version": 2})
    hold(document, records)
    task.state, task.object_count, task.annotate_seconds = Task.State.SUBMITTED, len(records), seconds
    task.save()


def test_words_are_compared_and_time_is_counted_by_the_minute(
    project: Project, tasks: list[Task], recogniser: PrelabelModel
) -> None:
    for task in tasks:
        task.asset.meta = {"rate": RATE, "seconds": 30.0}
        task.asset.save()
    suggest(
        task=tasks[0],
        model=recogniser,
        proposals=[proposal(0, 2, "the cat sad on the mat"), proposal(3, 4, "thank you")],
    )
    suggested = held(Document.objects.get(layer="prelabel"))
    kept = {**suggested[0], "data": {**suggested[0]["data"], "text": "The cat sat on the mat"}}
    finish(tasks[0], [kept], 60)
    finish(tasks[1], [segment(0, 2, "so it goes")], 150)
    suggest(task=tasks[2], model=recogniser, proposals=[proposal(0, 2, "not finished")])

    found = gain(project)
    assert found["models"][0]["words"] == {"wrong": 3, "of": 6, "rate": 0.5}
    assert found["time"]["with"] == {"tasks": 1, "seconds_per_object": 60, "seconds_per_minute": 120}
    assert found["time"]["without"] == {"tasks": 1, "seconds_per_object": 150, "seconds_per_minute": 300}
    assert found["time"]["saved"] == 90
