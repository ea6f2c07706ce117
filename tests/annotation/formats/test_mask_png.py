"""Masks as pictures of other people: without objects, with colours nobody explains, broken."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from annotation.formats import FORMATS, Item
from annotation.formats.sink import open_sink
from annotation.kinds.mask import mask_data
from annotation.kinds.record import new_record, stable_id
from tests.annotation.formats.helpers import codes, header, media, read

LABELS = "# label:color_rgb:parts:actions\nbackground:0,0,0::\nroad:ide:128,64,128::\ncar:0,0,142::\n"


def png(pixels: NDArray[np.float64]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(stream, "png")
    return stream.getvalue()


def classes() -> NDArray[np.float64]:
    pixels = np.zeros((20, 30, 3))
    pixels[10:] = (128, 64, 128)
    pixels[2:5, 3:8] = (0, 0, 142)
    pixels[2:5, 20:25] = (0, 0, 142)
    return pixels


def test_without_objects_a_class_is_one_mask() -> None:
    items, report = read("mask_png", {"labelmap.txt": LABELS, "SegmentationClass/a.png": png(classes())})
    [one] = items
    assert (one.name, one.width, one.height) == ("a.jpg", 30, 20)
    assert {(record["label"], record["data"]["area"]) for record in one.records} == {("road:ide", 300), ("car", 30)}
    assert codes(report) == []


def test_objects_tell_two_of_a_class_apart() -> None:
    objects = np.zeros((20, 30, 3))
    objects[:, :15] = (128, 0, 0)
    objects[:, 15:] = (0, 128, 0)
    files = {
        "labelmap.txt": LABELS,
        "SegmentationClass/a.png": png(classes()),
        "SegmentationObject/a.png": png(objects),
    }
    items, _ = read("mask_png", files)
    areas = sorted(record["data"]["area"] for record in items[0].records if record["label"] == "car")
    assert areas == [15, 15]


def test_what_nobody_explains_is_reported_and_the_rest_is_read() -> None:
    pixels = classes()
    pixels[0, 0] = (1, 2, 3)
    files = {
        "labelmap.txt": LABELS + "broken\nbad:1,2:x:y\n",
        "SegmentationClass/a.png": png(pixels),
        "SegmentationClass/b.png": b"no picture",
    }
    items, report = read("mask_png", files)
    assert [len(one.records) for one in items] == [2]
    assert sorted(codes(report)) == ["bad-value", "bad-value", "not-readable", "unknown-colour"]


@pytest.mark.parametrize("slug", ["mask_png", "coco_panoptic", "cityscapes", "open_images", "yolo", "coco"])
def test_a_mask_on_a_gigapixel_is_written_or_left_out_without_painting_all_of_it(slug: str, tmp_path: Path) -> None:
    data = mask_data(np.ones((30, 40), dtype=np.bool_), 39_000, 29_000)
    assert data is not None
    made = new_record(id=stable_id("large"), kind="mask", data=data, label="car")
    large = Item("large.jpg", 40_000, 30_000, [made], media("large.jpg"))
    options = {"task": "segment"} if slug == "yolo" else {}
    tracemalloc.start()
    try:
        with open_sink(tmp_path / "out") as sink:
            report = FORMATS[slug].encode(header("mask"), [large], sink, options, images=False)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100 * 1024**2
    assert ("too-large-to-paint" in report.losses) == (slug not in ("yolo", "coco"))
