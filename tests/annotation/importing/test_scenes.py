"""A scene from upload to workbench: one asset of many files, with what its stage needs."""

from __future__ import annotations

import json

import numpy as np
import pytest

from accounts.models import User
from annotation.kinds.point_labels import unpack
from annotation.modalities.scene import packed
from annotation.modalities.scene.manifest import Manifest
from annotation.models import Document
from annotation.services import blobs
from projects.models import Asset, LabelSchema, Project, Task
from projects.services.assets import asset_file
from tests.annotation.importing.helpers import finished, imported, outcomes
from tests.annotation.modalities import rigs
from tests.conftest import Api
from tests.contents import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenes(project: Project) -> Project:
    project.modality = "scene"
    project.save()
    return project


def test_a_drive_becomes_one_asset_with_its_files(scenes: Project, alice: User) -> None:
    done = imported(scenes, alice, {**rigs.sustech().files, "read.me": b"?"})
    found = outcomes(done)
    assert found.pop("drive") == "warning no-poses"
    assert found.pop("read.me") == "warning no-part-of-anything"
    assert {*found.values()} == {"warning no-part-of-anything"}  # its labels, which nobody asked to read
    asset = Asset.objects.get()
    assert asset.media_type == "application/vnd.groundwork.scene"
    assert asset.meta["frames"] == 3
    assert asset.thumbnail.endswith(".webp")
    with asset_file(asset, "scene") as path:
        manifest = Manifest.read(path)
    with asset_file(asset, "points", "1") as path:
        assert len(packed.read(path)) == manifest.frames[1]["count"]
    with asset_file(asset, "image", "2/front") as path:
        assert path.read_bytes() == rigs.picture()


def test_the_workbench_gets_the_scene(scenes: Project, alice: User) -> None:
    imported(scenes, alice, rigs.pandaset().files)
    task = Task.objects.get()
    bundle = Api(alice).get(f"/api/v1/tasks/{task.pk}/workbench").json()
    assert bundle["task"]["project"]["modality"] == "scene"
    files = {(each["role"], each["key"]): each for each in bundle["asset"]["files"]}
    assert {role for role, _ in files} == {"scene", "points", "pieces", "image", "preview"}
    assert files["points", "2"]["meta"] == {"count": 2000}
    assert files["preview", "front"]["meta"]["warning"] == ""
    manifest = json.loads(b"".join(Api(alice).get(files["scene", ""]["url"]).streaming_content))  # type: ignore[attr-defined]
    assert [each["name"] for each in manifest["cameras"]] == ["front"]
    shown = Api(alice).get(files["image", "0/front"]["url"])
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    packed_points = Api(alice).get(files["points", "0"]["url"])
    assert b"".join(packed_points.streaming_content)[:4] == b"GWP1"  # type: ignore[attr-defined]
    assert packed_points["X-Content-Type-Options"] == "nosniff"


def test_the_calibration_can_be_judged_before_tasks_are_made(scenes: Project, alice: User) -> None:
    files = rigs.pandaset().files
    files["cameras/front/extrinsics.json"] = rigs.heading(rigs.camera_in_vehicle().inverse())
    done = imported(scenes, alice, files, tasks=False)
    assert outcomes(done) == {"pandaset": "warning calibration-inverted"}
    assert Task.objects.count() == 0
    answer = Api(alice).get(f"/api/v1/assets/{Asset.objects.get().pk}").json()
    assert answer["warnings"] == ["calibration-inverted"]
    (preview,) = answer["previews"]
    assert (preview["key"], preview["meta"]["warning"]) == ("front", "inverted")
    assert Api(alice).get(preview["url"])["Content-Type"] == "image/jpeg"


def test_labels_beside_a_calibration_are_found(scenes: Project, alice: User) -> None:
    """Endings like .txt are those of calibrations too: nobody need say that some hold labels."""
    LabelSchema.objects.filter(project=scenes).update(content={"labels": [], "questions": []})
    files = rigs.kitti_object().files
    files["training/label_2/000001.txt"] = b"Car 0.00 0 -1.20 10 10 40 40 1.50 1.70 4.20 1.0 1.6 10.0 0.30\n"
    done = imported(scenes, alice, files, format="auto", add_missing_labels=True)
    assert (done.format, done.counts["records"]) == ("kitti_object", 1), outcomes(done)
    (record,) = everything()
    assert (record["kind"], record["label"]) == ("cuboid", "Car")


def test_labels_of_points_come_with_their_files(scenes: Project, alice: User) -> None:
    """Those of a drive that people look at before its tasks are made come when they are."""
    LabelSchema.objects.filter(project=scenes).update(content={"labels": [], "questions": []})
    drive = {name: each for name, each in rigs.semantic_kitti().files.items() if not name.endswith(".label")}
    sweeps = [name for name in drive if name.endswith(".bin")]
    count = len(drive[sweeps[1]]) // 16
    label = np.arange(count).astype("<u4") % 3 * 40 + (np.arange(count).astype("<u4") % 2 << 16)
    name = sweeps[1].replace("velodyne", "labels").replace(".bin", ".label")
    labels = {name: label.tobytes()}
    wish = {"format": "semantic_kitti", "add_missing_labels": True, "tasks": False}
    first = imported(scenes, alice, {**drive, **labels}, **wish)
    assert ("records", 0) in first.counts.items()
    assert "warning no-task" in outcomes(first).values()
    body = {"imported": str(first.pk)}
    assert Api(alice).post(f"/api/v1/projects/{scenes.pk}/assets/make-tasks", body).json() == {"count": 1}
    first.refresh_from_db()
    done = finished(first)
    assert done.counts["records"] == 1, outcomes(done)
    assert "warning no-task" not in outcomes(done).values()
    assert not done.uploads.exclude(stored="").exists()
    (record,) = everything()
    assert (record["kind"], record["data"]["frame"]) == ("point_labels", 1)
    assert [each["label"] for each in record["data"]["classes"]] == ["road", "pole"]
    document = Document.objects.get()
    assert blobs.problems(document.task.project_id, record) == []
    files = blobs.Blobs(document.task.project_id, [record])
    values = unpack(files[record["data"]["blob"]], count)
    assert (values >> 16).tolist() == (label >> 16).tolist()
