"""The same drive in every layout: points, poses and cameras come out as they went in."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from annotation.geometry3d.poses import Pose
from annotation.modalities import MODALITIES, Limits, Prepared, Rejected
from annotation.modalities.sandbox import prepare_one
from annotation.modalities.scene import packed
from annotation.modalities.scene.layouts import LAYOUTS, Files, layout_of
from annotation.modalities.scene.manifest import Manifest
from tests.annotation.modalities import rigs
from tests.annotation.modalities.clouds import POINTS, npy, pcd
from tests.annotation.modalities.drives import CAMERAS, RIGS
from tests.annotation.modalities.rigs import Drive
from tests.shared_data import shared

SCENE = MODALITIES["scene"]


def put(folder: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    paths = {}
    for name, data in files.items():
        paths[name] = folder / name
        paths[name].parent.mkdir(parents=True, exist_ok=True)
        paths[name].write_bytes(data)
    return paths


def prepared(tmp_path: Path, files: Mapping[str, bytes], which: int = 0) -> tuple[Prepared, Path]:
    paths = put(tmp_path / "in", files)
    groups = list(SCENE.groups(Files(paths), list(paths)))
    out = tmp_path / f"out{which}"
    out.mkdir()
    return SCENE.prepare({name: paths[name] for name in groups[which].files}, out, Limits()), out


@pytest.mark.parametrize(
    ("scale", "offset", "told"), [(1.0, 448_000.0, False), (1000.0, 0.0, True), (1000.0, 448_000.0, True)]
)
def test_millimetres_are_told_from_coordinates_of_a_map(
    tmp_path: Path, scale: float, offset: float, told: bool
) -> None:
    grid = POINTS.astype(np.float64)
    grid[:, :3] = grid[:, :3] * scale + offset
    done, _ = prepared(tmp_path, {"a.npy": npy(grid)})
    assert ("looks-like-millimetres" in [each.code for each in done.facts.warnings]) is told


def test_every_layout_has_a_drive() -> None:
    assert set(RIGS) == set(LAYOUTS.slugs())


@pytest.mark.parametrize("slug", RIGS)
def test_scenes_are_found_by_their_names(tmp_path: Path, slug: str) -> None:
    drive = RIGS[slug]()
    paths = put(tmp_path, {**drive.files, "readme.md": b"?", "elsewhere/photo.jpg": rigs.picture()})
    groups = list(SCENE.groups(Files(paths), list(paths)))
    assert len(groups) == drive.scenes
    for group in groups:
        found = layout_of(Files({name: paths[name] for name in group.files}))
        assert found is not None
        assert found.slug == slug
        assert not [name for name in group.files if "label" in name]
    assert len({group.name for group in groups}) == len(groups)


@pytest.mark.parametrize("slug", RIGS)
def test_what_went_in_comes_out(tmp_path: Path, slug: str) -> None:
    drive = RIGS[slug]()
    done, out = prepared(tmp_path, drive.files)
    manifest = Manifest.read(out / "scene.json")
    assert manifest.data["layout"] == slug
    assert (len(manifest.frames), manifest.posed) == (drive.frames, drive.posed)
    assert [each.name for each in manifest.rigs] == list(drive.cameras)
    for frame in range(drive.frames):
        ways_agree(drive, manifest, frame)
        # Halves of floats are 8 mm off at 30 m.
        points_agree(manifest, out / f"points-{frame}.gwp", frame, 0.009 if slug == "argoverse2" else 0.005)
        if drive.cameras:
            cameras_agree(slug, manifest, frame)
    roles = [(each.role, each.key) for each in done.derivatives]
    assert ("thumbnail", "") in roles
    assert [role for role, _ in roles].count("points") == drive.frames
    pieces = {each.key: each for each in done.derivatives if each.role == "pieces"}
    for frame in range(drive.frames):
        each = pieces[str(frame)]
        of = np.frombuffer(zlib.decompress(each.path.read_bytes()), "<u4")
        assert len(of) == each.meta["count"] == manifest.frames[frame]["count"]
        assert set(of.tolist()) == set(range(1, each.meta["pieces"] + 1))
    assert [role for role, _ in roles].count("image") == drive.frames * len(drive.cameras)
    assert [key for role, key in roles if role == "preview"] == list(drive.cameras)
    codes = [each.code for each in done.facts.warnings]
    assert codes == ([] if drive.posed or drive.frames == 1 else ["no-poses"])


def ways_agree(drive: Drive, manifest: Manifest, frame: int) -> None:
    """How the ego moved since the first frame, whatever the world is called."""
    moved = manifest.ego(0).inverse() @ manifest.ego(frame)
    truth = rigs.EGO[0].inverse() @ rigs.EGO[frame] if drive.posed else Pose()
    np.testing.assert_allclose(moved.matrix, truth.matrix, atol=1e-5)


def points_agree(manifest: Manifest, path: Path, frame: int, within: float) -> None:
    points, truth = packed.read(path), rigs.points(frame)
    assert len(points) == len(truth)
    ego = manifest.ego(frame).inverse().apply(points.xyz + manifest.origin)
    assert np.abs(ego - truth[points.index, :3]).max() < within
    street = (points.index < 1500) & (np.hypot(ego[:, 0], ego[:, 1]) > 3)
    assert points.ground[street].mean() > 0.9
    assert points.ground[points.index >= 1500].mean() < 0.2
    shade = manifest.data["intensity"]
    expected = (truth[points.index, 3] - shade["low"]) / (shade["high"] - shade["low"]) * 255
    assert np.abs(points.intensity - np.clip(expected, 0, 255)).max() <= 1


def cameras_agree(slug: str, manifest: Manifest, frame: int) -> None:
    rig = manifest.rigs[0]
    assert rig.camera is not None
    assert (rig.camera.fx, rig.camera.cx, rig.camera.width) == (rigs.FX, rigs.CX, rigs.WIDTH)
    pose = manifest.image(frame, 0)
    assert pose is not None
    truth = CAMERAS.get(slug) or rigs.kitti_camera()
    np.testing.assert_allclose((manifest.ego(frame).inverse() @ pose).matrix, truth.matrix, atol=1e-6)
    judged = manifest.data["cameras"][0]["calibration"]
    assert judged["in_view"] > 0.1
    assert judged["warning"] == ""


def test_times_are_nanoseconds(tmp_path: Path) -> None:
    _, out = prepared(tmp_path, rigs.semantic_kitti().files)
    assert [each["time"] for each in Manifest.read(out / "scene.json").frames] == [0, 103_500_000, 207_000_000]
    _, out = prepared(tmp_path / "raw", rigs.kitti_raw().files)
    first, second, _ = (each["time"] for each in Manifest.read(out / "scene.json").frames)
    assert (first % 10**9, second - first) == (950_000_001, 1_001_000_000)


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Though the libraries print, and with the memory that the modality asks for."""
    paths = put(tmp_path / "in", rigs.pandaset().files)
    (tmp_path / "out").mkdir()
    done = prepare_one("scene", paths, tmp_path / "out", SCENE.limits)
    assert done.facts.meta == {"layout": "pandaset", "posed": True, "frames": 3, "cameras": 1, "points": 6000}
    shown = [each for each in done.derivatives if each.role == "image"]
    assert [each.path for each in shown] == [paths[f"cameras/front/{at}.jpg"] for at in (1, 2, 3)]


def test_an_inverted_extrinsic_is_noticed(tmp_path: Path) -> None:
    files = rigs.pandaset().files
    inverse = rigs.camera_in_vehicle().inverse()
    files["cameras/front/extrinsics.json"] = rigs.heading(inverse)
    done, out = prepared(tmp_path, files)
    assert "calibration-inverted" in [each.code for each in done.facts.warnings]
    assert Manifest.read(out / "scene.json").data["cameras"][0]["calibration"]["warning"] == "inverted"
    assert next(each for each in done.derivatives if each.role == "preview").meta["warning"] == "inverted"


def test_a_broken_sweep_leaves_the_others(tmp_path: Path) -> None:
    files = rigs.loose().files
    files["scan/sweep_001.pcd"] = b"FIELDS x y z\n"
    done, out = prepared(tmp_path, files)
    warning = next(each for each in done.facts.warnings if each.code == "sweep-unreadable")
    assert "sweep_001" in warning.text.en
    assert [each["count"] for each in Manifest.read(out / "scene.json").frames] == [2000, 0, 2000]
    assert len(packed.read(out / "points-1.gwp")) == 0


def test_a_scene_of_nothing_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Rejected) as refused:
        prepared(tmp_path, {"a.pcd": b"FIELDS x y z\n"})
    assert refused.value.code == "bad-cloud"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"extrinsic": [1.0] * 16, "intrinsic": [1.0] * 9}, "bad-calibration"),
        ({"extrinsic": np.diag([1.0, 1, -1, 1]).reshape(-1).tolist(), "intrinsic": [1.0] * 9}, "bad-calibration"),
        ({"extrinsic": [1.0] * 15, "intrinsic": [1.0] * 9}, "bad-scene"),
        ({"intrinsic": [1.0] * 9}, "bad-calibration"),
        ([], "bad-calibration"),
        ("NaN", "bad-scene"),
    ],
)
def test_a_calibration_that_is_none_is_refused(tmp_path: Path, wrong: object, code: str) -> None:
    files = rigs.sustech().files
    text = wrong if isinstance(wrong, str) else json.dumps(wrong)
    files["drive/calib/camera/front.json"] = text.encode()
    with pytest.raises(Rejected) as refused:
        prepared(tmp_path, files)
    assert refused.value.code == code
    assert "front.json" in refused.value.text.en


def test_a_pose_that_turns_nothing_is_refused(tmp_path: Path) -> None:
    files = rigs.pandaset().files
    files["poses/2.json"] = b'{"position": [0, 0, 0], "heading": [0, 0, 0, 0]}'
    with pytest.raises(Rejected) as refused:
        prepared(tmp_path, files)
    assert "poses/2.json" in refused.value.text.en


def test_clouds_without_numbers_are_scenes_by_themselves(tmp_path: Path) -> None:
    data = pcd("binary")
    names = ["hall.pcd", "roof.pcd", "day/a1.pcd", "day/a2.pcd", "day/b1.pcd", "day/b2.pcd", "day/note.txt"]
    paths = put(tmp_path, dict.fromkeys(names, data))
    groups = {group.name: group.files for group in SCENE.groups(Files(paths), list(paths))}
    assert groups == {
        "hall.pcd": ("hall.pcd",),
        "roof.pcd": ("roof.pcd",),
        "day/a": ("day/a1.pcd", "day/a2.pcd"),
        "day/b": ("day/b1.pcd", "day/b2.pcd"),
    }


def test_real_recordings(tmp_path: Path) -> None:
    folder = shared("pointcloud/scaleapi_scale-lidar-toolkit")
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    done, out = prepared(tmp_path, files)
    assert done.facts.meta == {"layout": "pandaset", "posed": True, "frames": 5, "cameras": 3, "points": 841_671}
    assert done.facts.warnings == ()
    manifest = Manifest.read(out / "scene.json")
    assert all(each["calibration"]["in_view"] > 0.1 for each in manifest.data["cameras"])
    # The car drove forward, by one to twelve metres in four tenths of a second.
    moved = manifest.ego(0).inverse() @ manifest.ego(4)
    assert 1 < moved.t[0] < 12
    assert abs(moved.t[1]) < 0.5
