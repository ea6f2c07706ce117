"""What reviewers change in scenes is measured, added up, compared from files and shown."""

from __future__ import annotations

import hashlib
import json
import math
from io import StringIO
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from django.core.management import call_command

from accounts.models import User
from annotation.formats import FORMATS
from annotation.formats.base import Header, Item
from annotation.formats.sink import open_sink
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds.keyframes import keyframe
from annotation.kinds.point_labels import pack, summed
from annotation.kinds.record import Record
from annotation.models import Document
from annotation.services import blobs
from annotation.services.documents import apply_patch
from core.ids import uuid7
from delivery.report.figures import change_rows
from projects.models import Task
from qa.services.changes import measured, total
from qa.services.review import decide
from qa.services.scene_changes import SceneFacts
from tests.conftest import SCHEMA, Api
from tests.contents import hold
from tests.qa.test_checks import record

LABELS = ["road", "car"]
VALUES = np.array([1] * 60 + [2 | 1 << 16] * 40, np.uint32)


def box(x: float, y: float = 0.0, yaw: float = 0.0) -> dict[str, float]:
    return boxes.made(Pose((x, y, 0.8), from_yaw(yaw)), 4.0, 2.0, 1.6)


def cuboid(x: float, **more: Any) -> dict[str, Any]:
    return record("cuboid", **box(x, **more))


def labels(values: Any, frame: int = 0) -> tuple[dict[str, Any], dict[str, bytes]]:
    values = np.asarray(values, np.uint32)
    content = pack(values)
    name = hashlib.sha256(content).hexdigest()
    data = {"frame": frame, "blob": name, "count": len(values), "classes": summed(values, LABELS)}
    return record("point_labels", "", **data), {name: content}


def test_boxes_are_counted_in_every_frame_by_their_distance() -> None:
    keys = [keyframe(0, box(10)), keyframe(3, box(40))]
    track = record("track", of="cuboid", keyframes=keys)
    late = {**track, "data": {**track["data"], "keyframes": [keys[0], keyframe(3, box(40, 1.0, math.pi))]}}
    facts = SceneFacts([(0.0, 0.0, 0.0)] * 4)
    figures = total([measured([late, cuboid(80)], [track], SCHEMA, 0, scene=facts)])["boxes"]
    counts = {name: (each.right, each.missed, each.extra) for name, each in figures.bins.items()}
    assert counts == {"near": (2, 0, 0), "middle": (2, 0, 0), "far": (0, 0, 4)}
    assert figures.bins["near"].mean("distance") == pytest.approx((0 + 1 / 3) / 2)
    assert figures.bins["middle"].mean("flips") == 1.0
    timed = SceneFacts(times=[0.0, 0.5, 1.0, None])
    whole = total([measured([late], [track], SCHEMA, 0, scene=timed)])["boxes"].whole
    # It drifts a third of a metre in each half second; where the time is not known neither is the velocity.
    assert whole.mean("velocity") == pytest.approx(2 / 3)
    assert whole.parts[0][1] == 3


def test_labels_of_points_are_read_where_they_changed_and_summed_up_where_not() -> None:
    wrong = VALUES.copy()
    wrong[:10] = 2 | 1 << 16
    before, one = labels(wrong)
    after, other = labels(VALUES)
    same, third = labels(VALUES, 1)
    facts = SceneFacts(blobs={**one, **other, **third})
    figures = total([measured([before, same], [after, same], SCHEMA, 0, scene=facts)])["points"]
    assert figures.points == {"road": (110, 120), "car": (80, 90)}
    assert figures.segments["car"] == (2, 0, 0, pytest.approx(1.8))
    rows = dict(change_rows(total([measured([before], [after], SCHEMA, 0, scene=facts)])))
    assert rows["points_iou"] == f"{100 * (50 / 60 + 40 / 50) / 2:.1f} %"


@pytest.mark.django_db
def test_a_review_of_a_scene_keeps_and_shows_what_was_changed(task: Task, bob: User, carol: User) -> None:
    task.annotator, task.state = bob, Task.State.CLAIMED
    task.save()
    document = Document.objects.create(task=task, layer="work", schema_version=1)
    first, points = cuboid(10), labels(VALUES)
    blobs.keep(task.project_id, next(iter(points[1].values())))
    hold(document, [first, points[0]])
    task.state, task.reviewer = Task.State.IN_REVIEW, carol
    task.save()
    moved = {**first, "data": {**first["data"], "x": 10.5}}
    patch = [{"id": first["id"], "before": first, "after": moved}]
    apply_patch(document=document, op_id=uuid7(), base_revision=document.revision, patch=patch, by=carol)
    decide(task=task, decision="accept", note="", by=carol)
    changes = Api(carol).get(f"/api/v1/projects/{task.project_id}/quality").json()["changes"]
    assert (changes["boxes"]["f1"], changes["boxes"]["distance"]) == (1.0, 0.5)
    assert [row["bin"] for row in changes["boxes"]["bins"]] == ["all"]
    assert (changes["points"]["iou"], changes["points"]["quality"]) == (1.0, 1.0)
    assert {row["label"] for row in changes["points"]["labels"]} == {"road", "car"}


def test_two_sets_of_files_beside_one_another(tmp_path: Path) -> None:
    def written(name: str, values: Any, *records: dict[str, Any]) -> Path:
        points, files = labels(values)
        with open_sink(tmp_path / name) as sink:
            items = [Item("drive", None, None, cast(list[Record], [*records, points]), blobs=files)]
            FORMATS["groundwork"].encode(Header(SCHEMA, kinds=frozenset({"point_labels"})), items, sink)
        return tmp_path / name

    one = written("one", VALUES, cuboid(10), cuboid(30))
    two = written("two", VALUES, cuboid(10.5), cuboid(60))
    out = StringIO()
    call_command("compare", str(one), str(two), "--report", str(tmp_path / "r.json"), stdout=out)
    assert "box f1 0.5000" in out.getvalue()
    assert "box distance 0.5000" in out.getvalue()
    assert "panoptic quality 1.0000" in out.getvalue()
    [figures] = json.loads((tmp_path / "r.json").read_text())["distances"]
    assert figures["box_bev"] == pytest.approx(3.5 / 4.5)
