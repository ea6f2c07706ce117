"""Boxes in scenes there and back: within a millimetre at every corner, in every frame, and never turned round."""

from __future__ import annotations

import json
import math
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from annotation.formats import FORMATS
from annotation.formats.base import Media
from annotation.formats.sink import open_sink
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds.keyframes import keyframe
from annotation.kinds.record import Record, new_record, stable_id
from annotation.kinds.thinning import thinned
from tests.annotation.formats.helpers import codes, header, media, read
from tests.annotation.formats.scenes import (
    FLAT,
    FRAMES,
    HILLY,
    POINTS,
    drives,
    item,
    seen,
    there_and_back,
    written_scene,
)

ONE_ANGLE = ("kitti_object", "kitti_tracking", "pandaset")
ALL_ANGLES = ("argoverse2", "kitti_raw", "nuscenes", "openlabel", "supervisely", "sustech")
BARE = {"argoverse2"}
"""It has no room for attributes."""
NAMELESS = {"kitti_object", "kitti_tracking"}
"""They have no room for our ids."""
MILLIMETRE = 1e-3


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written_scene(tmp_path_factory.mktemp("flat"), FLAT)


@pytest.fixture(scope="module")
def hilly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written_scene(tmp_path_factory.mktemp("hilly"), HILLY)


def agree(slug: str, before: list[Record], after: list[Record]) -> None:
    for there, back in zip(seen(before), seen(after), strict=True):
        if slug not in NAMELESS:
            assert there.keys() == back.keys()
        assert len(there) == len(back)
        left = dict(back)
        for key, (label, box) in there.items():
            # Two of different labels may stand in one place.
            apart = {each: (name != label, boxes.apart(at, box)) for each, (name, at) in left.items()}
            found, other = left.pop(key if slug not in NAMELESS else min(apart, key=lambda each: apart[each]))
            assert (found, boxes.apart(box, other) < MILLIMETRE) == (label, True), (box, other)


RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("slug", ONE_ANGLE + ALL_ANGLES)
@RELAXED
@given(data=st.data())
def test_boxes_that_stand_upright_come_back(slug: str, flat: Path, data: st.DataObject) -> None:
    records = data.draw(drives(FLAT, tilted=False))
    with tempfile.TemporaryDirectory() as folder:
        (back,) = there_and_back(slug, flat, item(flat, records), Path(folder) / "out.zip")
    assert back.name == "drive"
    agree(slug, records, back.records)


@pytest.mark.parametrize("slug", ALL_ANGLES)
@RELAXED
@given(data=st.data())
def test_roll_and_pitch_come_back_where_the_format_has_them(slug: str, hilly: Path, data: st.DataObject) -> None:
    records = data.draw(drives(HILLY, tilted=True))
    with tempfile.TemporaryDirectory() as folder:
        (back,) = there_and_back(slug, hilly, item(hilly, records), Path(folder) / "out.zip")
    agree(slug, records, back.records)


@pytest.mark.parametrize("slug", ["kitti_object", "kitti_tracking"])
@RELAXED
@given(data=st.data())
def test_what_is_upright_in_the_world_is_so_again_although_the_camera_leans(
    slug: str, hilly: Path, data: st.DataObject
) -> None:
    records = data.draw(drives(HILLY, tilted=False))
    with tempfile.TemporaryDirectory() as folder:
        (back,) = there_and_back(slug, hilly, item(hilly, records), Path(folder) / "out.zip")
    agree(slug, records, back.records)


DRIVE = json.loads((Path(__file__).parent / "data/drive.json").read_text())
"""The drive of the demonstration as it is prepared, and what Groundwork itself finds in it: 7 boxes and 13 tracks."""


@pytest.mark.parametrize("slug", [*ONE_ANGLE, *ALL_ANGLES, "groundwork"])
def test_tracks_of_a_real_drive_come_back(slug: str, tmp_path: Path) -> None:
    (tmp_path / "scene ").write_text(json.dumps(DRIVE["manifest"]))
    given = [new_record(**record) for record in DRIVE["records"]]
    (back,) = there_and_back(slug, tmp_path, item(tmp_path, given), tmp_path / "out.zip")
    frames = len(DRIVE["manifest"]["frames"])
    before, after = seen(given, frames), seen(back.records, frames)
    assert sum(map(len, before)) == 90
    for there, found in zip(before, after, strict=True):
        left = list(found.values())
        for label, one in there.values():
            nearest = min(left, key=lambda other: boxes.apart(one, other[1]))
            left.remove(nearest)
            assert (nearest[0], boxes.apart(one, nearest[1]) < MILLIMETRE) == (label, True), one
        assert left == []


def box(x: float = 5.0, y: float = 1.0, yaw: float = 0.3, ego: int = 0) -> dict[str, float]:
    return boxes.moved(FLAT[ego], boxes.made(Pose.of((x, y, 0.8), from_yaw(yaw)), 4.2, 1.8, 1.5))


def records() -> list[Record]:
    still = new_record(id=stable_id(1), kind="cuboid", label="car", data=box(), attributes={"parked": "yes"})
    keys = [keyframe(0, box(7)), keyframe(2, box(9), occluded=True), keyframe(3, box(9), outside=True)]
    moving = new_record(
        id=stable_id(2),
        kind="track",
        label="person",
        data={"of": "cuboid", "keyframes": keys},
        attributes={"pose": "up"},
    )
    return [still, moving]


@pytest.mark.parametrize("slug", sorted({*ALL_ANGLES, "pandaset"} - BARE))
def test_what_stands_is_one_box_and_what_moves_keeps_keyframes_ends_and_attributes(
    slug: str, flat: Path, tmp_path: Path
) -> None:
    (back,) = there_and_back(slug, flat, item(flat, records()), tmp_path / "out", images=True)
    still, moving = sorted(back.records, key=lambda record: record["kind"])
    assert (still["id"], still["kind"], still["attributes"]) == (stable_id(1), "cuboid", {"parked": "yes"})
    keys = [(key["frame"], key["outside"], key["occluded"]) for key in moving["data"]["keyframes"]]
    assert (moving["id"], moving["attributes"]) == (stable_id(2), {"pose": "up"})
    assert keys in ([(0, False, False), (2, False, True), (3, True, True)],
                    [(0, False, False), (1, False, False), (2, False, True), (3, True, True)])  # fmt: skip


@pytest.mark.parametrize("slug", sorted({*ONE_ANGLE, *ALL_ANGLES} - {"openlabel"}))
def test_the_data_set_that_is_written_with_its_sweeps_is_a_scene_again(slug: str, flat: Path, tmp_path: Path) -> None:
    from annotation.modalities.scene import clouds

    with open_sink(tmp_path / "out") as sink:
        FORMATS[slug].encode(header("cuboid"), [item(flat, records())], sink, images=True)
    pattern = "sensors/lidar/*" if slug == "argoverse2" else "*"
    found = [path for path in (tmp_path / "out").rglob(pattern) if path.suffix in {".bin", ".pcd", ".feather"}]
    assert len(found) == FRAMES
    assert {len(clouds.read(path, path.name, 5 if slug == "nuscenes" else 4)) for path in found} == {len(POINTS)}


@pytest.mark.parametrize("slug", ["argoverse2", "kitti_raw", "kitti_tracking", "nuscenes", "pandaset", "sustech"])
def test_its_points_lie_where_they_lay_when_it_is_opened_again(slug: str, hilly: Path, tmp_path: Path) -> None:
    from annotation.modalities.scene.layouts import Files, layout_of

    with open_sink(tmp_path / "out") as sink:
        FORMATS[slug].encode(header("cuboid"), [item(hilly, records())], sink, images=True)
    root = tmp_path / "out"
    files = Files({str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()})
    layout = layout_of(files)
    assert layout
    opened = layout.open(files)
    for moment, ego in zip(opened.moments, HILLY, strict=True):
        (sweep,) = moment.sweeps
        assert np.abs(sweep.pose.apply(sweep.load().xyz) - ego.apply(POINTS)).max() < 3e-3
    assert opened.posed


def test_argoverse_boxes_are_those_of_the_vehicle_at_the_sweep(flat: Path, tmp_path: Path) -> None:
    from annotation.modalities.scene.clouds import feather

    there_and_back("argoverse2", flat, item(flat, records()[:1]), tmp_path / "out", images=True)
    rows = feather.columns(tmp_path / "out" / "drive" / "annotations.feather", ("num_interior_pts", "tx_m"))
    assert rows["timestamp_ns"].tolist() == [10**9 + at * 10**8 for at in range(FRAMES)]
    assert set(rows["track_uuid"]) == {stable_id(1)}
    size = [rows[f"{side}_m"][0] for side in boxes.SIZE]
    place = [rows[f"t{axis}_m"][0] for axis in "xyz"]
    assert [*size, *place] == pytest.approx([4.2, 1.8, 1.5, 5, 1, 0.8])
    assert 2 * math.atan2(rows["qz"][0], rows["qw"][0]) == pytest.approx(0.3)
    counted = boxes.inside(FLAT[0].apply(POINTS), box()).sum()
    assert abs(rows["num_interior_pts"][0] - counted) <= 1


def test_kitti_numbers_are_those_of_the_definition(flat: Path, tmp_path: Path) -> None:
    there_and_back("kitti_object", flat, item(flat, records()[:1]), tmp_path / "out")
    words = (tmp_path / "out/label_2/000000.txt").read_text().split()
    calib = dict(line.split(": ", 1) for line in (tmp_path / "out/calib/000000.txt").read_text().splitlines())
    tr = np.array(calib["Tr_velo_to_cam"].split(), float).reshape(3, 4)
    h, w, length, x, y, z, ry = map(float, words[8:15])
    assert (h, w, length) == (1.5, 1.8, 4.2)
    velo = np.linalg.inv(np.vstack([tr, [0, 0, 0, 1]])) @ [x, y, z, 1]
    assert velo[:3] == pytest.approx([5, 1, 0.8 - h / 2], abs=1e-5)
    assert math.remainder(-ry - math.pi / 2 - 0.3, 2 * math.pi) == pytest.approx(0, abs=1e-5)
    left, top, right, bottom = map(float, words[4:8])
    assert 0 <= left < right <= 1279
    assert 0 <= top < bottom <= 719


def test_labels_of_a_kitti_scene_go_beside_its_files_under_its_own_calibration(tmp_path: Path) -> None:
    """Another place of the label frame than ours: the numbers are those of the data set's own calibration."""
    ego = Pose()
    folder = written_scene(tmp_path / "scene", [ego])
    calib = "P2: 700 0 600 40 0 700 180 0 0 0 1 0\nTr_velo_to_cam: 0 -1 0 0.1 0 0 -1 -0.2 1 0 0 -0.3\n"
    files = (
        media("training/velodyne/000007.bin", b""),
        Media("training/calib/000007.txt", media("x", calib.encode()).open),
    )
    data = boxes.made(Pose.of((10, 2, -0.5), from_yaw(0)), 4, 2, 1.5)
    record = new_record(id=stable_id(3), kind="cuboid", label="Car", data=data)
    (back,) = there_and_back(
        "kitti_object", folder, item(folder, [record], *files, name="training/000007"), tmp_path / "o"
    )
    words = (tmp_path / "o/training/label_2/000007.txt").read_text().split()
    assert [float(word) for word in words[11:15]] == pytest.approx([-1.9, 1.05, 9.7, -math.pi / 2], abs=1e-5)
    assert (tmp_path / "o/training/calib/000007.txt").read_text() == calib
    assert back.name == "training/000007"
    assert boxes.apart(back.records[0]["data"], data) < MILLIMETRE


def test_what_kitti_does_not_care_for_is_no_box_and_labels_without_calibration_have_no_place() -> None:
    line = "Car 0.00 0 -1.58 587.01 173.33 614.12 200.12 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59"
    nothing = "DontCare -1 -1 -10 503.89 169.71 590.61 190.13 -1 -1 -1 -1000 -1000 -1000 -10"
    calib = "Tr_velo_to_cam: 0 -1 0 0 0 0 -1 0 1 0 0 0\nR0_rect: 1 0 0 0 1 0 0 0 1\n"
    (found,), report = read("kitti_object", {"label_2/000001.txt": f"{line}\n{nothing}\n", "calib/000001.txt": calib})
    (record,) = found.records
    assert (found.name, record["kind"], report.problems) == ("000001", "cuboid", [])
    assert [record["data"][axis] for axis in "xyz"] == pytest.approx([46.70, 0.65, -1.71 + 0.825])
    assert boxes.yaw(record["data"]) == pytest.approx(1.59 - math.pi / 2)
    (empty,), report = read("kitti_object", {"label_2/000001.txt": line})
    assert (empty.records, codes(report)) == ([], ["no-calibration"])


def test_a_wrong_box_is_told_of_and_the_rest_is_read() -> None:
    line = "0 7 Car 0 0 0 0 0 0 0 {} 1.7 4.0 1 1.7 20 0"
    calib = "Tr_velo_cam 0 -1 0 0 0 0 -1 0 1 0 0 0\nR_rect 1 0 0 0 1 0 0 0 1\n"
    text = "\n".join([line.format("1.5"), line.format("-1"), "0 8 Car", line.format("x"), "what is this"])
    (found,), report = read("kitti_tracking", {"label_02/0003.txt": text, "calib/0003.txt": calib})
    assert len(found.records) == 1
    assert sorted(codes(report)) == ["bad-geometry", "bad-line", "bad-line", "bad-value"]


def test_what_a_format_with_one_angle_loses_is_counted(hilly: Path, tmp_path: Path) -> None:
    tilted = boxes.moved(HILLY[2], boxes.made(Pose.of((9, 0, 0), from_yaw(1)), 4, 2, 1.5))
    record = new_record(id=stable_id(1), kind="cuboid", label="car", data=tilted)
    lane = new_record(id=stable_id(2), kind="polyline3d", label="car", data={"points": [[0, 0, 0], [1, 0, 0]]})
    for slug in ONE_ANGLE:
        with open_sink(tmp_path / slug) as sink:
            report = FORMATS[slug].encode(header("cuboid"), [item(hilly, [record, lane])], sink)
        assert report.losses["tilt-dropped"] > 0
        assert report.losses["kind-not-carried"] == 1


SCHEMA = json.loads((Path(__file__).parent / "openlabel-1.0.0.schema.json").read_text())


@pytest.mark.parametrize("attributes", [{}, {"n": 1.5, "b": False, "t": "x", "v": ["a", "b"]}])
def test_openlabel_is_valid_by_its_schema(flat: Path, tmp_path: Path, attributes: dict[str, Any]) -> None:
    given = [{**record, "attributes": attributes} for record in records()]
    found = item(flat, given)  # type: ignore[arg-type]
    (back,) = there_and_back("openlabel", flat, found, tmp_path / "out")
    data = json.loads((tmp_path / "out/drive.openlabel.json").read_text())
    assert list(Draft7Validator(SCHEMA).iter_errors(data)) == []
    assert [record["attributes"] for record in back.records] == [attributes, attributes]


def test_lines_and_areas_in_space_go_with_openlabel(flat: Path, tmp_path: Path) -> None:
    points = [[1000.5, -500.25, 20.125], [1010.0, -498.0, 20.0], [1020.0, -497.5, 19.875]]
    lane = {"points": points, "visible": [True, False, True]}
    given = [
        *records(),
        new_record(id=stable_id(3), kind="polyline3d", label="lane", data=lane, attributes={"mark": "dashed"}),
        new_record(id=stable_id(4), kind="polygon3d", label="island", data={"points": points}),
    ]
    (back,) = there_and_back("openlabel", flat, item(flat, given), tmp_path / "out")
    data = json.loads((tmp_path / "out/drive.openlabel.json").read_text())
    assert list(Draft7Validator(SCHEMA).iter_errors(data)) == []
    assert [record for record in back.records if record["kind"] in {"polyline3d", "polygon3d"}] == given[2:]


def test_openlabel_of_others_is_taken_to_the_root_by_its_systems() -> None:
    turn = Pose.of((100, 0, 0), from_yaw(math.pi / 2)).matrix.reshape(-1).tolist()
    transforms = {"t": {"src": "car", "dst": "odom", "transform_src_to_dst": {"matrix4x4": turn}}}
    data = {
        "openlabel": {
            "metadata": {"schema_version": "1.0.0"},
            "coordinate_systems": {
                "odom": {"type": "scene_cs", "parent": "", "children": ["car"]},
                "car": {"type": "local_cs", "parent": "odom", "children": ["top"]},
                "top": {"type": "sensor_cs", "parent": "car", "pose_wrt_parent": {
                    "euler_angles": [0, 0, 0], "translation": [0, 0, 2]}},
            },
            "objects": {"3": {"name": "a", "type": "Car"}},
            "frames": {"17": {
                "frame_properties": {"transforms": transforms},
                "objects": {"3": {"object_data": {"cuboid": [
                    {"name": "c", "coordinate_system": "top", "val": [10, 0, -1, 0, 0, 0.5, 4, 2, 1.5]}]}}},
            }},
        }
    }  # fmt: skip
    (found,), report = read("openlabel", {"their/a.json": json.dumps(data)})
    (record,) = found.records
    assert (found.name, record["label"], report.problems) == ("their/a", "Car", [])
    assert [record["data"][axis] for axis in "xyz"] == pytest.approx([100, 10, 1])
    assert boxes.yaw(record["data"]) == pytest.approx(math.pi / 2 + 0.5)
    assert record["data"]["length"] == 4


def test_nuscenes_tables_know_one_another_and_count_the_points(flat: Path, tmp_path: Path) -> None:
    there_and_back("nuscenes", flat, item(flat, records()), tmp_path / "out")
    tables = {path.stem: json.loads(path.read_text()) for path in (tmp_path / "out/v1.0-groundwork").iterdir()}
    first = next(row for row in tables["sample_annotation"] if row["prev"] == "" and row["size"] == [1.8, 4.2, 1.5])
    local = boxes.within(FLAT[0].apply(POINTS), box())
    assert first["num_lidar_pts"] == pytest.approx(int((np.abs(local) <= (2.1, 0.9, 0.75)).all(axis=1).sum()), abs=2)
    by_token = {row["token"]: row for name in tables for row in tables[name] if name not in {"ego_pose"}}
    for instance in tables["instance"]:
        row, count = by_token[instance["first_annotation_token"]], 1
        while row["next"]:
            row, count = by_token[row["next"]], count + 1
        assert (row["token"], count) == (instance["last_annotation_token"], instance["nbr_annotations"])
    data = next(row for row in tables["sample_data"] if row["filename"].startswith("samples/CAM"))
    assert by_token[by_token[data["calibrated_sensor_token"]]["sensor_token"]]["channel"] == "CAM_FRONT"


def test_keyframes_are_kept_where_the_way_bends() -> None:
    boxes_at = [box(0), box(1), box(2), box(3), box(3), box(3)]
    keys = [keyframe(at, each) for at, each in enumerate(boxes_at)]
    assert [key["frame"] for key in thinned(keys, MILLIMETRE, of="cuboid", apart=boxes.apart)] == [0, 3, 5]
    keys[1] = keyframe(1, box(1), occluded=True)
    assert [key["frame"] for key in thinned(keys, MILLIMETRE, of="cuboid", apart=boxes.apart)] == [0, 1, 2, 3, 5]
    assert len(seen([])) == FRAMES
