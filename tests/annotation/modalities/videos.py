"""Videos whose every frame says its number in large black and white squares, encoded by PyAV, and how to read them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from annotation.modalities import MODALITIES, Derivative, Limits, Prepared, Rejected
from annotation.modalities.video import packed

VIDEO = MODALITIES["video"]
WIDTH, HEIGHT = 160, 96
BITS, SIDE = 10, 32
CODECS = {"avc1": "h264", "vp8": "vp8", "vp09": "vp9", "av01": "libdav1d"}


def picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """RGB; bit k is square k, from the top left, five in a row."""
    frame = np.full((height, width, 3), 90, np.uint8)
    for bit in range(BITS):
        y, x = bit // 5 * SIDE, bit % 5 * SIDE
        frame[y : y + SIDE, x : x + SIDE] = 255 if number >> bit & 1 else 0
    return frame


def number_in(frame: NDArray[Any]) -> int:
    """The number that a decoded frame shows; the first channel is enough."""
    middle = SIDE // 2
    return sum((frame[bit // 5 * SIDE + middle, bit % 5 * SIDE + middle, 0] > 127) << bit for bit in range(BITS))


def video(
    path: Path,
    frames: int = 40,
    *,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    times: Callable[[int], int] = lambda number: number * 40,
    pixels: str = "yuv420p",
    format: str | None = None,
) -> Path:
    """`times` is the time of a frame in milliseconds."""
    with av.open(str(path), "w", format=format) as file:
        stream: Any = file.add_stream(codec, rate=25, options={"g": "12", **(options or {})})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixels
        # MPEG-2 knows few rates.
        stream.codec_context.time_base = Fraction(1, 25 if codec == "mpeg2video" else 1000)
        for number in range(frames):
            image: Any = av.VideoFrame.from_ndarray(picture(number), format="rgb24").reformat(format=pixels)
            image.pts, image.time_base = times(number), Fraction(1, 1000)
            file.mux(stream.encode(image))
        file.mux(stream.encode(None))
    return path


def prepared(path: Path, folder: Path, limits: Limits = VIDEO.limits) -> Prepared:
    folder.mkdir(exist_ok=True)
    return VIDEO.prepare({path.name: path}, folder, limits)


def refused(path: Path, tmp_path: Path, limits: Limits = VIDEO.limits) -> Rejected:
    with pytest.raises(Rejected) as caught:
        prepared(path, tmp_path / "out", limits)
    return caught.value


def derivative(result: Prepared, role: str) -> Derivative:
    return next(each for each in result.derivatives if each.role == role)


def table(result: Prepared) -> dict[str, NDArray[np.int64]]:
    each = derivative(result, "frames")
    return packed.read(each.path, each.meta["packets"], each.meta["frames"])


def decoded(result: Prepared) -> Iterator[tuple[int, NDArray[Any]]]:
    """(frame, picture) as a browser gets them, run by run, by nothing but what docs/video.md says."""
    meta, found = derivative(result, "frames").meta, table(result)
    data = derivative(result, "stream").path.read_bytes()
    frame_of = {int(rank): number for number, rank in enumerate(found["shown"])}
    starts = [*np.flatnonzero(found["starts"]), len(found["sizes"])]
    for first, last in pairwise(starts):
        codec: Any = av.CodecContext.create(CODECS[meta["codec"].split(".")[0]], "r")
        if meta["description"]:
            codec.extradata = base64.b64decode(meta["description"])
        packets: list[Any] = []
        for place in range(first, last):
            at = found["positions"][place]
            packet: Any = av.Packet(data[at : at + found["sizes"][place]])
            packet.pts = int(found["ranks"][place])
            packets.append(packet)
        for each in [*packets, None]:
            for image in codec.decode(each):
                if image.pts in frame_of:
                    yield frame_of[image.pts], image.to_ndarray(format="bgr24")


def as_opencv(path: Path) -> list[NDArray[Any]]:
    capture = cv2.VideoCapture(str(path))
    frames: list[NDArray[Any]] = []
    while True:
        there, frame = capture.read()
        if not there:
            return frames
        frames.append(frame)


def numbers(frames: Sequence[NDArray[Any]]) -> list[int]:
    return [number_in(frame) for frame in frames]
