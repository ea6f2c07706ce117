"""A delivery holds what was decided; what everybody answered goes with it when the project says so, without names."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from accounts.models import User
from annotation.services.documents import apply_patch, work_document
from delivery.services.answers import lines_of, wanted
from delivery.services.snapshots import items_of, take_snapshot
from projects.models import Batch, Project, Task
from projects.services.queue import next_task
from projects.services.tasks import submit_task
from qa.services.review import decide
from tests.contents import car


@pytest.mark.django_db
def test_everybodys_answer_is_delivered_under_a_number(
    project: Project, batch: Batch, task: Task, bob: User, ben: User, carol: User, alice: User
) -> None:
    project.workflow = {"answers": 2, "deliver_answers": True}
    project.save()
    for by, x in ((ben, 10), (bob, 14)):
        answer = next_task(project=project, by=by, slot="annotator")
        assert answer is not None
        record = car(str(uuid4()), x, 10, 50, 40)
        change = {"id": record["id"], "before": None, "after": record}
        document = work_document(answer)
        apply_patch(document=document, op_id=uuid4(), base_revision=0, patch=[change], by=by)
        submit_task(task=answer, by=by, revision=1)
    decide(task=task, decision="accept", note="", by=carol)
    snapshot = take_snapshot(batch=batch, by=alice)
    assert [len(item.records) for item in items_of(snapshot)] == [1]
    assert wanted(snapshot)
    rows = [json.loads(line) for line in lines_of(snapshot)]
    assert [(row["name"], row["person"], row["records"][0]["data"]["x"]) for row in rows] == [
        ("0.jpg", 1, 10),
        ("0.jpg", 2, 14),
    ]
    assert "Ben" not in json.dumps(rows)
