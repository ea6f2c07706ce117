"""Lane lines as cameras see them, and back in the world to the millimetre."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotation.formats import FORMATS, Item
from annotation.formats.openlane.categories import category_of, record_of
from annotation.formats.sink import open_sink
from annotation.formats.source import open_source
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds.record import Record, new_record, stable_id
from tests.annotation.formats.helpers import header, read

OPTICAL = Pose.from_matrix(np.asarray([[0, 0, 1, 1.5], [-1, 0, 0, 0.2], [0, -1, 0, 1.6], [0, 0, 0, 1.0]]))
"""A camera that looks ahead, in the vehicle."""
EGOS = [Pose.of((1000.0 + 8 * i, -500.0 + i, 20.0), from_yaw(0.3 + 0.05 * i)) for i in range(3)]


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    lens = {"width": 1920, "height": 1080, "model": "pinhole", "fx": 1000.0, "fy": 1000.0, "cx": 959.5, "cy": 539.5}
    camera = {"name": "front", **lens, "distortion": [], "reach": None, "pose": OPTICAL.json()}
    frames = [
        {"name": f"{i:06d}", "ego": ego.json(), "sweeps": [], "images": [{"camera": 0, "pose": (ego @ OPTICAL).json()}]}
        for i, ego in enumerate(EGOS)
    ]
    path = tmp_path / "scene.json"
    path.write_text(json.dumps({"version": 1, "origin": [0, 0, 0], "cameras": [camera], "frames": frames}))
    return path


def line(number: int, points: Any, label: str = "lane", visible: list[bool] | None = None, **attributes: str) -> Record:
    world = EGOS[0].apply(np.asarray(points, dtype=np.float64)).tolist()
    data = {"points": world, **({"visible": visible} if visible else {})}
    return new_record(id=stable_id(number), kind="polyline3d", label=label, data=data, attributes=dict(attributes))


def item(scene: Path, *records: Record) -> Item:
    @contextmanager
    def derived(role: str, key: str) -> Iterator[Path]:
        yield scene

    return Item("drive", None, None, list(records), derived=derived)


def write(folder: Path, found: Item) -> Path:
    with open_sink(folder / "out") as sink:
        FORMATS["openlane"].encode(header("polyline3d"), [found], sink)
    return folder / "out"


def test_lines_come_back_into_the_world(scene: Path, tmp_path: Path) -> None:
    lines = [
        line(1, [[5, 2, 0], [20, 2.5, 0.1], [45, 6, 0.4]], colour="yellow", style="double-solid", place="left"),
        line(2, [[6, -4, 0], [30, -4, 0.2]], "curb", [True, False], side="right"),
    ]
    folder = write(tmp_path, item(scene, *lines))
    with open_source(folder) as source:
        assert FORMATS["openlane"].recognises(source)
        decoded = FORMATS["openlane"].decode(source)
        (back,) = decoded.items
    assert (back.name, decoded.report.problems) == ("drive", [])
    for before, after in zip(lines, back.records, strict=True):
        assert (after["label"], after["attributes"]) == (before["label"], before["attributes"])
        assert after["data"].get("visible") == before["data"].get("visible")
        apart = np.asarray(after["data"]["points"]) - np.asarray(before["data"]["points"])
        assert np.abs(apart).max() < 1e-3


def test_a_picture_has_what_it_sees_in_the_camera_frame_of_the_data_set(scene: Path, tmp_path: Path) -> None:
    folder = write(tmp_path, item(scene, line(1, [[2.5, 0.2, 0], [3.5, 0.2, 0]]), line(2, [[-9, 0, 0], [-2, 0, 0]])))
    data = json.loads((folder / "lane3d/drive/front/000000.json").read_text())
    (seen,) = data["lane_lines"]
    # One to two metres ahead of the camera, in its middle, 1.6 m below it: outside the picture at first.
    assert np.allclose(np.asarray(seen["xyz"]).T[[0, -1]], [[1, 0, -1.6], [2, 0, -1.6]], atol=1e-3)
    assert np.allclose(np.asarray(seen["uv"]).T[-1], [959.5, 539.5 + 800])
    assert seen["visibility"] == [0, 0, 0]
    at = np.asarray(data["extrinsic"]) @ [*np.asarray(seen["xyz"])[:, 0], 1]
    assert np.allclose(at, [2.5, 0.2, 0, 1], atol=1e-3)


def test_files_of_others_are_scenes_of_one_frame_in_the_vehicles_frame() -> None:
    lane = {"category": 8, "attribute": 3, "visibility": [1, 1, 0], "xyz": [[5, 6, 7], [1, 1, 1], [-1.6, -1.6, -1.6]]}
    data = {"extrinsic": [[1, 0, 0, 1.5], [0, 1, 0, 0], [0, 0, 1, 1.6], [0, 0, 0, 1]], "lane_lines": [lane]}
    (found,), report = read("openlane", {"lane3d_300/training/segment-1/15.json": json.dumps(data)})
    (record,) = found.records
    assert (record["label"], record["attributes"]["style"], report.problems) == ("lane", "solid", [])
    assert record["data"]["points"] == [[6.5, 1.0, 0.0], [7.5, 1.0, 0.0], [8.5, 1.0, 0.0]]
    assert record["data"]["visible"] == [True, True, False]
    _, report = read(
        "openlane", {"lane3d/a/b/1.json": json.dumps({**data, "extrinsic": "none"}), "lane3d/a/b/2.json": "["}
    )
    assert sorted(report.counts) == ["bad-json", "bad-value"]


def test_every_number_means_one_label_and_back() -> None:
    for category in [*range(13), 20, 21]:
        assert category_of(*record_of(category, 0)) == category
    assert category_of("white-dash", {}) == 1
    assert category_of("crossing", {}) is None
