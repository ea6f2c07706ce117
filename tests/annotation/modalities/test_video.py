"""Frames are counted as OpenCV counts them, and a browser that follows docs/video.md shows each under its number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from annotation.modalities import Limits
from annotation.modalities.sandbox import prepare_one
from tests.annotation.modalities.videos import (
    HEIGHT,
    VIDEO,
    WIDTH,
    as_opencv,
    decoded,
    derivative,
    numbers,
    prepared,
    refused,
    table,
    video,
)

B_FRAMES = {"bf": "3", "x264-params": "b-adapt=0:keyint=12:scenecut=0"}


def uneven(number: int) -> int:
    return number * 40 + (number % 3) * 13 + (400 if number > 20 else 0)


FILES: dict[str, tuple[str, dict[str, Any], str]] = {
    "b-frames": ("x.mp4", {"options": B_FRAMES}, "as-is"),
    "open groups": ("x.mp4", {"options": {"x264-params": "open-gop=1:keyint=12:bframes=3:b-adapt=0"}}, "as-is"),
    "variable rate": ("x.mp4", {"options": B_FRAMES, "times": uneven}, "as-is"),
    "late beginning": ("x.mp4", {"times": lambda number: 5000 + number * 40}, "as-is"),
    "matroska": ("x.mkv", {"options": B_FRAMES}, "packets"),
    "vp9": ("x.webm", {"codec": "libvpx-vp9", "options": {"deadline": "realtime"}}, "packets"),
    "vp8": ("x.webm", {"codec": "libvpx", "options": {"deadline": "realtime"}}, "packets"),
    "av1": ("x.mp4", {"codec": "libsvtav1", "options": {"preset": "12"}}, "as-is"),
    "hevc": ("x.mp4", {"codec": "libx265"}, "copy"),
    "mpeg-4 in avi": ("x.avi", {"codec": "mpeg4", "options": {"bf": "2"}}, "copy"),
    "mpeg-2 stream": ("x.ts", {"codec": "mpeg2video"}, "copy"),
    "prores": ("x.mov", {"codec": "prores_ks", "pixels": "yuv422p10le"}, "copy"),
    "ten bits": ("x.mp4", {"pixels": "yuv420p10le"}, "copy"),
    "one key frame": ("x.mp4", {"frames": 330, "options": {"x264-params": "keyint=infinite:scenecut=0"}}, "copy"),
    "one frame": ("x.mp4", {"frames": 1}, "as-is"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_frame_is_shown_under_the_number_that_opencv_gives_it(tmp_path: Path, name: str) -> None:
    file, how, form = FILES[name]
    path = video(tmp_path / file, **how)
    result = prepared(path, tmp_path / "out")
    wanted = numbers(as_opencv(path))
    assert wanted == list(range(how.get("frames", 40)))
    shown = list(decoded(result))
    assert [number for number, _ in shown] == wanted
    assert numbers([frame for _, frame in shown]) == wanted
    assert result.facts.meta["frames"] == len(wanted)
    assert result.facts.meta["form"] == form
    assert (result.facts.width, result.facts.height) == (WIDTH, HEIGHT)


def test_times_are_those_of_the_frames_from_the_first_on(tmp_path: Path) -> None:
    path = video(tmp_path / "x.mkv", options=B_FRAMES, times=lambda number: 700 + uneven(number))
    result = prepared(path, tmp_path / "out")
    assert (table(result)["microseconds"] / 1000).round().tolist() == [uneven(number) for number in range(40)]
    assert [each.code for each in result.facts.warnings] == ["uneven-times"]


def test_what_an_edit_list_cuts_away_is_not_counted(tmp_path: Path) -> None:
    """The box that names the part of the track to be played is made to begin ten frames later."""
    path = video(tmp_path / "x.mp4", options=B_FRAMES)
    data = bytearray(path.read_bytes())
    at = data.index(b"elst") + 12
    scale = int.from_bytes(data[(found := data.index(b"mdhd") + 16) : found + 4], "big")
    begin = int.from_bytes(data[at + 4 : at + 8], "big") + round(0.4 * scale)
    data[at + 4 : at + 8] = begin.to_bytes(4, "big")
    path.write_bytes(data)
    result = prepared(path, tmp_path / "out")
    wanted = numbers(as_opencv(path))
    assert wanted == list(range(10, 40))
    shown = list(decoded(result))
    assert [number for number, _ in shown] == list(range(30))
    assert numbers([frame for _, frame in shown]) == wanted


def test_what_was_cut_out_of_open_groups_is_shown_from_its_first_picture_on(tmp_path: Path) -> None:
    """It begins with a picture after which others still need what came before: no browser can begin there."""
    options = {"bf": "3", "x264-params": "open-gop=1:keyint=12:min-keyint=12:scenecut=0"}
    whole, path = video(tmp_path / "whole.mkv", options=options), tmp_path / "x.mkv"
    with av.open(str(whole)) as source, av.open(str(path), "w") as file:
        stream = file.add_stream_from_template(source.streams.video[0])
        packets = [packet for packet in source.demux(video=0) if packet.size]
        second = [place for place, packet in enumerate(packets) if packet.is_keyframe][1]
        for packet in packets[second:]:
            packet.stream = stream
            file.mux(packet)
    result = prepared(path, tmp_path / "out")
    wanted = numbers(as_opencv(path))
    assert 20 < len(wanted) < 40
    assert numbers([frame for _, frame in decoded(result)]) == wanted
    assert result.facts.meta["form"] == "copy"


@pytest.mark.parametrize("share", [0.6, 0.8])
def test_of_a_file_with_a_broken_tail_the_frames_that_are_there_are_taken(tmp_path: Path, share: float) -> None:
    path = video(tmp_path / "x.mkv", options=B_FRAMES)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    result = prepared(path, tmp_path / "out")
    wanted = numbers(as_opencv(path))
    assert 5 < len(wanted) < 40
    shown = list(decoded(result))
    assert [number for number, _ in shown] == list(range(len(wanted)))
    assert numbers([frame for _, frame in shown]) == wanted


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_video_that_says_it_lies_on_its_side_is_stood_up(tmp_path: Path, turns: int) -> None:
    path = video(tmp_path / "x.mp4")
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 44
    one = 1 << 16
    a, b, c, d = {1: (0, one, -one, 0), 2: (-one, 0, 0, -one), 3: (0, -one, one, 0)}[turns]
    for place, value in zip((0, 4, 12, 16), (a, b, c, d), strict=True):
        data[at + place : at + place + 4] = value.to_bytes(4, "big", signed=True)
    path.write_bytes(data)
    result = prepared(path, tmp_path / "out")
    upright = as_opencv(path)[7]
    assert (result.facts.height, result.facts.width) == upright.shape[:2]
    meta = derivative(result, "frames").meta
    _, frame = list(decoded(result))[7]
    turned = np.rot90(frame, -meta["rotation"] // 90)
    assert np.abs(turned.astype(int) - upright).mean() < 8
    with Image.open(derivative(result, "thumbnail").path) as thumbnail:
        assert (thumbnail.width > thumbnail.height) == (turns == 2)


def test_a_picture_of_the_strip_belongs_to_its_frame(tmp_path: Path) -> None:
    result = prepared(video(tmp_path / "x.mp4", 333), tmp_path / "out")
    strip = derivative(result, "strip")
    meta = strip.meta
    assert (meta["every"], meta["count"]) == (4, 84)
    sheet = np.asarray(Image.open(strip.path))
    scale = meta["width"] / WIDTH
    for place in (0, 17, 83):
        y, x = place // meta["columns"] * meta["height"], place % meta["columns"] * meta["width"]
        large = np.asarray(
            Image.fromarray(sheet[y : y + meta["height"], x : x + meta["width"]]).resize((WIDTH, round(HEIGHT)))
        )
        assert scale < 1
        assert numbers([large]) == [place * 4]


def test_a_video_is_prepared_in_the_sandbox(tmp_path: Path) -> None:
    path = video(tmp_path / "x.mp4", codec="libx265")
    result = prepare_one("video", {"x.mp4": path}, tmp_path, VIDEO.limits)
    assert result.facts.meta["frames"] == 40
    assert {each.role for each in result.derivatives} == {"thumbnail", "strip", "stream", "frames"}


def test_what_is_no_video_is_refused_with_the_reason(tmp_path: Path) -> None:
    found = {}
    for name, content in {
        "empty.mp4": b"",
        "page.mp4": b"<html>hello</html>",
        "picture.mp4": b"\xff\xd8\xff\xe0" + bytes(600),
        "list.mp4": b"#EXTM3U\nfile:///etc/passwd\n",
        "hollow.mp4": b"\0\0\0\x18ftypmp42" + bytes(4000),
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        found[name] = refused(path, tmp_path).code
    assert found == {
        "empty.mp4": "empty-file",
        "page.mp4": "not-a-video",
        "picture.mp4": "not-a-video",
        "list.mp4": "not-a-video",
        "hollow.mp4": "broken-video",
    }


def test_sound_alone_and_files_without_frames_are_refused(tmp_path: Path) -> None:
    sound = tmp_path / "sound.mp4"
    with av.open(str(sound), "w") as file:
        stream: Any = file.add_stream("aac", rate=16000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 16000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 16000
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    assert refused(sound, tmp_path).code == "no-picture"
    bare = video(tmp_path / "bare.mkv")
    data = bare.read_bytes()
    bare.write_bytes(data[: data.index(b"\x1f\x43\xb6\x75") + 20])
    assert refused(bare, tmp_path).code == "no-frames"


def test_limits_are_kept(tmp_path: Path) -> None:
    path = video(tmp_path / "x.mp4", codec="libx265")
    assert refused(path, tmp_path, Limits(pixels=1000)).code == "frames-too-large"
    assert refused(path, tmp_path, Limits(file_bytes=2000)).code == "too-many-bytes"
