"""Labels of all points of a scene: ground and things, each with one number in all frames."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.kinds import KINDS
from annotation.kinds.point_labels import pack, summed, unpack
from annotation.models import Document, PrelabelModel
from annotation.prelabel.base import Labelled, Picture, PrelabelError, Proposal, Setup
from annotation.prelabel.scene_points import ScenePoints
from annotation.prelabel.scene_view import SceneView
from annotation.services import blobs
from annotation.services.documents import read_records
from annotation.services.prelabel.suggest import suggest
from projects.models import LabelSchema, Project, Task
from tests.annotation.prelabel.scenes import FRAMES, PARKED, moving, scene

BOTH = frozenset({"cuboid", "point_labels"})
LABELS = {"sky": frozenset({"tag"}), "road": frozenset({"point_labels"}), "car": BOTH}


def proposals(one: Picture, labels: Any = LABELS, **config: Any) -> list[Proposal]:
    ((_, found),) = ScenePoints(Setup(ScenePoints.configuration(config), labels)).predict([one])
    return found


def test_every_frame_gets_its_ground_and_cars_with_one_number_each(tmp_path: Path) -> None:
    one = scene(tmp_path)
    found = proposals(one)
    assert [each.data["frame"] for each in found] == list(range(FRAMES))
    numbers: list[set[int]] = [set(), set()]
    for frame, each in zip(SceneView(one).frames, found, strict=True):
        assert each.data["blob"] == hashlib.sha256(each.blob).hexdigest()
        KINDS["point_labels"].validate(dict(each.data))
        KINDS["point_labels"].check_blob(dict(each.data), each.blob)
        assert 0.6 < each.score < 1
        labels = [one["label"] for one in each.data["classes"]]
        values = unpack(each.blob, frame.count)[frame.points.index]
        of = np.array(["", *labels])[values & 0xFFFF]
        assert ((of == "road") == frame.points.ground).all()
        for number, box in enumerate((PARKED, moving(frame.number))):
            inside = boxes.inside(frame.xyz, box, -0.1) | (
                boxes.inside(frame.xyz, box, 0.1) & ~frame.points.ground & (frame.xyz[:, 2] > 20.3)
            )
            assert (of[inside] == "car").mean() > 0.9
            numbers[number] |= set((values[inside & (of == "car")] >> 16).tolist())
    assert numbers in ([{1}, {2}], [{2}, {1}])


def test_what_people_have_begun_is_left_alone(tmp_path: Path) -> None:
    begun = Labelled("point_labels", "", {"frame": 2, "blob": "0" * 64, "count": 1, "classes": []})
    assert [each.data["frame"] for each in proposals(scene(tmp_path, begun))] == [0, 1, 3, 4, 5]


def test_the_ground_alone_goes_under_the_label_that_is_chosen(tmp_path: Path) -> None:
    labels = {**LABELS, "terrain": frozenset({"point_labels"})}
    (only,) = proposals(scene(tmp_path / "one", frames=1), labels, task="segment_ground", ground=["terrain"])
    assert [(each["label"], each["instances"]) for each in only.data["classes"]] == [("terrain", 0)]
    with pytest.raises(PrelabelError, match="ground"):
        proposals(scene(tmp_path / "two", frames=1), {"sky": frozenset({"point_labels"})})


def test_the_file_of_a_suggestion_is_kept_before_it_is_named(project: Project, task: Task) -> None:
    """Only of what is proposed: what the schema does not allow leaves no file."""
    road = {"key": "road", "name": {"en": "Road", "zh": "道路"}, "color": "#123456", "hotkey": None}
    schema = LabelSchema.objects.get(project=project)
    schema.content["labels"].append({**road, "attributes": [], "kinds": ["point_labels"]})
    schema.save()
    model = PrelabelModel.objects.create(project=project, prelabeler="scene_points", name="Points", state="ready")
    values = [np.array([1, 1, 0], np.uint32), np.array([1, 0, 0], np.uint32)]
    made = [
        Proposal("point_labels", "", {"frame": 0, "blob": _name(each), "count": 3, "classes": summed(each, [label])},
                 0.7, blob=pack(each))
        for each, label in zip(values, ("road", "sea"), strict=True)
    ]  # fmt: skip
    result = suggest(task=task, model=model, proposals=made)
    assert (result.proposed, result.unfit) == (1, 1)
    assert blobs.read(project.pk, _name(values[0])) == pack(values[0])
    with pytest.raises(FileNotFoundError):
        blobs.read(project.pk, _name(values[1]))
    (record,) = read_records(Document.objects.get(task=task, layer="prelabel"))
    assert (record["score"], record["source"]["model"]) == (0.7, "scene_points")


def _name(values: NDArray[np.uint32]) -> str:
    return hashlib.sha256(pack(values)).hexdigest()
