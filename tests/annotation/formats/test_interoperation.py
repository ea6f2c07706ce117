"""Our files in other people's readers, and other people's files in ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

from annotation.formats import FORMATS, Header, Item, reading
from annotation.formats.labels import SchemaGatherer
from annotation.formats.masks import polygons_of_mask, rasterise
from annotation.formats.sink import FolderSink
from annotation.formats.source import open_source
from annotation.kinds import KINDS
from annotation.kinds.mask import mask_data, overlap_of
from annotation.kinds.mask_runs import counts_of_mask, pack, pixels_of, unpack
from annotation.kinds.record import Record, new_record, stable_id
from tests.annotation.formats.helpers import header, item, there_and_back
from tests.annotation.strategies import HEIGHT, WIDTH, polygons
from tests.shared_data import shared

DATUMARO = "images/cvat-ai_datumaro/tests/assets"
SHARKS = "images/roboflow_roboflow-python/tests/datasets"
LABELBOX = "images/Labelbox_labelbox-python/libs/labelbox/tests/data/assets/coco"

masks = (
    st.integers(1, 40)
    .flatmap(lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=40))
    .map(lambda rows: np.array(rows, dtype=bool))
)


def load(slug: str, path: Path, **options: str) -> tuple[list[Item], Header, list[str]]:
    with open_source(path) as source:
        decoded = reading.read(FORMATS[slug], source, options)
        return list(decoded.items), decoded.header, [problem.code for problem in decoded.report.problems]


# --- masks against pycocotools ----------------------------------------------------------------------------------


@given(masks)
def test_run_lengths_are_those_of_pycocotools(mask: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
    theirs = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))["counts"].decode()
    ours = counts_of_mask(mask)
    assert pack(ours) == theirs
    assert unpack(theirs).tolist() == ours
    np.testing.assert_array_equal(pixels_of(np.array(ours), mask.shape[1], mask.shape[0]), mask)


@given(masks, masks)
def test_overlaps_and_boxes_of_masks_are_those_of_pycocotools(
    one: np.ndarray[Any, np.dtype[np.bool_]], other: np.ndarray[Any, np.dtype[np.bool_]]
) -> None:
    a, b = mask_data(one), mask_data(other)
    if a is None or b is None:
        return
    size = (max(one.shape[0], other.shape[0]), max(one.shape[1], other.shape[1]))
    theirs = []
    for mask in (one, other):
        canvas = np.zeros(size, dtype=np.uint8, order="F")
        canvas[: mask.shape[0], : mask.shape[1]] = mask
        theirs.append(coco_mask.encode(canvas))
    assert overlap_of(a, b) == coco_mask.area(coco_mask.merge(theirs, intersect=True))
    assert [a["x"], a["y"], a["width"], a["height"]] == coco_mask.toBbox(theirs[0]).tolist()
    assert a["area"] == coco_mask.area(theirs[0])
    assert KINDS["mask"].similarity(a, b) == pytest.approx(coco_mask.iou(theirs[:1], theirs[1:], [0])[0, 0])


@settings(max_examples=30, deadline=None)
@given(polygons(holes=True))
def test_a_mask_as_polygons_covers_the_same_pixels(data: dict[str, Any]) -> None:
    mask = rasterise([data["points"], *data["holes"]], WIDTH, HEIGHT)
    assert mask.sum() == pytest.approx(KINDS["polygon"].measure(data).area, rel=0.03)
    again = np.zeros_like(mask)
    for ring, holes in polygons_of_mask(mask):
        again |= rasterise([ring, *holes], WIDTH, HEIGHT)
    assert (mask & again).sum() / (mask | again).sum() > 0.97


def test_small_masks_become_exact_polygons() -> None:
    mask = np.zeros((8, 8), dtype=bool)
    mask[2:4, 1:6] = True
    [(ring, holes)] = polygons_of_mask(mask)
    assert sorted(ring) == [[1, 2], [1, 4], [6, 2], [6, 4]]
    assert holes == []


def test_rasterised_polygons_agree_with_pycocotools() -> None:
    ring = [[10.3, 12.7], [200.1, 40.2], [150.9, 220.4], [31.5, 180.8]]
    flat = [[number for point in ring for number in point]]
    theirs = coco_mask.decode(coco_mask.merge(coco_mask.frPyObjects(flat, HEIGHT, WIDTH))).astype(bool)
    ours = rasterise([ring], WIDTH, HEIGHT)
    assert (ours & theirs).sum() / (ours | theirs).sum() > 0.985


# --- our COCO in pycocotools ------------------------------------------------------------------------------------


def test_pycocotools_reads_our_coco(tmp_path: Path) -> None:
    records = [
        _record("box", {"x": 10.5, "y": 20, "width": 30, "height": 40}),
        _record("polygon", {"points": [[100, 100], [200, 110], [190, 220]], "holes": []}),
        _record(
            "polygon",
            {
                "points": [[300, 100], [400, 100], [400, 200], [300, 200]],
                "holes": [[[330, 130], [370, 130], [350, 170]]],
            },
        ),
        _record("polygon", {"points": [[10, 300], [90, 300], [90, 400]], "holes": []}, iscrowd=True),
        _record("skeleton", {"points": {"nose": [5, 6, 2], "tail": [50, 60, 1]}}),
    ]
    there_and_back("coco", [item("a.png", records), item("empty.png", [])], tmp_path, header=header("polygon"))
    coco = COCO(tmp_path / "set/annotations/instances_default.json")
    assert len(coco.getImgIds()) == 2
    box, triangle, ring, crowd, points = coco.loadAnns(sorted(coco.getAnnIds()))
    assert (box["bbox"], box["area"]) == ([10.5, 20, 30, 40], 1200)
    assert crowd["iscrowd"] == 1
    assert points["keypoints"] == [5, 6, 2, 50, 60, 1]
    assert coco.loadCats(points["category_id"])[0]["keypoints"] == ["nose", "tail"]
    for annotation in (triangle, ring, crowd):
        mask = coco.annToMask(annotation)
        assert mask.shape == (HEIGHT, WIDTH)
        assert annotation["area"] == pytest.approx(mask.sum(), rel=0.03)
        assert annotation["bbox"] == pytest.approx(coco_mask.toBbox(coco.annToRLE(annotation)).tolist(), abs=1.01)
    assert ring["area"] == pytest.approx(100 * 100 - 40 * 40 / 2, rel=0.01)


def test_key_points_alone_are_in_a_file_called_like_those_of_coco(tmp_path: Path) -> None:
    points = _record("skeleton", {"points": {"nose": [5, 6, 2], "tail": [50, 60, 1]}})
    items = [item("a.png", [points], meta={"split": "val"}), item("b.png", [], meta={"split": "train"})]
    back, _, report = there_and_back("coco", items, tmp_path, header=header("skeleton"))
    assert report.problems == []
    assert {one.name: len(one.records) for one in back} == {"a.png": 1, "b.png": 0}
    coco = COCO(tmp_path / "set/annotations/person_keypoints_val.json")
    [annotation] = coco.loadAnns(coco.getAnnIds())
    assert annotation["num_keypoints"] == 2


# --- our YOLO and VOC in readers written for the tests ----------------------------------------------------------


def test_our_yolo_has_the_layout_that_trainers_expect(tmp_path: Path) -> None:
    records = [_record("box", {"x": 64, "y": 48, "width": 128, "height": 96})]
    items = [item("sub/a.png", records, meta={"split": "train"}), item("b.png", [], meta={"split": "val"})]
    there_and_back("yolo", items, tmp_path, header=header("box"), images=True)
    settings_file = yaml.safe_load((tmp_path / "set/data.yaml").read_text(encoding="utf-8"))
    assert settings_file["names"][0] == "car"
    for split, count in (("train", 1), ("val", 1)):
        images = sorted((tmp_path / "set" / settings_file[split]).rglob("*.png"))
        assert len(images) == count
        for image in images:
            label = Path(re.sub(r"/images/(?!.*/images/)", "/labels/", str(image))).with_suffix(".txt")
            assert label.exists()
    text = (tmp_path / "set/labels/train/sub/a.txt").read_text(encoding="utf-8")
    assert [float(number) for number in text.split()] == [1, 0.2, 0.2, 0.2, 0.2]


def test_an_independent_reader_finds_our_voc_boxes(tmp_path: Path) -> None:
    records = [_record("box", {"x": 1.25, "y": 2, "width": 3, "height": 4.5}, difficult=True, colour="red")]
    there_and_back("voc", [item("a.png", records)], tmp_path, header=header("box"))
    root = ElementTree.parse(tmp_path / "set/Annotations/a.xml").getroot()
    assert root.findtext("size/width") == str(WIDTH)
    [found] = root.findall("object")
    assert found.findtext("name") == "person"
    assert found.findtext("difficult") == "1"
    edges = [float(found.findtext(f"bndbox/{edge}") or "nan") for edge in ("xmin", "ymin", "xmax", "ymax")]
    assert edges == [1.25, 2, 4.25, 6.5]


# --- other people's files ---------------------------------------------------------------------------------------


def test_datumaro_coco() -> None:
    items, found, problems = load("coco", shared(f"{DATUMARO}/coco_dataset/coco"))
    assert [(one.name, one.meta["split"], len(one.records)) for one in items] == [
        ("a.jpg", "train", 1),
        ("b.jpg", "val", 2),
    ]
    assert set(problems) == {"other-task"}
    assert all(one.media for one in items)
    polygon, crowd = items[1].records
    assert polygon["attributes"] == {"x": 1, "y": "hello"}
    assert crowd["attributes"] == {"iscrowd": True}
    assert KINDS["mask"].measure(crowd["data"]).area == 20
    assert [label["key"] for label in found.schema["labels"]] == ["a", "b", "c"]


def test_datumaro_keypoints() -> None:
    items, _, _ = load("coco", shared(f"{DATUMARO}/coco_dataset/coco_person_keypoints"))
    kinds = [[record["kind"] for record in one.records] for one in items]
    assert kinds == [["points", "box"], ["polygon", "skeleton", "mask", "points"]] or kinds == [
        ["box", "points"],
        ["polygon", "skeleton", "mask", "points"],
    ]
    points = next(record for record in items[0].records if record["kind"] == "points")
    assert points["data"] == {"points": [[0, 2], [4, 1]]}
    assert points["attributes"] == {"keypoints": "2 (hidden), 3"}


def test_datumaro_voc() -> None:
    items, found, problems = load("voc", shared(f"{DATUMARO}/voc_dataset/voc_dataset1"))
    assert problems == []
    assert [(one.name, one.width, one.height, one.meta["split"]) for one in items] == [
        ("2007_000001.jpg", 20, 10, "train")
    ]
    cat, person = items[0].records
    assert (cat["label"], cat["data"]) == ("cat", {"x": 1, "y": 2, "width": 2, "height": 2})
    assert cat["attributes"] == {"truncated": True}
    assert person["label"] == "person"
    assert {label["key"] for label in found.schema["labels"]} == {"cat", "person"}


@pytest.mark.parametrize(
    "folder",
    [
        "yolo",
        "yolov8_detection",
        "yolov8_detection_with_list_of_imgs",
        "yolov8_detection_with_list_of_names",
        "yolov8_detection_with_subset_txt",
    ],
)
def test_datumaro_yolo(folder: str) -> None:
    items, found, problems = load("yolo", shared(f"{DATUMARO}/yolo_dataset/{folder}"))
    assert problems == []
    assert [(one.name, one.meta["split"]) for one in items] == [("1.jpg", "train")]
    assert [record["label"] for record in items[0].records] == ["label_2", "label_4"]
    assert items[0].records[0]["data"] == pytest.approx({"x": 0, "y": 2, "width": 4, "height": 2}, abs=1e-4)
    assert len(found.schema["labels"]) == 10


def test_datumaro_yolo_segments_rotated_boxes_and_poses() -> None:
    base = shared(f"{DATUMARO}/yolo_dataset")
    items, _, _ = load("yolo", base / "yolov8_segmentation")
    assert items[0].records[0]["data"]["points"] == [[1.5, 1], [6, 1], [6, 5]]
    items, _, _ = load("yolo", base / "yolov8_oriented_boxes", task="obb")
    assert [record["kind"] for record in items[0].records] == ["rotated_box"] * 2
    assert items[0].records[0]["data"]["angle"] == pytest.approx(np.pi / 6, abs=1e-3)
    items, _, _ = load("yolo", base / "yolov8_pose")
    assert [record["kind"] for record in items[0].records] == ["box", "skeleton"]
    assert items[0].records[1]["data"]["points"] == {"1": [1.5, 2, 2], "2": [4.5, 4, 2], "3": [7.5, 6, 2]}


def test_the_sharks_agree_in_coco_and_yolo() -> None:
    """The same ten frames in both formats, in two sizes: the same objects at the same places."""
    as_coco = _by_frame(load("coco", shared(f"{SHARKS}/sharks-tiny-coco"))[0])
    as_yolo = _by_frame(load("yolo", shared(f"{SHARKS}/sharks-tiny-yolov9"))[0])
    assert as_coco.keys() == as_yolo.keys()
    assert len(as_coco) == 10
    for frame, one in as_coco.items():
        other = as_yolo[frame]
        assert (one.width, other.width, one.meta) == (256, 640, other.meta)
        assert len(one.records) == len(other.records) > 0
        left = list(other.records)
        for record in one.records:
            likeness = [_likeness(record, found, 256 / 640) for found in left]
            best = int(np.argmax(likeness))
            assert record["label"] == left[best]["label"]
            assert likeness[best] > 0.9
            left.pop(best)


def test_labelbox_photographs_and_their_run_lengths(tmp_path: Path) -> None:
    """Masks keep every pixel, and pycocotools reads what we write of them."""
    folder = shared(LABELBOX)
    items, found, problems = load("coco", folder / "rle_ccby.json")
    assert set(problems) <= {"outside-image"}
    with FolderSink(tmp_path / "set") as sink:
        FORMATS["coco"].encode(found, items, sink)
    ours = COCO(tmp_path / "set/annotations/instances_default.json")
    theirs = COCO(folder / "rle_ccby.json")
    assert len(ours.anns) == len(theirs.anns) or len(items) == len(theirs.imgs)
    overlaps = []
    for image in theirs.loadImgs(theirs.getImgIds()):
        [same] = [one for one in ours.imgs.values() if one["file_name"] == image["file_name"]]
        for annotation in theirs.loadAnns(theirs.getAnnIds(image["id"])):
            mask = theirs.annToMask(annotation).astype(bool)
            if mask.sum() < 400:
                continue
            candidates = [ours.annToMask(one).astype(bool) for one in ours.loadAnns(ours.getAnnIds(same["id"]))]
            overlaps.append(max((mask & one).sum() / (mask | one).sum() for one in candidates))
    assert len(overlaps) > 20
    assert min(overlaps) > 0.9
    assert np.mean(overlaps) > 0.96


def _record(kind: str, data: dict[str, Any], **attributes: Any) -> Record:
    return new_record(id=stable_id(kind, json.dumps(data)), kind=kind, label="person", data=data, attributes=attributes)


def _by_frame(items: list[Item]) -> dict[str, Item]:
    found = {re.sub(r".*(sharks_mp4-\d+)_.*", r"\1", one.name): one for one in items}
    assert len(found) == len(items)
    return found


def _likeness(one: Record, other: Record, scale: float) -> float:
    """Overlap of the bounding boxes, the other's scaled: COCO keeps some objects as boxes that YOLO has as polygons."""
    boxes = []
    for record, factor in ((one, 1.0), (other, scale)):
        bounds = KINDS[record["kind"]].measure(record["data"]).bounds or (0, 0, 0, 0)
        left, top, right, bottom = (factor * edge for edge in bounds)
        boxes.append({"x": left, "y": top, "width": right - left, "height": bottom - top})
    return KINDS["box"].similarity(*boxes)


def test_gathered_attributes_have_the_type_of_their_values() -> None:
    gatherer = SchemaGatherer()
    gatherer.attributes("car", {"flag": True, "count": 2, "colour": "red", "tags": ["a"], "mixed": 1})
    gatherer.attributes("car", {"colour": "blue", "mixed": "x"})
    gatherer.label("car", ["box"])
    [label] = gatherer.schema()["labels"]
    assert {attribute["key"]: attribute["type"] for attribute in label["attributes"]} == {
        "flag": "checkbox", "count": "number", "colour": "select", "tags": "multiselect", "mixed": "text",
    }  # fmt: skip
