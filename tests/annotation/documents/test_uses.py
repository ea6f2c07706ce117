"""What the label schema sees of records that are not drawn as themselves: tracks, and the labels of points."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from annotation.kinds.keyframes import keyframe
from annotation.models import Document
from annotation.services.label_rules import label_rules
from annotation.services.prelabel import suggest
from annotation.services.schema_usage import count_uses
from projects.models import Project
from projects.schema import Change
from tests.annotation.documents.conftest import box, change, operation
from tests.conftest import Api

pytestmark = pytest.mark.django_db
SQUARE = {"x": 0, "y": 0, "width": 5, "height": 5}
TAG: dict[str, Any] = {}


def track(of: str, label: str = "car", /, **attributes: Any) -> dict[str, Any]:
    frames = [keyframe(0, SQUARE), keyframe(4, SQUARE, attributes=attributes)]
    return box(uuid4(), kind="track", label=label, data={"of": of, "keyframes": frames})


def point_labels(*labels: str) -> dict[str, Any]:
    classes = [{"label": label, "points": 1, "instances": 0} for label in labels]
    data = {"frame": 0, "blob": "0" * 64, "count": 9, "classes": classes}
    return box(uuid4(), kind="point_labels", label="", data=data)


def test_a_label_that_allows_boxes_allows_tracks_of_boxes(project: Project) -> None:
    problems = label_rules(project.pk).problems
    assert problems(track("box", occluded=True)) == []
    assert problems(track("polyline", "person")) == ["kind: 'person' is never a polyline"]
    assert problems(track("box", "lorry")) == ["label: 'lorry' is not in the label schema"]
    assert len(problems(track("box", wings=2))) == 1


def test_every_class_of_point_labels_is_looked_up(project: Project) -> None:
    problems = label_rules(project.pk).problems
    assert problems(point_labels()) == []
    assert problems(point_labels("car", "lorry")) == [
        "kind: 'car' is never a point_labels",
        "label: 'lorry' is not in the label schema",
    ]


def test_bob_saves_a_track_and_its_removal_would_be_noticed(document: Document, bob: User, project: Project) -> None:
    record = track("box")
    answer = Api(bob).patch(f"/api/v1/documents/{document.pk}", operation(change(None, record)))
    assert answer.status_code == 200, answer.content
    changes = [Change(verb="kind-removed", label="car", before=kind) for kind in ("box", "polygon")]
    assert [use.records for use in count_uses(project, changes)] == [1, 0]


def test_a_suggestion_in_another_place_is_another_thing() -> None:
    """Though a cuboid has no place in a picture, two of one label are not the same."""
    size = {"length": 4, "width": 2, "height": 2, "qw": 1, "qx": 0, "qy": 0, "qz": 0}
    here = box(uuid4(), kind="cuboid", data={"x": 0, "y": 0, "z": 0, **size})
    near = box(uuid4(), kind="cuboid", data={"x": 0.5, "y": 0, "z": 0, **size})
    far = box(uuid4(), kind="cuboid", data={"x": 50, "y": 0, "z": 0, **size})
    assert suggest._same(here, near)
    assert not suggest._same(here, far)
    assert suggest._same(box(uuid4(), kind="tag", data=TAG), box(uuid4(), kind="tag", data=TAG))
