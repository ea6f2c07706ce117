"""`manage.py convert`, as a person runs it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotation.kinds.record import new_record, stable_id
from tests.annotation.formats.helpers import header, item, there_and_back


@pytest.fixture
def groundwork(tmp_path: Path) -> Path:
    """A data set with a polygon with a tag, and an image without labels."""
    records = [
        new_record(
            id=stable_id(1), kind="polygon", label="car", data={"points": [[1, 1], [50, 1], [50, 50]], "holes": []}
        ),
        new_record(id=stable_id(2), kind="tag", label="car", data={}),
    ]
    there_and_back(
        "groundwork", [item("a.png", records), item("b.png", [])], tmp_path, header=header("polygon"), images=True
    )
    return tmp_path / "set"


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("convert", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_convert_says_what_gets_lost_and_writes_a_report(groundwork: Path, tmp_path: Path) -> None:
    out = run(groundwork, tmp_path / "voc.zip", "--to", "voc", "--images", "--report", tmp_path / "r.json")
    assert "Reading Groundwork JSONL." in out
    assert "Label car: " in out
    assert "What Pascal VOC cannot carry:" in out
    assert "1 times: Polygons were written as the boxes around them." in out
    assert "1 times: Tags of the whole image were left out." in out
    assert "2 files, 1 object in" in out
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["read"]["items"] == 2
    assert {loss["code"] for loss in report["written"]["losses"]} == {"polygon-as-box", "tag-dropped"}


def test_convert_needs_no_database(groundwork: Path, tmp_path: Path) -> None:
    """pytest-django refuses the database to tests that do not ask for it, as this one does not."""
    run(groundwork, tmp_path / "coco", "--from", "groundwork", "--to", "coco")
    run(tmp_path / "coco", tmp_path / "yolo", "--from", "coco", "--to", "yolo", "--write", "task=segment")
    assert (tmp_path / "yolo/labels/train/a.txt").read_text(encoding="utf-8").startswith("0 ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "out", "--to", "coco"], "There is no nowhere"),
        (["{set}", "{set}", "--to", "coco"], "is not empty"),
        (["{set}", "out", "--to", "yolo", "--write", "task=dance"], "task cannot be 'dance'"),
        (["{set}", "out", "--to", "coco", "--write", "x=1"], "no option 'x'"),
        (["{set}/images", "out", "--to", "coco"], "not recognised"),
    ],
)
def test_convert_explains_what_it_will_not_do(
    arguments: list[str], message: str, groundwork: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=message):
        run(*[argument.format(set=groundwork) for argument in arguments])
