"""Bringing pictures in: every file has an outcome, the good ones become assets and tasks, nothing half-done stays."""

from __future__ import annotations

import os
import stat
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from accounts.models import User
from annotation.services.importing import media
from core.errors import DomainError
from core.models import AuditEvent, Job
from core.services import jobs
from core.services.jobs import run_job
from projects.models import Asset, Batch, Import, ImportItem, Project, Task
from projects.services import imports
from tests.annotation.importing.helpers import finished, folder, imported, outcomes, started, stored, zipped
from tests.annotation.modalities.pictures import SVG, blank_png, encoded, jpeg, photograph, with_orientation
from tests.core.s3_server import serving
from tests.shared_data import shared

pytestmark = pytest.mark.django_db


def job_of(run: Import) -> Job:
    assert run.job_id is not None
    return Job.objects.get(pk=run.job_id)


def test_pictures_become_assets_and_tasks(project: Project, alice: User, tmp_path: Path) -> None:
    files = {f"front/{number}.jpg": jpeg(seed=number) for number in (10, 2, 1)} | {
        "lone.png": encoded(photograph(seed=9), "PNG")
    }
    done = imported(project, alice, files, dataset="Streets", batch="Monday")
    assert set(outcomes(done).values()) == {"imported"}
    assert done.counts == {"imported": 4}
    assets = list(Asset.objects.filter(project=project))
    assert [(asset.sequence, asset.position, asset.name) for asset in assets] == [
        ("", 0, "lone.png"),
        ("front", 0, "front/1.jpg"),
        ("front", 1, "front/2.jpg"),
        ("front", 2, "front/10.jpg"),
    ]
    tasks = Task.objects.filter(project=project).order_by("number")
    assert [(task.number, task.state) for task in tasks] == [(number, "new") for number in (1, 2, 3, 4)]
    assert {task.batch for task in tasks} == {Batch.objects.get(name="Monday")}
    assert {asset.dataset.name for asset in assets} == {"Streets"}
    with default_storage.open(assets[1].original) as original:
        assert original.read() == files["front/1.jpg"]
    with default_storage.open(assets[1].thumbnail) as thumbnail, Image.open(thumbnail) as picture:
        assert picture.format == "WEBP"
    assert len(stored(tmp_path)) == 8
    assert not list((tmp_path / "storage" / "uploads").rglob("*.jpg"))
    assert AuditEvent.objects.filter(verb="import.start").count() == 1


def test_every_page_becomes_an_image_and_they_follow_each_other(project: Project, alice: User) -> None:
    images = [photograph(60, 40, seed=seed) for seed in (1, 2, 2)]
    content = encoded(images[0], "TIFF", save_all=True, append_images=images[1:])
    done = imported(project, alice, {"scans/letter.tif": content, "one.tif": encoded(photograph(seed=8), "TIFF")})
    assert outcomes(done)["scans/letter.tif"] == "warning pages"
    assets = Asset.objects.filter(project=project).order_by("sequence", "position")
    assert [(asset.name, asset.sequence) for asset in assets] == [
        ("one.tif", ""),
        *((f"scans/letter/page-{number}.tif", "scans/letter") for number in (1, 2, 3)),
    ]
    with default_storage.open(assets[2].original) as original, Image.open(original) as page:
        assert (getattr(page, "n_frames", 1), page.convert("RGB").tobytes()) == (1, images[1].tobytes())
    again = imported(project, alice, {"copy.tif": content})
    assert sorted(outcomes(again).values()) == ["duplicate duplicate"] * 3 + ["warning pages"]


def test_every_bad_file_is_listed_and_the_rest_is_taken(
    project: Project, alice: User, tmp_path: Path, settings: Any
) -> None:
    settings.IMPORT_MAX_PIXELS = 1_000_000_000
    good = jpeg(seed=1)
    files = {
        "good.jpg": good,
        "empty.jpg": b"",
        "cut.jpg": jpeg(640, 480, seed=2)[:-900],
        "bomb.png": blank_png(50_000, 50_000),
        "noodle.png": blank_png(1, 1_000_000),
        "drawing.svg": SVG,
        "page.jpg": b"<html><script>alert(1)</script></html>",
        "archive.jpg": zipped({"a.jpg": good}),
        "readme.txt": b"hello",
        "again.jpg": good,
        "png.jpg": encoded(photograph(seed=4), "PNG"),
        "turned.jpg": with_orientation(photograph(80, 40, seed=5), 6),
        ".DS_Store": b"x",
    }
    done = imported(project, alice, files)
    assert outcomes(done) == {
        "good.jpg": "duplicate duplicate",
        "again.jpg": "imported",
        "empty.jpg": "rejected empty-file",
        "cut.jpg": "rejected truncated",
        "bomb.png": "rejected too-many-pixels",
        "noodle.png": "rejected side-too-long",
        "drawing.svg": "rejected not-a-picture",
        "page.jpg": "rejected not-a-picture",
        "archive.jpg": "rejected not-a-picture",
        "readme.txt": "rejected not-a-picture",
        "png.jpg": "warning wrong-suffix",
        "turned.jpg": "imported",
    }
    assert done.counts == {"imported": 2, "rejected": 8, "duplicate": 1, "warning": 1}
    assert done.job is not None
    assert done.job.result["taken"] == 3
    rejected = ImportItem.objects.filter(imported_by=done, outcome="rejected")
    assert all(item.message["en"] and item.message["zh"] for item in rejected)
    turned = Asset.objects.get(name="turned.jpg")
    assert (turned.width, turned.height, turned.display.endswith(".jpg")) == (40, 80, True)
    assert Asset.objects.get(name="png.jpg").original.endswith(".png")


def test_exact_duplicates_are_found_across_imports_and_near_ones_are_reported(project: Project, alice: User) -> None:
    image = photograph(640, 480, seed=1)
    first = imported(project, alice, {"a.png": encoded(image, "PNG")})
    again = imported(
        project, alice, {"b.png": encoded(image, "PNG"), "small.jpg": encoded(image.resize((320, 240)), "JPEG")}
    )
    assert outcomes(again) == {"b.png": "duplicate duplicate", "small.jpg": "near_duplicate near-duplicate"}
    (asset,) = Asset.objects.filter(name="a.png")
    assert Asset.objects.get(name="small.jpg").near_duplicate_of == asset
    assert ImportItem.objects.get(imported_by=again, name="b.png").asset == asset
    assert first.counts == {"imported": 1}


def test_consecutive_frames_look_alike_by_nature(project: Project, alice: User) -> None:
    image = photograph(320, 240, seed=1)
    crops = [encoded(image.crop((at, 0, 300 + at, 240)), "PNG") for at in range(4)]
    files = {f"cam/frame_{at:04}.png": crop for at, crop in enumerate(crops[:3])} | {"z/other.png": crops[3]}
    assert outcomes(imported(project, alice, files)) == {
        "cam/frame_0000.png": "imported",
        "cam/frame_0001.png": "imported",
        "cam/frame_0002.png": "imported",
        "z/other.png": "near_duplicate near-duplicate",
    }
    assert Asset.objects.filter(near_duplicate_of__isnull=False).count() == 1


def test_a_taken_name_gets_a_number(project: Project, alice: User) -> None:
    imported(project, alice, {"a.jpg": jpeg(seed=1)})
    done = imported(project, alice, {"a.jpg": jpeg(seed=2)})
    assert outcomes(done) == {"a.jpg": "warning renamed"}
    assert set(Asset.objects.values_list("name", flat=True)) == {"a.jpg", "a (2).jpg"}


def test_a_hostile_zip_brings_only_what_is_harmless(project: Project, alice: User, tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good/a.jpg", jpeg(seed=1))
        for name in ("../up.jpg", "/root.jpg", "C:\\x.jpg", "CON.jpg", "good/../../b.jpg", "A.JPG", "a.jpg"):
            archive.writestr(name, jpeg(seed=2))
        link = zipfile.ZipInfo("link.jpg")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", zipped({"x.jpg": jpeg()}))
        archive.writestr("zeros.jpg", b"\0" * 80_000_000)
        archive.writestr("__MACOSX/._a.jpg", b"x")
    done = imported(project, alice, {"photos.zip": buffer.getvalue()})
    found = outcomes(done)
    assert found["good/a.jpg"] == "imported"
    assert found["zeros.jpg"].startswith("rejected")
    assert found["link.jpg"] == found["../up.jpg"] == found["inner.zip"] == "rejected refused-entry"
    taken = [name for name, outcome in found.items() if not outcome.startswith("rejected")]
    assert set(taken) <= {"good/a.jpg", "A.JPG", "a.jpg"}
    assert not [path for path in tmp_path.rglob("up.jpg")]
    assert "__MACOSX/._a.jpg" not in found


def test_a_broken_zip_is_one_bad_file_among_others(project: Project, alice: User) -> None:
    broken = zipped({"a.jpg": jpeg()})[:-30]
    done = imported(project, alice, {"broken.zip": broken, "good.jpg": jpeg(seed=3)})
    assert outcomes(done) == {"broken.zip": "rejected archive-unreadable", "good.jpg": "imported"}


def test_two_zips_with_equal_names_do_not_clash(project: Project, alice: User) -> None:
    files = {"one.zip": zipped({"a.jpg": jpeg(seed=1)}), "two.zip": zipped({"a.jpg": jpeg(seed=2)})}
    assert outcomes(imported(project, alice, files)) == {"one/a.jpg": "imported", "two/a.jpg": "imported"}


def test_the_attacking_zips_of_yauzl_do_no_harm(project: Project, alice: User, tmp_path: Path) -> None:
    folder_ = shared("images/thejoshwolfe_yauzl")
    files = {path.name: path.read_bytes() for path in sorted(folder_.rglob("*.zip"))[:80]}
    before = {path for path in tmp_path.parent.iterdir()}
    done = imported(project, alice, files)
    assert not Asset.objects.filter(project=project).exists()
    assert {outcome.split()[0] for outcome in outcomes(done).values()} <= {"rejected"}
    assert {path for path in tmp_path.parent.iterdir()} == before


def test_a_folder_of_the_server(project: Project, alice: User, tmp_path: Path) -> None:
    root = folder(tmp_path / "import", {"day/cam/1.jpg": jpeg(seed=1), "day/cam/2.jpg": jpeg(seed=2), "x.jpg": jpeg()})
    os.symlink("/etc/passwd", root / "day" / "cam" / "link.jpg")
    run = imports.start_import(project=project, source="folder", location="import/day", by=alice)
    assert outcomes(finished(run)) == {"cam/1.jpg": "imported", "cam/2.jpg": "imported"}


@pytest.mark.parametrize("location", ["", "..", "import/../..", "/etc", "import/missing", "other", "import/\0"])
def test_nothing_outside_the_configured_folders(project: Project, alice: User, tmp_path: Path, location: str) -> None:
    folder(tmp_path / "import", {"a.jpg": jpeg()})
    with pytest.raises(DomainError):
        imports.start_import(project=project, source="folder", location=location, by=alice)
    assert not Import.objects.exists()


def test_an_s3_prefix(project: Project, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with serving("photos") as (endpoint, objects):
        objects |= {f"2024/cam/{number}.jpg": jpeg(seed=number) for number in range(3)}
        objects |= {"2024/": b"", "private/other.jpg": jpeg(seed=7)}
        settings.IMPORT_S3_PREFIXES = [f"s3://photos/2024?endpoint={endpoint}&region=eu-1"]
        run = imports.start_import(project=project, source="s3", location="photos-2024/cam", by=alice)
        assert outcomes(finished(run)) == {f"{number}.jpg": "imported" for number in range(3)}


def test_a_crash_leaves_nothing_and_a_retry_goes_on(
    project: Project, alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "CHUNK", 2)
    run = started(project, alice, {f"{number}.jpg": jpeg(seed=number) for number in range(6)})
    written = media.MediaImport._write
    calls = 0

    def breaks(self: Any, *args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError("the disk is gone")
        written(self, *args)

    with patch.object(media.MediaImport, "_write", breaks):
        run_job(str(run.job_id))
    job = job_of(run)
    assert job.state == Job.State.FAILED
    assert (Asset.objects.count(), Task.objects.count(), run.items.count()) == (2, 2, 2)
    assert len(stored(tmp_path)) == 4
    jobs.retry(job=job, by=alice)
    done = finished(run)
    assert outcomes(done) == {f"{number}.jpg": "imported" for number in range(6)}
    assert len(stored(tmp_path)) == 12
    assert [task.number for task in Task.objects.order_by("number")] == [1, 2, 3, 4, 5, 6]


def test_a_cancelled_import_keeps_what_is_whole(
    project: Project, alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "CHUNK", 1)
    run = started(project, alice, {f"{number}.jpg": jpeg(seed=number) for number in range(4)})
    taken = media.MediaImport.take

    def then_cancel(self: Any, *args: Any) -> int:
        count = taken(self, *args)
        Job.objects.update(cancel_requested=True)
        return count

    with patch.object(media.MediaImport, "take", then_cancel), patch("core.jobs.WRITE_SECONDS", 0):
        run_job(str(run.job_id))
    assert job_of(run).state == Job.State.CANCELLED
    assert Asset.objects.count() == 1
    assert len(stored(tmp_path)) == 2


def test_a_long_import_goes_on_in_the_next_slice(
    project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "CHUNK", 2)
    run = started(project, alice, {f"{number}.jpg": jpeg(seed=number) for number in range(5)})
    with patch("core.jobs.JobRun.out_of_time", side_effect=[False, True]):
        run_job(str(run.job_id))
    assert job_of(run).state == Job.State.QUEUED
    assert Asset.objects.count() == 2
    assert len(outcomes(finished(run))) == 5


def test_an_empty_folder_is_said(project: Project, alice: User, tmp_path: Path) -> None:
    (tmp_path / "import").mkdir()
    run = imports.start_import(project=project, source="folder", location="import", by=alice)
    run_job(str(run.job_id))
    assert (job_of(run).error or {})["code"] == "nothing-to-import"
