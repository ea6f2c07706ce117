"""Files that are broken or mean harm: each gets an entry with its reason, and what is good is kept."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotation.formats import FORMATS, Item
from annotation.formats.sink import FolderSink, ZipSink
from annotation.formats.source import Unreadable, ZipSource, open_source
from annotation.kinds.record import new_record, stable_id
from core.errors import DomainError
from tests.annotation.formats.helpers import PICTURE, codes, header, item, read

GOOD = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}
DEEP = "[" * 100_000 + "]" * 100_000


def coco(*annotations: Any, images: Any = None, categories: Any = None, extra: str = "") -> str:
    content = {
        "images": images if images is not None else [{"id": 1, "file_name": "a.png", "width": 100, "height": 80}],
        "categories": categories if categories is not None else [{"id": 1, "name": "car"}],
        "annotations": [GOOD, *annotations],
    }
    return json.dumps(content)[:-1] + extra + "}"


BAD_ANNOTATIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"bbox": [1, 2, -3, 4]}, "bad-geometry", "annotations[1].bbox"),
    ({"bbox": [1, 2, float("nan"), 4]}, "bad-geometry", "annotations[1].bbox"),
    ({"bbox": [1, 2, float("inf"), 4]}, "bad-geometry", "annotations[1].bbox"),
    ({"bbox": [1e308, 2, 3, 4]}, "bad-geometry", "annotations[1].bbox"),
    ({"bbox": ["1", 2, 3, 4]}, "bad-geometry", "annotations[1].bbox"),
    ({"bbox": [1, 2, 3]}, "bad-geometry", "annotations[1].bbox"),
    ({"bbox": None}, "bad-geometry", "annotations[1].bbox"),
    ({"segmentation": [[1, 2, 3, 4]]}, "bad-geometry", "annotations[1].segmentation[0]"),
    ({"segmentation": [[1, 2, 3, 4, 5]]}, "bad-geometry", "annotations[1].segmentation[0]"),
    ({"segmentation": ["x"]}, "bad-geometry", "annotations[1].segmentation[0]"),
    ({"segmentation": {"size": [80, 100], "counts": [1, 2, 3]}}, "bad-mask", "annotations[1].segmentation"),
    ({"segmentation": {"size": [80, 100], "counts": [-1, 8001]}}, "bad-mask", "annotations[1].segmentation"),
    ({"segmentation": {"size": [9, 9], "counts": [81]}}, "bad-mask", "annotations[1].segmentation"),
    ({"segmentation": {"size": [10**6, 10**6], "counts": [10**12]}}, "bad-mask", "annotations[1].segmentation"),
    ({"segmentation": {"size": [80, 100], "counts": "\u00ff\u00ff"}}, "bad-mask", "annotations[1].segmentation"),
    ({"keypoints": [1, 2]}, "bad-geometry", "annotations[1].keypoints"),
    ({"keypoints": [1, 2, 7]}, "bad-geometry", "annotations[1].keypoints"),
    ({"category_id": 7}, "unknown-category", "annotations[1].category_id"),
    ({"category_id": None}, "missing-field", "annotations[1]"),
    ({"image_id": 7}, "unknown-image", "annotations[1]"),
    ({"image_id": True}, "missing-field", "annotations[1]"),
    ({"image_id": 2**70}, "missing-field", "annotations[1]"),
    ({"attributes": {"nested": {"a": 1}}}, "bad-value", "annotations[1].attributes.nested"),
    ({"bbox": [90, 2, 30, 4]}, "outside-image", "annotations[1].bbox"),
]


@pytest.mark.parametrize(("change", "code", "place"), BAD_ANNOTATIONS)
def test_a_bad_coco_annotation_is_named_and_the_good_one_kept(change: dict[str, Any], code: str, place: str) -> None:
    [image], report = read("coco", {"l.json": coco({**GOOD, "id": 2, **change}), "a.png": PICTURE})
    assert image.records[0]["data"] == {"x": 1, "y": 2, "width": 3, "height": 4}
    assert (code, place) in {(problem.code, problem.place) for problem in report.problems}
    entry = report.problems[0].json()
    assert entry["remedy"]["en"]
    assert entry["message"]["zh"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (coco(extra=f', "info": {DEEP}'), "too-deep"),
        (coco()[:-40], "bad-json"),
        (coco().replace('"width": 100', '"width": 1' + "0" * 5000), "bad-json"),
        (coco(images=[{"id": 1, "file_name": "../../etc/passwd", "width": 9, "height": 9}]), "unsafe-name"),
        (coco(images=[{"id": 1, "file_name": "/etc/passwd"}]), "unsafe-name"),
        (coco(images=[{"id": 1, "file_name": "C:\\boot.ini"}]), "unsafe-name"),
        (coco(images=[{"id": 1, "file_name": "a.png"}, {"id": 1, "file_name": "b.png"}]), "duplicate-id"),
        (
            coco(
                images=[
                    {"id": 1, "file_name": "a.png"},
                    {"id": 2, "file_name": "A.PNG"},
                    {"id": 3, "file_name": "a.png"},
                ]
            ),
            "duplicate-name",
        ),
        (coco(images={"id": 1}), "bad-value"),
        (coco(images=[1, "x", None]), "bad-value"),
        (coco(categories=[{"id": 1, "name": "car"}, {"id": 1, "name": "bus"}]), "duplicate-id"),
        (coco(categories=[{"id": 1, "name": "car"}, {"id": 2, "name": "car"}]), "duplicate-category"),
        (coco(categories=[{"id": 1, "name": "\u202e" * 200}]), "bad-value"),
        (coco(categories=[{"id": 1, "name": {"a": 1}}]), "bad-value"),
        ('{"images": [', "bad-json"),
        ('{"images": ]', "bad-json"),
        ('{"images": [] "annotations": []}', "bad-json"),
    ],
)
def test_a_bad_coco_file_is_named(text: str, code: str) -> None:
    _, report = read("coco", {"l.json": text})
    assert code in codes(report)


def test_what_comes_before_a_fault_is_kept() -> None:
    [image], report = read("coco", {"l.json": coco()[:-1] + ', "annotations": [{"id": }]}'})
    assert len(image.records) == 1
    assert codes(report) == ["bad-json"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_coco_in_other_encodings(encoding: str) -> None:
    text = coco(categories=[{"id": 1, "name": "红绿灯"}])
    items, report = read("coco", {"l.json": text.encode(encoding)})
    if encoding == "utf-8-sig":
        assert items[0].records[0]["label"] == "红绿灯"
    else:
        assert codes(report) == ["nothing-found"] or items[0].records[0]["label"] == "红绿灯"


def test_one_good_file_of_two() -> None:
    items, report = read("coco", {"good.json": coco(), "bad.json": '{"images": [{"id": 9,'})
    assert [image.name for image in items] == ["a.png"]
    assert [(problem.file, problem.code) for problem in report.problems] == [("bad.json", "bad-json")]


BOX = "<name>car</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>5</xmax><ymax>6</ymax></bndbox>"


def voc(*objects: str, head: str = "", name: str = "a.png") -> str:
    body = "".join(f"<object>{text}</object>" for text in (BOX, *objects))
    size = "<size><width>100</width><height>80</height></size>"
    return f"{head}<annotation><filename>{name}</filename>{size}{body}</annotation>"


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE_ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "code", "kept"),
    [
        (voc(head=BOMB), "forbidden-xml", 0),
        (voc(head=FILE_ENTITY), "forbidden-xml", 0),
        (voc()[:-5], "bad-xml", 0),
        (voc(name="../../etc/passwd"), "unsafe-name", 0),
        (voc(BOX.replace("<xmax>5", "<xmax>-5")), "bad-geometry", 1),
        (voc(BOX.replace("<xmax>5", "<xmax>nan")), "bad-geometry", 1),
        (voc(BOX.replace("<xmax>5", "<xmax>inf")), "bad-geometry", 1),
        (voc(BOX.replace("<xmax>5", "<xmax>five")), "bad-geometry", 1),
        (voc(BOX.replace("<xmax>5", "<xmax>500")), "outside-image", 2),
        (voc("<name>car</name>"), "bad-geometry", 1),
        (voc("<bndbox/>"), "missing-field", 1),
    ],
)
def test_bad_voc(text: str, code: str, kept: int) -> None:
    items, report = read("voc", {"Annotations/a.xml": text})
    assert code in codes(report)
    assert sum(len(image.records) for image in items) == kept


YAML = "names: [car, bus]\n"


@pytest.mark.parametrize(
    ("line", "code", "kept"),
    [
        ("2 0.5 0.5 0.1 0.1", "unknown-category", 1),
        ("-1 0.5 0.5 0.1 0.1", "unknown-category", 1),
        ("0 0.5 0.5 -0.1 0.1", "bad-geometry", 1),
        ("0 0.5 0.5 nan 0.1", "bad-geometry", 1),
        ("0 0.5 0.5 inf 0.1", "bad-geometry", 1),
        ("0 1e308 0.5 0.1 0.1", "bad-geometry", 1),
        ("0 0.5 0.5", "bad-geometry", 1),
        ("car 0.5 0.5 0.1 0.1", "bad-value", 1),
        ("nan 0.5 0.5 0.1 0.1", "unknown-category", 1),
        ("0 0.99 0.5 0.2 0.1", "outside-image", 2),
    ],
)
def test_bad_yolo_lines(line: str, code: str, kept: int) -> None:
    files = {"data.yaml": YAML, "images/a.png": PICTURE, "labels/a.txt": f"0 0.5 0.5 0.1 0.1\n{line}\n"}
    items, report = read("yolo", files)
    assert codes(report) == [code]
    assert report.problems[0].place == "line 2"
    assert len(items[0].records) == kept


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [1, 1]\nnames: [*a, *a]\n",
        "names: !!python/object/apply:os.system [ls]\n",
        "names: [" + "[" * 5000 + "]" * 5000 + "]\n",
        "names: [\n",
    ],
)
def test_bad_yaml_is_reported_and_the_boxes_kept(text: str) -> None:
    files = {"data.yaml": text, "images/a.png": PICTURE, "labels/a.txt": "0 0.5 0.5 0.1 0.1\n"}
    items, report = read("yolo", files)
    assert codes(report) == ["bad-yaml"]
    assert items[0].records[0]["label"] == "0"


def test_yolo_without_the_image_or_with_a_broken_one() -> None:
    files = {"data.yaml": YAML, "images/a.png": b"\x89PNG\r\n\x1a\nnothing", "labels/a.txt": "0 0.5 0.5 0.1 0.1\n"}
    items, report = read("yolo", {**files, "labels/b.txt": "0 0.5 0.5 0.1 0.1\n"})
    assert sorted(codes(report)) == ["missing-image", "no-size"]
    assert items[0].records == []


def test_bad_groundwork_lines() -> None:
    box = new_record(id=stable_id(1), kind="box", data={"x": 1, "y": 1, "width": 2, "height": 2}, label="car")
    flat = {**box, "id": stable_id(2), "data": {"x": 1, "y": 1, "width": 0, "height": 2}}
    lines = [
        '{"format":"groundwork-jsonl","version":1,"schema":{"labels":[],"questions":[]},"info":{}}',
        json.dumps({"name": "a.png", "width": 9, "height": 9, "records": [box, flat, box]}),
        "{",
        DEEP,
        "[]",
        json.dumps({"name": "../a.png", "records": []}),
        json.dumps({"name": "a.png", "records": []}),
        json.dumps({"name": "b.png"}),
    ]
    items, report = read("groundwork", {"dataset.jsonl": "\n".join(lines)})
    assert [one.name for one in items] == ["a.png", "b.png"]
    assert items[0].records == [box]
    assert codes(report) == [
        "bad-geometry",
        "duplicate-id",
        "bad-json",
        "too-deep",
        "bad-value",
        "unsafe-name",
        "duplicate-name",
        "bad-value",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "car 1"}, "id"),
        ({"source": {"origin": "magic"}}, "source.origin"),
        ({"source": {"origin": "model", "version": 2}}, "source"),
        ({"group": "a\0b"}, "group"),
        ({"attributes": {"note": "a\0b"}}, "attributes"),
        ({"attributes": {"track": 2**53}}, "attributes"),
        ({"attributes": {"deep": {"er": 1}}}, "attributes"),
        ({"score": 1e308 * 10}, ""),
    ],
)
def test_one_bad_groundwork_record_is_named_and_the_others_stay(change: dict[str, Any], field: str) -> None:
    box = new_record(id=stable_id(1), kind="box", data={"x": 1, "y": 1, "width": 2, "height": 2}, label="car")
    bad = {**box, "id": stable_id(2), **change}
    header = '{"format":"groundwork-jsonl","version":1,"schema":{"labels":[],"questions":[]},"info":{}}'
    lines = [
        header,
        json.dumps({"name": "a.png", "records": [box, bad]}),
        json.dumps({"name": "b.png", "records": [box]}),
    ]
    items, report = read("groundwork", {"dataset.jsonl": "\n".join(lines)})
    (problem,) = report.problems
    if field:
        assert [one.records for one in items] == [[box], [box]]
        assert (problem.file, problem.place) == ("dataset.jsonl", "line 2, records[1]")
        assert (problem.code, problem.params["field"]) == ("bad-geometry", field)
        assert report.records == 2
    else:  # no JSON at all: the line is lost, the next one is not
        assert [one.name for one in items] == ["b.png"]
        assert problem.code == "bad-json"


def test_ids_that_a_browser_would_round_come_as_text() -> None:
    items, report = read("coco", {"l.json": coco({**GOOD, "id": 2, "attributes": {"track": 2**60 + 1, "n": 7}})})
    assert codes(report) == []
    assert items[0].records[1]["attributes"] == {"track": str(2**60 + 1), "n": 7}


def test_a_zip_that_wants_out_is_read_only_inside(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../evil.json", coco())
        archive.writestr("/abs.json", coco())
        archive.writestr("good.json", coco())
        archive.writestr("GOOD.json", coco())
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    with open_source(tmp_path / "a.zip") as source:
        decoded = FORMATS["coco"].decode(source)
        assert [one.name for one in decoded.items] == ["a.png"]
        assert codes(decoded.report) == ["refused-entry"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_a_bomb_stops_at_its_limit(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("l.json", b'{"images": [' + b" " * 300_000_000)
    with ZipSource(tmp_path / "bomb.zip") as source:
        decoded = FORMATS["coco"].decode(source)
        assert list(decoded.items) == []
    assert codes(decoded.report) == ["not-readable"]
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(Unreadable):
        open_source(tmp_path / "no.zip")


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(coco())
    (tmp_path / "set").mkdir()
    (tmp_path / "set/link.json").symlink_to(tmp_path / "secret.json")
    with open_source(tmp_path / "set") as source:
        assert list(FORMATS["coco"].decode(source).items) == []


@pytest.mark.parametrize("name", ["../x.png", "/x.png", "a\\b.png", "con/x.png", "x\0.png"])
@pytest.mark.parametrize("slug", ["coco", "yolo", "voc", "groundwork"])
def test_no_name_leads_out_of_the_target(slug: str, name: str, tmp_path: Path) -> None:
    for sink in (FolderSink(tmp_path / "set"), ZipSink(tmp_path / "set.zip")):
        with pytest.raises(DomainError), sink:
            FORMATS[slug].encode(header("box"), [item(name, [])], sink, images=True)


def test_memory_of_an_export_does_not_grow_with_it(tmp_path: Path) -> None:
    def many(count: int) -> Iterator[Item]:
        for number in range(count):
            boxes = [
                new_record(
                    id=stable_id(number, n), kind="box", label="car", data={"x": n, "y": 1.5, "width": 9, "height": 9}
                )
                for n in range(50)
            ]
            yield Item(f"{number}.png", 640, 480, boxes)

    def peak(count: int) -> int:
        tracemalloc.start()
        with FolderSink(tmp_path / str(count)) as sink:
            FORMATS["coco"].encode(header("box"), many(count), sink)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    small = peak(200)
    assert peak(800) < 1.5 * small + 1_000_000
