"""Formats of videos: tracks there and back, and other people's files."""

from __future__ import annotations

import configparser
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from annotation.formats import FORMATS, Item, Media, reading
from annotation.formats.conversion import recognise
from annotation.formats.source import OpenedFiles, open_source
from annotation.kinds import KINDS
from annotation.kinds.keyframes import keyframe, state_at
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record, new_record, stable_id
from tests.annotation.formats.helpers import codes, media, read, there_and_back
from tests.annotation.formats.test_gathered import header_of, some
from tests.annotation.formats.test_interoperation import DATUMARO, load
from tests.annotation.strategies import HEIGHT, LABELS, WIDTH, data_of
from tests.shared_data import shared

FRAMES = 40
FACTS = {"frames": FRAMES, "rate": 25.0}
DRAWN = ["box", "rotated_box", "polygon", "polyline", "points"]


lasting: st.SearchStrategy[dict[str, Any]] = st.sampled_from([{}, {"colour": "red"}, {"parked": True}])


@st.composite
def tracks(draw: st.DrawFn, kinds: list[str]) -> Record:
    """A track that comes and goes, with an attribute that stays and one that changes."""
    of = draw(st.sampled_from(kinds))
    frames = sorted(draw(st.sets(st.integers(0, FRAMES - 1), min_size=1, max_size=5)))
    keyframes: list[dict[str, Any]] = []
    for at, frame in enumerate(frames):
        data = draw(data_of(of))
        if of == "polygon":
            data = {**data, "holes": []}
        if of == "rotated_box":
            data = {**data, "angle": max(abs(data["angle"]), 0.01)}
        outside = bool(keyframes) and not keyframes[-1]["outside"] and draw(st.booleans())
        attributes = {"state": f"s{at}"} if len(frames) > 1 else {}
        occluded = draw(st.booleans())
        keyframes.append(
            keyframe(frame, data, outside=outside, occluded=occluded, attributes=attributes, origin="import")
        )
    record = new_record(
        id=stable_id(draw(st.integers(0, 2**60))),
        kind="track",
        label=draw(st.sampled_from(LABELS)),
        data={"of": of, "keyframes": keyframes},
        attributes=draw(lasting),
    )
    record["z"] = draw(st.integers(-2, 2))
    return record


def video(name: str, records: list[Record], **more: Any) -> Item:
    return Item(name, WIDTH, HEIGHT, records, media(name, b"no real video"), facts=FACTS, **more)


def back_again(slug: str, items: list[Item], *, zipped: bool = False) -> list[Item]:
    with TemporaryDirectory() as folder:
        found, _, report = there_and_back(
            slug, items, Path(folder), header=header_of(items), images=True, zipped=zipped
        )
        path = Path(folder) / ("set.zip" if zipped else "set")
        with open_source(path) as source:
            assert recognise(source) is FORMATS[slug]
    assert report.problems == []
    by_name = {one.name: one for one in found}
    assert by_name.keys() == {one.name for one in items}
    for one in items:
        same = by_name[one.name]
        assert (same.width, same.height, same.meta) == (one.width, one.height, one.meta)
        assert same.media
    return [by_name[one.name] for one in items]


def at(record: Record, frame: int) -> Any:
    data = record["data"]
    return state_at(data, frame, KINDS[data["of"]].interpolate)


@some
@given(st.lists(tracks([*DRAWN, "ellipse", "cuboid2d", "mask"]), max_size=4), st.booleans())
def test_cvat_for_video(found: list[Record], zipped: bool) -> None:
    for number, record in enumerate(found):
        record["group"] = str(number + 1) if number else None
    groups = {record["group"]: str(n) for n, record in enumerate([r for r in found if r["group"]], 1)}
    first, _ = back_again("cvat_video", [video("drive/0.mp4", found), video("1.mp4", [])], zipped=zipped)
    assert len(first.records) == len(found)
    for one, other in zip(first.records, found, strict=True):
        assert (one["label"], one["attributes"], one["z"]) == (other["label"], other["attributes"], other["z"])
        assert one["group"] == (groups[other["group"]] if other["group"] else None)
        assert one["data"]["of"] == other["data"]["of"]
        for a, b in zip(one["data"]["keyframes"], other["data"]["keyframes"], strict=True):
            told = ("frame", "outside", "occluded", "attributes")
            assert [a[key] for key in told] == [b[key] for key in told]
            assert KINDS[one["data"]["of"]].similarity(a["data"], b["data"]) > 0.99


def test_skeletons_of_cvat_for_video_move_point_by_point() -> None:
    def points(x: float, seen: int) -> dict[str, Any]:
        return {"points": {"nose": [x, 10, 2], "left eye": [x + 5, 8, seen], "tail": [0, 0, 0]}}

    keyframes = [keyframe(0, points(10, 2)), keyframe(7, points(80, 1)), keyframe(9, points(80, 1), outside=True)]
    record = new_record(id=stable_id(1), kind="track", label="car", data={"of": "skeleton", "keyframes": keyframes})
    [one] = back_again("cvat_video", [video("0.mp4", [record])])
    [same] = one.records
    found = [(each["frame"], each["outside"], each["data"]) for each in same["data"]["keyframes"]]
    assert found == [(each["frame"], each["outside"], each["data"]) for each in keyframes]


def test_cvat_for_video_as_cvat_writes_it() -> None:
    [one], found, problems = load("cvat_video", shared(f"{DATUMARO}/cvat_dataset/for_video/annotations.xml"))
    assert (one.name, one.width, one.height) == ("t.mp4", 25, 20)
    assert problems == []
    box, points, line, skeleton = one.records
    assert (box["label"], box["data"]["of"]) == ("II", "box")
    frames = box["data"]["keyframes"]
    assert [(each["frame"], each["outside"], each["occluded"]) for each in frames] == [
        (10, False, True),
        (13, True, False),
    ]
    assert frames[0]["data"] == {"x": 3, "y": 4, "width": 7, "height": 1}
    assert [each["attributes"] for each in points["data"]["keyframes"]] == [{"hgl": "hgkf"}, {"hgl": "jk"}]
    assert line["data"]["of"] == "polyline"
    assert at(line, 15)
    assert at(line, 16) is None
    assert skeleton["data"]["of"] == "skeleton"
    assert skeleton["data"]["keyframes"][0]["data"]["points"]["1"] == [48.8, 111.77, 2]
    labels = {label["key"]: label for label in found.schema["labels"]}
    assert labels.keys() == {"klhg", "z U k", "II", "skeleton"}
    assert [option["key"] for option in labels["klhg"]["attributes"][0]["options"]] == ["jk", "hgkf"]


def test_a_project_of_cvat_has_several_videos() -> None:
    task = "<task><id>{0}</id><name>n{0}</name><source>{0}.mp4</source><mode>interpolation</mode></task>"
    box = '<box frame="{0}" outside="0" occluded="0" keyframe="1" xtl="1" ytl="2" xbr="4" ybr="6"/>'
    track = '<track id="0" label="car" task_id="{0}">' + box.format(3) + box.format(9).replace("1", "0", 0) + "</track>"
    meta = f"<meta><project><tasks>{task.format(7)}{task.format(8)}</tasks></project></meta>"
    bad = '<track id="1" label="car" task_id="8"><blob frame="0"/></track>'
    text = f"<annotations>{meta}{track.format(7)}{track.format(8)}{bad}</annotations>"
    items, report = read("cvat_video", {"annotations.xml": text})
    assert [(one.name, len(one.records)) for one in items] == [("7.mp4", 1), ("8.mp4", 1)]
    assert [each["frame"] for each in items[0].records[0]["data"]["keyframes"]] == [3, 9]
    assert codes(report) == ["other-task"]


@some
@given(st.lists(tracks(["box"]), max_size=3), st.sampled_from(["train", "test", ""]), st.booleans())
def test_mot(found: list[Record], split: str, zipped: bool) -> None:
    for record in found:
        record["z"], record["attributes"] = 0, {}
        for each in record["data"]["keyframes"]:
            each["attributes"] = {}
    other = video("1.mp4", [one_box()], meta={})
    first, _ = back_again(
        "mot", [video("drive/0.mp4", found, meta={"split": split} if split else {}), other], zipped=zipped
    )
    assert len(first.records) == len(found)
    for one, expected in zip(first.records, found, strict=True):
        assert one["label"] == expected["label"]
        for frame in range(FRAMES):
            a, b = at(one, frame), at(expected, frame)
            assert (a is None) == (b is None), frame
            if a and b:
                assert a["occluded"] == b["occluded"]
                assert a["data"] == pytest.approx(b["data"], abs=0.03)
        assert len(one["data"]["keyframes"]) <= 4 * len(expected["data"]["keyframes"]) + 1


def one_box() -> Record:
    data = {"of": "box", "keyframes": [keyframe(0, {"x": 1, "y": 2, "width": 30, "height": 40})]}
    return new_record(id=stable_id(7), kind="track", label="car", data=data)


def test_mot_as_others_write_it() -> None:
    [one], found, _ = load("mot", shared(f"{DATUMARO}/mot_dataset/mot_seq_with_seqinfo"))
    assert (one.name, one.width, one.height) == ("Test.mp4", 16, 16)
    [track] = one.records
    assert track["label"] == "label_2"
    assert track["data"]["keyframes"][0]["data"] == {"x": 0, "y": 4, "width": 4, "height": 8}
    assert len(found.schema["labels"]) == 10
    lines = "1,3,10,20,30,40,1,1,1\n2,3,20,20,30,40,1,1,1\n3,3,30,20,30,40,1,1,0.2\n5,3,50,20,30,40,1,1,1\nx,1,2\n"
    [one], report = read("mot", {"train/MOT17-02/gt/gt.txt": lines})
    assert (one.name, one.meta, codes(report)) == ("MOT17-02.mp4", {"split": "train"}, ["bad-line"])
    [track] = one.records
    assert track["label"] == "pedestrian"
    told = [(each["frame"], each["outside"], each["occluded"]) for each in track["data"]["keyframes"]]
    # What lies on the way needs no keyframe; the frame in which it is hidden does.
    assert told == [(0, False, False), (2, False, True), (3, True, True), (4, False, False), (5, True, False)]


def test_our_mot_in_a_plain_reader(tmp_path: Path) -> None:
    """Columns and counting from 1 as the challenge's own tools and motmetrics read them."""
    there_and_back("mot", [video("a.mp4", [one_box()])], tmp_path, header=header_of([video("a.mp4", [one_box()])]))
    rows = np.loadtxt(tmp_path / "set/a/gt/gt.txt", delimiter=",")
    assert rows.shape == (FRAMES, 9)
    assert rows[:, 0].tolist() == list(range(1, FRAMES + 1))
    assert set(map(tuple, rows[:, 1:].tolist())) == {(1, 1, 2, 30, 40, 1, 1, 1)}
    info = configparser.ConfigParser()
    info.read(tmp_path / "set/a/seqinfo.ini")
    assert dict(info["Sequence"]) == {
        "name": "a", "imdir": "img1", "framerate": "25", "seqlength": str(FRAMES), "imwidth": str(WIDTH),
        "imheight": str(HEIGHT), "imext": ".jpg",
    }  # fmt: skip


@some
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5), st.sampled_from(LABELS)), max_size=3), st.booleans())
def test_mots(found: list[tuple[int, int, str]], zipped: bool) -> None:
    records = []
    for number, (start, length, label) in enumerate(found):
        pixels = np.zeros((20, 20), bool)
        pixels[2 : 8 + number, 3:9] = True
        data = mask_data(pixels, 40 * number, 10)
        assert data
        frames = [keyframe(start, data), keyframe(start + length, data, outside=True)]
        of = {"of": "mask", "keyframes": frames}
        records.append(new_record(id=stable_id(number), kind="track", label=label, data=of))
    facts = {"frames": 16}
    items = [Item("drive/0.mp4", WIDTH, HEIGHT, records, media("drive/0.mp4", b""), meta={"split": "val"}, facts=facts)]
    [one] = back_again("mots", items, zipped=zipped)
    expected = {(r["label"], r["data"]["keyframes"][0]["data"]["x"]): r for r in records}
    assert len(one.records) == len(records)
    for record in one.records:
        same = expected[record["label"], record["data"]["keyframes"][0]["data"]["x"]]
        for a, b in zip(record["data"]["keyframes"], same["data"]["keyframes"], strict=True):
            assert (a["frame"], a["outside"], a["data"]) == (b["frame"], b["outside"], b["data"])


def test_mots_as_others_write_it(tmp_path: Path) -> None:
    items, found, problems = load("mots", shared(f"{DATUMARO}/mots_dataset"))
    assert set(problems) <= {"missing-image"}
    assert {one.meta["split"] for one in items} == {"train", "val"}
    assert {label["key"] for label in found.schema["labels"]} == {"a", "b", "c", "d"}
    assert all(record["data"]["of"] == "mask" for one in items for record in one.records)
    record = items[0].records[0]
    [first, *_] = record["data"]["keyframes"]
    there_and_back("mots", [video("0.mp4", [record])], tmp_path, header=found)
    with Image.open(tmp_path / "set/instances/0" / f"{first['frame'] + 1:06d}.png") as picture:
        assert picture.mode.startswith("I;16")
        values = np.asarray(picture)
    assert np.unique(values).tolist() == [0, 1000 * (1 + [*"abcd"].index(record["label"]))]


def test_media_of_a_video_is_found_by_its_name() -> None:
    text = "<annotations><meta><task><mode>interpolation</mode></task><source>b.mov</source></meta></annotations>"
    [one], report = read("cvat_video", {"x/annotations.xml": text, "x/b.mov": b"..."})
    assert (one.name, isinstance(one.media, Media), codes(report)) == ("b.mov", True, [])


@some
@given(st.lists(tracks(["box", "rotated_box"]), max_size=3), st.booleans())
def test_label_studio_videos(found: list[Record], zipped: bool) -> None:
    for number, record in enumerate(found):
        record["id"], record["z"] = stable_id(number), 0
        for each in record["data"]["keyframes"]:
            each["attributes"], each["occluded"] = {}, False
        frames = record["data"]["keyframes"]
        # A turn is told by the angle: what is at no angle anywhere is a box.
        record["data"]["keyframes"] = [each for at, each in enumerate(frames) if not each["outside"] or at]
    data = {"start": 3, "stop": 9, "channel": None, "tier": "", "speaker": "", "parent": None, "text": ""}
    event = new_record(id=stable_id("event"), kind="segment", label="car", data=data, attributes={"colour": "red"})
    [first] = back_again("label_studio_videos", [video("drive 1/0.mp4", [*found, event])], zipped=zipped)
    *back, same = first.records
    assert (same["kind"], same["label"], same["data"]) == ("segment", "car", data)
    assert same["attributes"] == {"colour": "red"}
    assert len(back) == len(found)
    for one, expected in zip(back, found, strict=True):
        assert (one["label"], one["attributes"]) == (expected["label"], expected["attributes"])
        for frame in range(FRAMES):
            a, b = at(one, frame), at(expected, frame)
            assert (a is None) == (b is None), frame
            if a and b and one["data"]["of"] == expected["data"]["of"] == "box":
                assert a["data"] == pytest.approx(b["data"], abs=1e-6)
            elif a and b:
                assert KINDS["rotated_box"].similarity(a["data"], b["data"]) > 0.999


def test_label_studio_videos_as_it_exports() -> None:
    """Frames are counted from 1, and a keyframe that is not enabled is the last one in which the object is seen."""
    place = {"rotation": 0, "y": 25, "width": 10, "height": 20}
    sequence = [
        {"frame": 1, "enabled": True, "x": 10, "time": 0.04, **place},
        {"frame": 11, "enabled": False, "x": 30, "time": 0.44, **place},
        {"frame": 21, "enabled": True, "x": 40, "time": 0.84, **place},
    ]
    value = {"framesCount": 30, "duration": 1.2, "sequence": sequence, "labels": ["Man"]}
    result = {"id": "a", "type": "videorectangle", "from_name": "box", "to_name": "video", "value": value}
    span = {"ranges": [{"start": 5, "end": 8}], "timelinelabels": ["Runs"]}
    event = {"id": "b", "type": "timelinelabels", "from_name": "events", "to_name": "video", "value": span}
    task = {"data": {"video": "/data/upload/3/0a1b2c3d-street.mp4"}, "annotations": [{"result": [result, event]}]}
    opened = OpenedFiles([("export.json", lambda: io.BytesIO(json.dumps([task]).encode()))])
    opened.known = lambda: {"street.mp4": {"width": 200, "height": 100}}
    decoded = reading.read(FORMATS["label_studio_videos"], opened)
    [one] = decoded.items
    assert (one.name, one.width, one.height, codes(decoded.report)) == ("street.mp4", 200, 100, [])
    man, runs = one.records
    told = [(each["frame"], each["outside"]) for each in man["data"]["keyframes"]]
    assert told == [(0, False), (10, False), (11, True), (20, False)]
    assert at(man, 5)["data"] == {"x": 40, "y": 25, "width": 20, "height": 20}
    assert (at(man, 11), at(man, 25)["data"]["x"]) == (None, 80)
    assert (runs["label"], runs["data"]["start"], runs["data"]["stop"]) == ("Runs", 4, 8)
    items, report = read("label_studio_videos", {"export.json": json.dumps([task])})
    assert codes(report) == ["no-size"]
    assert len(items[0].records) == 1
