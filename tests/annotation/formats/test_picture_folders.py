"""A video that lies there as a folder of pictures: which it is, and which picture a number of a frame means."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from annotation import picture_folders
from annotation.formats import FORMATS
from annotation.formats.conversion import recognise
from annotation.formats.sink import open_sink
from annotation.formats.source import OpenedFiles
from tests.annotation.formats.helpers import PICTURE, codes, header, read
from tests.annotation.formats.test_interoperation import DATUMARO, load
from tests.shared_data import shared

BOX = '<box frame="{}" outside="{}" occluded="0" keyframe="1" xtl="{}" ytl="2" xbr="40" ybr="60"/>'


def track(*shapes: tuple[int, int], task: str = "") -> str:
    """A track of boxes: frame and whether it is outside there; the left edge tells which keyframe it is."""
    boxes = "".join(BOX.format(frame, outside, at) for at, (frame, outside) in enumerate(shapes))
    return f'<track id="0" label="car" task_id="{task}">{boxes}</track>'


def document(meta: str, *tracks: str) -> str:
    return f"<annotations><meta>{meta}</meta>{''.join(tracks)}</annotations>"


def told(item: Any) -> list[list[tuple[int, bool, float]]]:
    """Frame, outside and left edge of every keyframe of every track."""
    tracks = (record["data"]["keyframes"] for record in item.records)
    return [[(each["frame"], each["outside"], each["data"]["x"]) for each in frames] for frames in tracks]


def test_folders_with_pictures_are_videos_called_like_what_tells_them_apart() -> None:
    names = ["train/MOT17-02/img1/10.jpg", "train/MOT17-02/img1/9.jpg", "train/MOT17-02/gt/gt.txt", "a.mp4"]
    names += ["images/1.PNG", "images/2.PNG", "clip/1.png", "b/1.jpg", "b/2.jpg", "b.mov", "3.jpg", "4.jpg"]
    assert picture_folders.videos_in(names) == {
        "train/MOT17-02.mov": ("train/MOT17-02/img1/9.jpg", "train/MOT17-02/img1/10.jpg"),
        "images.mov": ("images/1.PNG", "images/2.PNG"),
        "b (pictures).mov": ("b/1.jpg", "b/2.jpg"),
        "pictures.mov": ("3.jpg", "4.jpg"),
    }


def test_tracks_over_a_task_of_images_mean_the_pictures_in_the_order_of_their_letters() -> None:
    """What is drawn in one image is for CVAT a track that is outside in the next; numbers begin at start_frame."""
    meta = "<task><name>walk</name><mode>annotation</mode><start_frame>1</start_frame></task>"
    text = document(meta, track((1, 0), (3, 0)), track((2, 0), (3, 1)))
    pictures = {f"images/cam {number}.jpg": PICTURE for number in (2, 10, 30)}
    [one], report = read("cvat_video", {"annotations.xml": text, **pictures})
    assert codes(report) == []
    assert (one.name, one.media and one.media.name) == ("walk", "images.mov")
    # By letters 10, 2, 30; by number, as the video has them, 2, 10, 30.
    assert told(one) == [[(1, False, 0), (2, False, 1)], [(0, False, 0), (2, True, 1)]]


def test_frames_that_cvat_took_out_of_a_video_are_found_by_the_numbers_in_their_names() -> None:
    meta = (
        "<task><name>t</name><mode>interpolation</mode><frame_filter>step=5</frame_filter></task><source>t.mp4</source>"
    )
    text = document(meta, track((10, 0), (20, 0), (30, 1)), track((15, 0), (20, 1)))
    pictures = {f"images/frame_{number:06d}.PNG": PICTURE for number in (5, 10, 20, 25)}  # 15 was deleted there
    [one], report = read("cvat_video", {"annotations.xml": text, **pictures})
    assert codes(report) == []
    assert told(one) == [[(1, False, 0), (2, False, 1), (4, True, 2)]]
    [one], _ = read("cvat_video", {"annotations.xml": text, **pictures, "t.mp4": b"the video itself"})
    assert told(one)[0][0] == (10, False, 0)


def test_the_frames_beside_an_export_of_a_video_are_its_video() -> None:
    """CVAT's own: frames 10 and 13 of a video, three apart."""
    [one], _, problems = load("cvat_video", shared(f"{DATUMARO}/cvat_dataset/for_video"))
    assert problems == []
    assert (one.name, one.media and one.media.name) == ("t.mp4", "images.mov")
    assert [each["frame"] for each in one.records[0]["data"]["keyframes"]] == [0, 1]


def test_tasks_of_a_project_are_told_apart_by_their_subsets() -> None:
    said = "<task><id>{0}</id><name>n{0}</name><mode>annotation</mode><subset>{1}</subset></task>"
    subsets = enumerate(("train", "val", "test", "test"), 1)
    tasks = "".join(said.format(number, subset) for number, subset in subsets)
    tracks = [track((0, 0), (1, 0), task=str(number)) for number in (1, 2, 3, 4)]
    text = document(f"<project><tasks>{tasks}</tasks></project>", *tracks)
    pictures = {f"images/{subset}/{n}.jpg": PICTURE for subset in ("train", "val", "test") for n in (1, 2)}
    items, report = read("cvat_video", {"annotations.xml": text, **pictures})
    assert [one.media and one.media.name for one in items] == ["train.mov", "val.mov", None, None]
    assert codes(report) == ["missing-image"] * 2


def test_where_images_are_wanted_each_has_what_is_there_and_of_which_track() -> None:
    """Between two keyframes the place is worked out; where a track is outside there is nothing."""
    meta = "<task><name>walk</name><mode>annotation</mode></task>"
    plain = BOX.replace("/>", '><attribute name="colour">red</attribute></box>')
    hidden = plain.replace('occluded="0"', 'occluded="1"')
    text = document(
        meta,
        '<track id="7" label="car" group_id="2">'
        f"{plain.format(0, 0, 10)}{hidden.format(2, 0, 20)}{plain.format(3, 1, 20)}</track>",
        track((3, 0)),
    )
    files: dict[str, Any] = {"annotations.xml": text, **{f"images/{number}.jpg": PICTURE for number in range(4)}}
    items, report = read("cvat", files)
    assert codes(report) == []
    assert [one.name for one in items] == [f"images/{number}.jpg" for number in range(4)]
    told = [[(record["data"]["x"], record["attributes"], record["group"]) for record in one.records] for one in items]
    red = {"colour": "red", "track": 7}
    assert told == [
        [(10, red, "2")],
        [(15, red, "2")],
        [(20, {"occluded": True, **red}, "2")],
        [(0, {"track": 0}, None)],
    ]
    contents = {name: data if isinstance(data, bytes) else data.encode() for name, data in files.items()}
    opened = [(name, partial(io.BytesIO, data)) for name, data in contents.items()]
    found = [recognise(OpenedFiles(opened), modality) for modality in ("image", "video", None)]
    assert [each and each.slug for each in found] == ["cvat", "cvat_video", "cvat_video"]


def test_frames_of_a_video_that_cvat_names_without_an_ending_are_found() -> None:
    image = '<image id="0" name="frame_000007" width="640" height="480"><tag label="rain"/></image>'
    files = {"annotations.xml": f"<annotations>{image}</annotations>", "images/frame_000007.PNG": PICTURE}
    [one], report = read("cvat", {**files, "images/frame_000008.PNG": PICTURE})
    assert codes(report) == []
    assert (one.media and one.media.name, len(one.records)) == ("images/frame_000007.PNG", 1)


def test_a_sequence_of_motchallenge_is_its_pictures_and_goes_on_as_them(tmp_path: Path) -> None:
    lines = "1,3,10,20,30,40,1,1,1\n2,3,20,20,30,40,1,1,1\n"
    pictures = {f"train/MOT17-02/img1/{number:06d}.jpg": PICTURE for number in (1, 2)}
    items, report = read("mot", {"train/MOT17-02/gt/gt.txt": lines, **pictures})
    assert codes(report) == []
    assert items[0].media
    assert items[0].media.name == "train/MOT17-02.mov"
    with open_sink(tmp_path / "out") as sink:
        FORMATS["cvat_video"].encode(header("box"), items, sink, images=True)
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == [
        "000001.jpg", "000002.jpg", "MOT17-02.xml",
    ]  # fmt: skip


@pytest.mark.parametrize("frame", [-1, 0, 1, 2, 99])
def test_numbers_beyond_the_pictures_are_kept_apart(frame: int) -> None:
    meta = "<task><name>walk</name><mode>annotation</mode></task>"
    pictures = {f"{number}.jpg": PICTURE for number in (1, 2)}
    [one], _ = read("cvat_video", {"annotations.xml": document(meta, track((frame, 0))), **pictures})
    assert [each[0][0] for each in told(one)] == ([frame] if frame >= 0 else [])
