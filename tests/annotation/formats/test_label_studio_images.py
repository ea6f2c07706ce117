"""Label Studio's images: vectors, bitmasks, holes, and the short export."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from annotation.formats.conversion import recognise
from annotation.formats.source import OpenedFiles
from annotation.kinds import KINDS
from annotation.kinds.record import Record, new_record, stable_id
from tests.annotation.formats.helpers import codes, item, read, there_and_back
from tests.annotation.formats.test_gathered import header_of

SIZE = {"original_width": 200, "original_height": 100, "image_rotation": 0}


def read_one(kind: str, value: dict[str, Any]) -> tuple[list[Record], list[str]]:
    result = {**SIZE, "id": "a", "from_name": "x", "to_name": "image", "type": kind, "value": value}
    task = {"data": {"image": "a.png"}, "annotations": [{"result": [result]}]}
    [one], report = read("label_studio_images", {"export.json": json.dumps([task])})
    return one.records, codes(report)


def vertex(name: str, x: float, y: float, before: str | None, **more: Any) -> dict[str, Any]:
    return {"id": name, "x": x, "y": y, "prevPointId": before, "isBezier": bool(more), **more}


def test_an_open_vector_is_a_line_and_a_closed_one_a_polygon() -> None:
    corners = [vertex("1", 10, 10, None), vertex("2", 50, 10, "1"), vertex("3", 50, 60, "2")]
    [line], problems = read_one("vectorlabels", {"vertices": corners, "closed": False, "vectorlabels": ["road"]})
    assert (line["kind"], line["label"], problems) == ("polyline", "road", [])
    assert line["data"] == {"points": [[20, 10], [100, 10], [100, 60]]}
    [area], _ = read_one("vectorlabels", {"vertices": corners, "closed": True, "vectorlabels": ["road"]})
    assert (area["kind"], area["data"]["points"]) == ("polygon", line["data"]["points"])
    unclosed = {"points": [[10, 10], [50, 10]], "closed": False, "polygonlabels": ["road"]}
    [drawn], _ = read_one("polygonlabels", unclosed)
    assert (drawn["kind"], drawn["data"]["points"]) == ("polyline", [[20, 10], [100, 10]])


def test_a_curve_comes_as_short_lines_along_it_and_a_branch_as_a_line_of_its_own() -> None:
    bent = vertex("2", 50, 0, "1", controlPoint1={"x": 50, "y": 50}, controlPoint2={"x": 50, "y": 0})
    start = vertex("1", 0, 0, None, controlPoint1={"x": 0, "y": 0}, controlPoint2={"x": 0, "y": 50})
    value = {"vertices": [start, bent, vertex("3", 80, 0, "2"), vertex("4", 50, 90, "2")], "closed": False}
    found, problems = read_one("vectorlabels", {**value, "vectorlabels": ["road"]})
    assert problems == []
    main, branch = (record["data"]["points"] for record in found)
    assert (main[0], main[-2:], branch) == ([0, 0], [[100, 0], [160, 0]], [[100, 0], [100, 90]])
    # The middle of that curve, by De Casteljau: three quarters of the way to its handles.
    assert main[6] == pytest.approx([50, 37.5])
    assert len(found) == 2


def png(pixels: np.ndarray[Any, Any]) -> str:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "png")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def test_a_bitmask_is_what_is_opaque_or_not_black() -> None:
    colours = np.zeros((100, 200, 4), np.uint8)
    colours[10:30, 40:90] = (9, 0, 0, 255)
    grey = colours[..., 3]
    for pixels in (colours, grey):
        [mask], problems = read_one("bitmasklabels", {"imageDataURL": png(pixels), "bitmasklabels": ["road"]})
        assert (mask["kind"], KINDS["mask"].measure(mask["data"]).bounds, problems) == ("mask", (40, 10, 90, 30), [])
        assert mask["data"]["area"] == 1000
    for bad in (png(grey[:50]), "data:image/png;base64,AAAA", "https://example.org/a.png", 3):
        assert read_one("bitmasklabels", {"imageDataURL": bad, "bitmasklabels": ["road"]}) == ([], ["bad-mask"])


def test_a_hole_survives_as_a_mask_and_a_line_as_a_line(tmp_path: Path) -> None:
    ring = {"points": [[10, 10], [110, 10], [110, 90], [10, 90]], "holes": [[[40, 30], [80, 30], [60, 70]]]}
    line = {"points": [[1, 2], [30.5, 40], [7, 8]]}
    records = [
        new_record(id=stable_id(1), kind="polygon", label="car", data=ring),
        new_record(id=stable_id(2), kind="polyline", label="road", data=line),
    ]
    items = [item("0.png", records)]
    [one], found, report = there_and_back("label_studio_images", items, tmp_path, header=header_of(items))
    mask, back = one.records
    assert codes(report) == []
    assert mask["data"]["area"] == pytest.approx(KINDS["polygon"].measure(ring).area, rel=0.01)
    assert back["data"] == {"points": [pytest.approx(point) for point in line["points"]]}
    assert {label["key"]: label["kinds"] for label in found.schema["labels"]}["road"] == ["polyline"]
    assert "<VectorLabels" in (tmp_path / "set/label_config.xml").read_text()


def test_the_short_export_brings_shapes_choices_and_answers() -> None:
    box = {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["Car"]}
    task = {
        "image": "/data/upload/7/0123abcd-street.jpg",
        "id": 11,
        "label": [{**SIZE, **box}, {**SIZE, "points": [[1, 1], [9, 1], [9, 9]], "polygonlabels": ["Road"]}],
        "weather": {"choices": ["rain", "wind"]},
        "caption": "A street.",
        "quality": [{"rating": 4}],
        "annotator": 1, "annotation_id": 3, "created_at": "2026-01-01T10:00:00Z", "lead_time": 2.5,
    }  # fmt: skip
    text = json.dumps([task])
    found = recognise(OpenedFiles([("min.json", lambda: io.BytesIO(text.encode()))]), "image")
    assert found
    assert found.slug == "label_studio_images"
    [one], report = read("label_studio_images", {"min.json": text})
    assert (one.name, codes(report)) == ("street.jpg", [])
    told = {(record["kind"], record["label"]): record for record in one.records}
    assert told.keys() == {("box", "Car"), ("polygon", "Road"), ("tag", "rain"), ("tag", "wind"), ("answers", "")}
    assert told["box", "Car"]["data"] == {"x": 20, "y": 10, "width": 40, "height": 20}
    assert told["answers", ""]["attributes"] == {"caption": "A street.", "quality": 4}


def test_the_short_export_brings_tracks_of_videos() -> None:
    shape = {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "enabled": True}
    tracked = {"framesCount": 9, "sequence": [{**shape, "frame": 1}, {**shape, "frame": 5}], "labels": ["Car"], **SIZE}
    task = {"video": "clip.mp4", "id": 1, "box": [tracked], "annotator": 1, "annotation_id": 3}
    [one], report = read("label_studio_videos", {"min.json": json.dumps([task])})
    [record] = one.records
    assert (one.name, codes(report), record["label"]) == ("clip.mp4", [], "Car")
    assert [each["frame"] for each in record["data"]["keyframes"]] == [0, 4]
