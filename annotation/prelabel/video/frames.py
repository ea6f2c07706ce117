"""Frames of a video by their numbers, decoded in a process of their own; any of them, forwards and backwards."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from annotation.modalities.video import packed
from annotation.modalities.video.decoding import CHILD
from annotation.prelabel.base import Picture, Pixels, PrelabelError
from annotation.prelabel.process import Process

MEMORY = 3 * 1024**3
SECONDS = 120.0
"""For one portion of frames."""
PORTION = 48
"""Frames that are asked for at once, and are in memory together when a video is gone through backwards."""
MOST_BYTES = 256 * 1024**2
"""Of one picture."""


class Frames:
    """A video that has been prepared. Raises PrelabelError "no-video" when it has not, and where it cannot be decoded.

    `shrink` is pixels of what is decoded per pixel of the video; close it, or use it in a `with`.
    """

    def __init__(self, picture: Picture, *, longest: int | None = None, grey: bool = False) -> None:
        self._stack = ExitStack()
        try:
            with picture.file("frames", "") as path:
                about = picture.about("frames", "")
                self._table = packed.read(path, int(about["packets"]), int(about["frames"]))
            stream = self._stack.enter_context(picture.file("stream", ""))
        except KeyError:
            raise PrelabelError("no-video", f"{picture.name} is no prepared video.", name=picture.name) from None
        self.width, self.height = picture.width, picture.height
        self.shrink = min(1.0, longest / max(self.width, self.height)) if longest else 1.0
        self.name = picture.name
        self._request = self._asked(about, grey)
        self._stream = str(stream)
        self._folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="groundwork-video-"))
        self._process: Process | None = None
        self._starts = np.flatnonzero(self._table["starts"])
        self._packet_of = np.argsort(self._table["ranks"])

    def __enter__(self) -> Frames:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._stop()
        self._stack.close()

    def __len__(self) -> int:
        return len(self._table["shown"])

    def seconds(self, number: int) -> float:
        """When a frame is seen, since the first."""
        return float(self._table["microseconds"][number]) / 1e6

    @property
    def rate(self) -> float:
        """Frames a second; 25 where nobody knows."""
        last = self.seconds(len(self) - 1)
        return (len(self) - 1) / last if last > 0 else 25.0

    def read(self, numbers: Sequence[int]) -> Iterator[tuple[int, Pixels]]:
        """(number, picture) of these frames, which rise or fall; those that cannot be decoded are left out."""
        for _, group in groupby(self._portions(numbers), key=lambda pair: pair[0]):
            wanted = [number for _, number in group]
            rising = sorted(wanted)
            found = self._decoded(rising)
            yield from found if wanted == rising else reversed(list(found))

    def _asked(self, about: Mapping[str, Any], grey: bool) -> dict[str, Any]:
        return {
            "codec": str(about["codec"]),
            "description": str(about.get("description") or ""),
            "rotation": int(about.get("rotation") or 0),
            "width": max(1, round(self.width * self.shrink)),
            "height": max(1, round(self.height * self.shrink)),
            "grey": grey,
        }

    def _portions(self, numbers: Sequence[int]) -> Iterator[tuple[tuple[int, int], int]]:
        """Each frame with what names its portion: frames of one run of packets, so many at a time."""
        last, count = -1, 0
        for number in numbers:
            run = self._run_of(number)
            count = count + 1 if run == last else 0
            last = run
            yield (run, count // PORTION), number

    def _running(self) -> Process:
        if self._process is None or self._process.ended:
            self._stop()
            self._process = Process(CHILD, self._stream, folder=self._folder, memory=MEMORY, family="video")
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _packet(self, number: int) -> int:
        return int(self._packet_of[self._table["shown"][number]])

    def _run_of(self, number: int) -> int:
        return int(np.searchsorted(self._starts, self._packet(number), side="right")) - 1

    def _decoded(self, numbers: Sequence[int]) -> Iterator[tuple[int, Pixels]]:
        """Frames of one run."""
        table = self._table
        run = self._run_of(numbers[0])
        end = int(self._starts[run + 1]) if run + 1 < len(self._starts) else len(table["sizes"])
        ranks = {int(table["shown"][number]): number for number in numbers}
        columns = [table[name][int(self._starts[run]) : end].tolist() for name in ("positions", "sizes", "ranks")]
        last = max(self._packet(number) for number in numbers) - int(self._starts[run])
        # The decoder gives frames in order once it has those that come before them.
        packets = list(zip(*columns, strict=True))[: last + 1]
        yield from self._answered({**self._request, "packets": packets, "ranks": sorted(ranks)}, ranks)

    def _answered(self, request: Mapping[str, Any], ranks: Mapping[int, int]) -> Iterator[tuple[int, Pixels]]:
        process = self._running()
        with process.within(SECONDS):
            process.send(request)
        try:
            while True:
                with process.within(SECONDS):
                    answer = process.line()
                    image = _image(process, answer["shape"]) if "shape" in answer else None
                if reason := answer.get("error"):
                    message = f"{self.name} cannot be decoded: {reason}"
                    raise PrelabelError("video-unreadable", message, name=self.name, reason=reason)
                if image is None:
                    return
                yield ranks[int(answer["rank"])], image
        except GeneratorExit:
            # Nobody reads on: what it still has to say would be taken for the answer to the next request.
            self._stop()
            raise


def frame_of(video: Picture, number: int) -> Picture:
    """One frame of a video as a picture. Raises PrelabelError where it cannot be decoded."""
    with Frames(video) as frames:
        found = dict(frames.read([number]))
    if number not in found:
        message = f"Frame {number} of {video.name} cannot be decoded."
        raise PrelabelError("video-unreadable", message, name=video.name, reason=str(number))
    return replace(video, key=f"{video.key}:{number}", load=lambda: found[number])


def _image(process: Process, shape: Sequence[int]) -> Pixels:
    size = math.prod(shape)
    if size > MOST_BYTES:
        raise ValueError(size)
    return np.frombuffer(process.read(size), np.uint8).reshape(shape)
