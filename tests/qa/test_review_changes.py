"""What reviewers change is measured when they decide, and shown with the project's quality."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from annotation.models import Document
from annotation.services.documents import apply_patch
from core.ids import uuid7
from projects.models import LabelSchema, Task
from qa.models import Review
from qa.services.changes import measured
from qa.services.review import decide
from tests.conftest import Api
from tests.contents import hold

RATE = 16_000
SCHEMA: dict[str, Any] = {
    "labels": [
        {
            "key": "speech", "kinds": ["segment"], "name": {"en": "Speech", "zh": "语音"}, "color": "#000000",
            "attributes": [
                {"key": "score", "type": "number", "name": {"en": "Score", "zh": "得分"}, "min": 0, "max": 10,
                 "required": False, "options": [], "step": 1, "default": None, "when": None},
            ],
        }
    ],
    "questions": [],
}  # fmt: skip


def segment(start: float, stop: float, text: str, speaker: str = "", **attributes: Any) -> dict[str, Any]:
    lane = {"channel": None, "tier": "", "speaker": speaker, "parent": None, "text": text}
    data = {"start": round(start * RATE), "stop": round(stop * RATE), **lane}
    return {
        "id": str(uuid4()), "kind": "segment", "label": "speech", "data": data, "attributes": attributes, "z": 0,
        "group": None, "source": {"origin": "human"}, "score": None,
    }  # fmt: skip


def changed(record: dict[str, Any], *, attributes: dict[str, Any] | None = None, **data: Any) -> dict[str, Any]:
    return {**record, "data": {**record["data"], **data}, "attributes": attributes or record["attributes"]}


def test_each_measure_counts_what_was_changed() -> None:
    one = segment(0, 2, "so we are gonna try it", "A", score=5)
    two = segment(2, 4, "yes", "B", score=7)
    after = [
        changed(one, text="so we are going to try it", stop=round(1.8 * RATE), attributes={"score": 7}),
        changed(two, start=round(1.8 * RATE) + 10),
    ]
    found = measured([one, two], after, SCHEMA, RATE)
    assert found["words"] == [2, 8]
    assert found["characters"] == [4, 22]
    assert found["corrections"] == [["gonna", "going to", 1]]
    assert found["bounds"] == [2, 4, 4]
    speech, missed, false_alarm, confusion = found["turns"]
    assert (speech, missed, false_alarm, confusion) == (3.999, 0, 0.001, 0.199)
    assert found["ratings"] == {"speech.score": [(5, 7, 1), (7, 7, 1)]}


def test_dividing_an_utterance_changes_no_words() -> None:
    one = segment(0, 4, "so it goes on and on")
    after = [changed(one, text="so it goes", stop=2 * RATE), segment(2, 4, "on and on")]
    found = measured([one], after, SCHEMA, RATE)
    assert found["words"] == [0, 6]
    assert found["corrections"] == []


@pytest.mark.django_db
def test_a_review_keeps_what_its_reviewer_changed(task: Task, bob: User, carol: User) -> None:
    LabelSchema.objects.create(project=task.project, version=2, content=SCHEMA)
    task.asset.meta = {"rate": RATE}
    task.asset.save()
    task.annotator, task.state = bob, Task.State.CLAIMED
    task.save()
    document = Document.objects.create(task=task, layer="work", schema_version=2)
    first = segment(0, 2, "so we are gonna try it")
    hold(document, [first])
    task.state, task.reviewer = Task.State.IN_REVIEW, carol
    task.save()
    better = changed(first, text="so we are going to try it")
    patch = [{"id": first["id"], "before": first, "after": better}]
    apply_patch(document=document, op_id=uuid7(), base_revision=document.revision, patch=patch, by=carol)
    decide(task=task, decision="accept", note="", by=carol)
    assert Review.objects.get().changes["words"] == [2, 7]

    seen = Api(carol).get(f"/api/v1/projects/{task.project_id}/quality").json()
    words = seen["changes"]["words"]
    assert (words["wrong"], words["of"], round(words["low"], 3), round(words["high"], 3)) == (2, 7, 0.29, 0.963)
    assert seen["changes"]["corrections"] == [{"old": "gonna", "new": "going to", "count": 1}]
    assert seen["people"][0]["words"]["rate"] == pytest.approx(2 / 7)
