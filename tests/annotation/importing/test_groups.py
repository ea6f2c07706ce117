"""Assets of several files: a modality says what belongs together, and the house keeps, serves and sweeps all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Self, cast

import pytest
from django.core.files.storage import default_storage

from accounts.models import User
from annotation.formats import FORMATS, Item
from annotation.formats.base import Header, Media
from annotation.formats.sink import FolderSink
from annotation.modalities import MODALITIES, Derivative, Facts, Group, Limits, Modality, Prepared, Rejected
from annotation.modalities.base import Names
from annotation.modalities.sandbox import Work
from annotation.services.importing import job
from core.text import Text
from projects.models import Asset, AssetFile, Project, Task
from projects.services.assets import asset_file, delete_assets
from tests.annotation.importing.helpers import imported, outcomes, stored
from tests.conftest import Api

pytestmark = pytest.mark.django_db


class Pairs(Modality):
    """Two files of one stem, `.one` and `.two`, are one asset."""

    slug = "pairs"
    title = Text("Pairs", "成对文件")
    media_types = ("application/x-pair",)
    suffixes = (".one", ".two")
    kinds = ("tag",)

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        for name in names:
            other = str(PurePosixPath(name).with_suffix(".two"))
            if name.endswith(".one") and other in names:
                yield Group(name.removesuffix(".one"), (name, other))

    @classmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        return Facts("application/x-pair", ".one", None, None)

    @classmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        if any(path.read_bytes() == b"bad" for path in files.values()):
            raise Rejected("bad-pair", Text("One of the two is bad.", "其中一个文件有误。"))
        sums = []
        for key, (name, path) in enumerate(files.items()):
            out = folder / f"sum-{key}.bin"
            out.write_bytes(str(len(path.read_bytes())).encode())
            sums.append(Derivative("sum", out, ".bin", str(key), {"of": name}))
        # The second file is shown as it is.
        name, path = list(files.items())[1]
        sums.append(Derivative("shown", path, ".two", name))
        return Prepared(cls.probe(folder, limits), tuple(sums))


class InProcess:
    """The sandbox without its children, which know only built-in modalities."""

    def __init__(self, modality: str, limits: Limits) -> None:
        self.limits = limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def prepare(self, works: Iterable[Work]) -> Iterator[tuple[Work, Prepared | Rejected]]:
        for work in works:
            try:
                yield work, Pairs.prepare(work.files, work.folder, self.limits)
            except Rejected as error:
                yield work, error


@pytest.fixture
def pairs(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setitem(MODALITIES._plugins, "pairs", Pairs)
    monkeypatch.setattr(job, "Sandbox", InProcess)
    project.modality = "pairs"
    project.save()
    return project


FILES = {"a/1.one": b"x", "a/1.two": b"yy", "a/2.one": b"bad", "a/2.two": b"z", "lonely.one": b"l", "a/read.me": b"?"}


def test_files_that_belong_together_become_one_asset(pairs: Project, alice: User, tmp_path: Path) -> None:
    done = imported(pairs, alice, FILES)
    assert outcomes(done) == {
        "a/1": "imported",
        "a/2": "rejected bad-pair",
        "lonely.one": "warning no-part-of-anything",
        "a/read.me": "warning no-part-of-anything",
    }
    asset = Asset.objects.get()
    assert (asset.name, asset.size, asset.sequence) == ("a/1", 3, "a")
    files = {(each.role, each.key): each for each in asset.files.all()}
    assert set(files) == {
        ("original", "a/1.one"),
        ("original", "a/1.two"),
        ("sum", "0"),
        ("sum", "1"),
        ("shown", "a/1.two"),
    }
    assert files["sum", "1"].meta == {"of": "a/1.two"}
    assert files["original", "a/1.one"].stored == asset.original
    with default_storage.open(files["original", "a/1.two"].stored) as kept:
        assert kept.read() == b"yy"
    assert files["shown", "a/1.two"].stored == files["original", "a/1.two"].stored
    with asset_file(asset, "sum", "1") as path:
        assert path.read_bytes() == b"2"
    with pytest.raises(KeyError):
        asset_file(asset, "sum", "7")
    assert len(stored(tmp_path)) == 4  # nothing of what was refused


def test_the_same_files_again_are_a_duplicate(pairs: Project, alice: User) -> None:
    imported(pairs, alice, {"a/1.one": b"x", "a/1.two": b"yy"})
    again = imported(pairs, alice, {"a/1.one": b"x", "a/1.two": b"yy"})
    assert outcomes(again) == {"a/1": "duplicate duplicate"}
    changed = imported(pairs, alice, {"a/1.one": b"x", "a/1.two": b"other"})
    assert outcomes(changed) == {"a/1": "warning renamed"}
    assert Asset.objects.count() == 2


def test_the_workbench_gets_what_the_modality_made(pairs: Project, alice: User) -> None:
    imported(pairs, alice, {"a/1.one": b"x", "a/1.two": b"yy"})
    answer = Api(alice).get(f"/api/v1/tasks/{Task.objects.get().pk}/workbench").json()
    files: list[dict[str, Any]] = answer["asset"]["files"]
    assert [(each["role"], each["key"], each["size"], each["meta"]) for each in files] == [
        ("shown", "a/1.two", 2, {}),
        ("sum", "0", 1, {"of": "a/1.one"}),
        ("sum", "1", 1, {"of": "a/1.two"}),
    ]
    fetched = Api(alice).get(files[2]["url"])
    assert b"".join(fetched.streaming_content) == b"2"  # type: ignore[attr-defined]


def test_deleting_an_asset_sweeps_all_its_files(
    pairs: Project, alice: User, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    imported(pairs, alice, {"a/1.one": b"x", "a/1.two": b"yy"})
    with django_capture_on_commit_callbacks(execute=True):
        delete_assets(project=pairs, assets=[Asset.objects.get().pk], by=alice)
    assert AssetFile.objects.count() == 0
    assert stored(tmp_path) == []


def test_a_label_file_that_no_asset_claims_is_a_label_file(
    pairs: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the media may have files of the same ending: scenes and their labels both come as JSON."""
    monkeypatch.setattr(Pairs, "suffixes", (".one", ".two", ".jsonl"))
    monkeypatch.setattr(FORMATS["groundwork"], "modalities", frozenset({"pairs"}))
    files = {"a/1.one": b"x", "a/1.two": b"yy", "labels.jsonl": b"{}", "b/3.two": b"z"}
    done = imported(pairs, alice, files, format="groundwork")
    assert outcomes(done)["labels.jsonl"].startswith("labels")
    assert outcomes(done)["b/3.two"] == "warning no-part-of-anything"


def test_formats_of_other_media_are_refused(pairs: Project, alice: User) -> None:
    body = {"source": "folder", "location": "import", "format": "coco"}
    answer = Api(alice).post(f"/api/v1/projects/{pairs.pk}/imports", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown-format")


def test_a_package_holds_all_files_of_an_asset(pairs: Project, alice: User, tmp_path: Path) -> None:
    imported(pairs, alice, {"a/1.one": b"x", "a/1.two": b"yy"})
    asset = Asset.objects.get()
    files = tuple(_opened(each) for each in asset.files.filter(role="original").order_by("id"))
    given = Item(asset.name, None, None, [], files[0], files=files)
    with FolderSink(tmp_path / "out") as sink:
        FORMATS["groundwork"].encode(Header({"labels": [], "questions": []}), [given], sink, images=True)
    kept = {path.name: path.read_bytes() for path in (tmp_path / "out" / "images" / "a").iterdir()}
    assert kept == {"1.one": b"x", "1.two": b"yy"}


def _opened(file: AssetFile) -> Media:
    return Media(file.key, lambda: cast(BinaryIO, default_storage.open(file.stored, "rb")))
