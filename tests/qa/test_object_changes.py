"""What reviewers change in pictures and videos is measured, added up, compared from files and shown."""

from __future__ import annotations

import json
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
from annotation.kinds.keyframes import keyframe
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record
from annotation.models import Document
from annotation.services.documents import apply_patch
from core.ids import uuid7
from projects.models import Task
from qa.metrics.objects import Objects, compared
from qa.services.changes import measured, total
from qa.services.review import decide
from tests.conftest import SCHEMA, Api
from tests.contents import hold
from tests.qa.test_checks import box, polygon, record


def square(x: float, y: float, side: float = 20) -> dict[str, float]:
    return {"x": x, "y": y, "width": side, "height": side}


def track(*places: tuple[int, float], label: str = "car") -> dict[str, Any]:
    """A box that goes from place to place along a line."""
    return record("track", label, of="box", keyframes=[keyframe(frame, square(x, 0)) for frame, x in places])


def test_objects_are_right_wrongly_labelled_missing_or_too_many() -> None:
    right = [box(10, 10, 100, 50), box(200, 10, 50, 50), box(10, 200, 30, 30, "person"), box(400, 10, 20, 20)]
    found = [box(10, 10, 100, 48), box(200, 10, 50, 50, "person"), box(300, 300, 9, 9)]
    figures = compared(right, found)
    assert figures.labels == {"car": (1, 1, 1), "person": (0, 1, 0)}
    assert figures.confusions == {("person", "car"): 1}
    assert (figures.right, figures.relabelled, figures.missed, figures.extra) == (1, 1, 2, 1)
    assert (figures.precision, figures.recall) == (1 / 3, 1 / 4)
    assert figures.f1 == pytest.approx(2 / 7)
    assert figures.mean("iou") == pytest.approx((0.96 + 1) / 2)
    assert figures.f1_of("car") == pytest.approx(2 / 5)


def test_of_two_on_one_place_the_one_of_its_label_is_taken() -> None:
    right = [box(10, 10, 50, 50), box(12, 10, 50, 50, "person")]
    found = [box(10, 10, 50, 50, "person"), box(12, 10, 50, 50)]
    assert compared(right, found).labels == {"car": (1, 0, 0), "person": (1, 0, 0)}


def test_each_kind_has_measures_of_its_own() -> None:
    pixels = np.zeros((480, 640), bool)
    pixels[20:220, 20:220] = True
    mask = record("mask", **(mask_data(pixels) or {}))
    pixels[10:230, 10:230] = True
    looser = record("mask", **(mask_data(pixels) or {}))
    nose = record("points", "person", points=[[100, 100], [150, 160]], attributes={"keypoints": "nose, left_eye"})
    moved = {**nose, "data": {"points": [[101, 100], [150, 160]]}}
    line = record("polyline", points=[[0, 300], [600, 300]])
    lower = record("polyline", points=[[0, 304], [600, 304]])
    alone = polygon((300, 300), (400, 300), (400, 400))
    figures = compared([mask, nose, line, alone], [looser, moved, lower], (640, 480))
    assert figures.mean("iou") == pytest.approx(200**2 / 220**2)
    # Both outlines are 16 pixels wide, and the one lies 10 outside the other.
    assert figures.mean("boundary_iou") == pytest.approx(6 / 26, abs=0.01)
    assert figures.mean("line_distance") == pytest.approx(4)
    assert 0 < (figures.mean("oks") or 0) < 1
    assert figures.missed == 1


def test_a_tag_is_right_or_wrong_and_what_is_said_of_emptiness_is_no_object() -> None:
    figures = compared([record("tag", "car"), record("empty", "")], [record("tag", "person")])
    assert figures.labels == {"car": (0, 1, 0), "person": (0, 0, 1)}


def test_counts_come_back_from_their_json_and_add_up() -> None:
    changes = measured([box(10, 10, 50, 50), track((0, 0), (9, 90))], [box(10, 10, 50, 50, "person")], SCHEMA, 0)
    again = json.loads(json.dumps(changes))
    both = total([changes, again])
    one = total([again])
    assert one["objects"] == Objects.of(again["objects"])
    assert both["objects"].extra == 2 * one["objects"].extra == 2
    assert both["tracks"].found == 2 * one["tracks"].found == 20


def test_tracks_that_swap_are_found_out() -> None:
    right = [track((0, 0), (19, 190)), track((0, 400), (19, 210))]
    swapped = [track((0, 0), (9, 90), (10, 300), (19, 210)), track((0, 400), (9, 310), (10, 100), (19, 190))]
    tracks = total([measured(swapped, right, SCHEMA, 0)])["tracks"]
    assert (tracks.reference, tracks.found, tracks.switches) == (40, 40, 2)
    assert tracks.mota == pytest.approx(1 - 2 / 40)
    assert tracks.idf1 == pytest.approx(0.5)
    same = total([measured(right, right, SCHEMA, 0)])["tracks"]
    assert (same.hota, same.mota, same.idf1) == pytest.approx((1, 1, 1))


def test_thousands_of_objects_are_matched_among_their_neighbours() -> None:
    """Every box of a grid of five thousand is found again, and none with all the others."""
    grid = [(10.0 * (n % 100), 10.0 * (n // 100)) for n in range(5000)]
    figures = compared([box(x, y, 8, 8) for x, y in grid], [box(x + 1, y, 8, 8) for x, y in grid])
    assert (figures.right, figures.missed, figures.extra) == (5000, 0, 0)


@pytest.mark.django_db
def test_a_review_of_an_image_keeps_and_shows_what_was_changed(task: Task, bob: User, carol: User) -> None:
    task.annotator, task.state = bob, Task.State.CLAIMED
    task.save()
    document = Document.objects.create(task=task, layer="work", schema_version=1)
    first, wrong = box(10, 10, 100, 50), box(200, 10, 50, 50, "person")
    hold(document, [first, wrong])
    task.state, task.reviewer = Task.State.IN_REVIEW, carol
    task.save()
    patch = [{"id": wrong["id"], "before": wrong, "after": {**wrong, "label": "car"}}]
    apply_patch(document=document, op_id=uuid7(), base_revision=document.revision, patch=patch, by=carol)
    decide(task=task, decision="accept", note="", by=carol)
    seen = Api(carol).get(f"/api/v1/projects/{task.project_id}/quality").json()
    objects = seen["changes"]["objects"]
    assert (objects["right"], objects["relabelled"], objects["f1"]) == (1, 1, 0.5)
    [confusion] = objects["confusions"]
    assert (confusion["found"], confusion["right"], confusion["count"]) == ("person", "car", 1)
    assert confusion["right_name"] == {"en": "Car", "zh": "轿车"}
    assert objects["measures"] == {"iou": 1.0, "boundary_iou": None, "oks": None, "line_distance": None}
    assert [row["label"] for row in objects["labels"]] == ["car"]
    assert seen["changes"]["tracks"] is None
    assert seen["people"][0]["objects"] == 0.5


def test_two_sets_of_files_beside_one_another(tmp_path: Path) -> None:
    def written(name: str, *records: dict[str, Any]) -> Path:
        with open_sink(tmp_path / name) as sink:
            items = [Item("a.png", 640, 480, cast(list[Record], list(records)))]
            FORMATS["coco"].encode(Header(SCHEMA), items, sink)
        return tmp_path / name

    one = written("one", box(10, 10, 100, 50), box(200, 10, 50, 50))
    two = written("two", box(10, 10, 100, 48), box(200, 10, 50, 50, "person"))
    out = StringIO()
    call_command("compare", str(one), str(two), "--report", str(tmp_path / "r.json"), stdout=out)
    said = out.getvalue()
    assert "object f1 0.5000" in said
    assert "mean iou 0.9800" in said
    assert "car: 1 right, 0 missed, 0 extra, F1 0.667" in said
    assert "1 times: person > car" in said
    assert "word error rate" not in said
    [figures] = json.loads((tmp_path / "r.json").read_text())["distances"]
    assert figures["hota"] is None
