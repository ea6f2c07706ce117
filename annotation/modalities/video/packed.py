"""The table of packets and frames by which a browser fetches and decodes any frame: docs/video.md describes it."""

from __future__ import annotations

import zlib
from array import array
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
LARGEST = 2**31 - 1


class Table:
    """What is known of packets, in the order of the file, and of frames, in the order in which they are seen."""

    def __init__(self) -> None:
        self.sizes = array("q")
        self.positions = array("q")
        self.starts = array("b")
        self.pts: array[int] = array("q")
        self.frame_pts: array[int] = array("q")
        self.seconds = array("d")
        self.is_timed = True

    def packet(self, size: int, position: int, pts: int | None, can_start: bool) -> None:
        self.sizes.append(size)
        self.positions.append(position)
        self.starts.append(can_start)
        self.is_timed &= pts is not None
        self.pts.append(pts or 0)

    def frame(self, pts: int | None, seconds: float) -> None:
        self.is_timed &= pts is not None
        self.frame_pts.append(pts or 0)
        self.seconds.append(seconds)

    @property
    def frames(self) -> int:
        return len(self.frame_pts)

    def is_one_to_one(self) -> bool:
        """Whether each frame comes from a packet of its own, known by its time, and in the order of these times."""
        pts, frames = np.asarray(self.pts), np.asarray(self.frame_pts)
        return bool(
            self.is_timed
            and len(np.unique(pts)) == len(pts)
            and np.all(np.diff(frames) > 0)
            and np.isin(frames, pts).all()
        )

    def longest_run(self) -> int:
        """Packets from one at which decoding can start to the next; more than any file has when the first is none."""
        starts = np.flatnonzero(np.asarray(self.starts))
        if not len(starts) or starts[0] != 0:
            return LARGEST
        return int(np.diff(np.append(starts, len(self.sizes))).max())

    def is_ready(self) -> bool:
        """Whether no frame is seen that needs a packet before its run: its packet lies in the run that shows it."""
        starts = np.flatnonzero(np.asarray(self.starts))
        runs = np.searchsorted(starts, np.arange(len(self.sizes)), side="right")
        order = np.argsort(np.asarray(self.pts), kind="stable")
        return bool(np.all(np.diff(runs[order]) >= 0))

    def write(self, path: Path) -> None:
        path.write_bytes(zlib.compress(b"".join(each.astype("<i4").tobytes() for each in self._columns()), 6))

    def fits(self) -> bool:
        return all(int(np.abs(each).max(initial=0)) <= LARGEST for each in self._columns())

    def _columns(self) -> list[Ints]:
        """Sizes, gaps before packets, rank of the packets by time, whether decoding can start there; of the frames
        their rank among the packets, and the microseconds since the one before. Ranks are told by what they differ
        from a plain count."""
        sizes, positions = np.asarray(self.sizes), np.asarray(self.positions)
        pts, count = np.asarray(self.pts), np.arange(len(self.sizes))
        ends = np.append(0, positions[:-1] + sizes[:-1]) if len(sizes) else sizes
        ranks = np.empty(len(pts), np.int64)
        ranks[np.argsort(pts, kind="stable")] = count
        shown = np.searchsorted(np.sort(pts), np.asarray(self.frame_pts))
        times = np.rint(np.asarray(self.seconds) * 1e6).astype(np.int64)
        return [
            sizes,
            positions - ends,
            ranks - count,
            np.asarray(self.starts).astype(np.int64),
            shown - np.arange(len(shown)),
            np.diff(times, prepend=0),
        ]


def read(path: Path, packets: int, frames: int) -> dict[str, Ints]:
    """The table again, as absolute numbers."""
    numbers = np.frombuffer(zlib.decompress(path.read_bytes()), "<i4").astype(np.int64)
    sizes, gaps, ranks, starts = numbers[: 4 * packets].reshape(4, packets)
    shown, steps = numbers[4 * packets :].reshape(2, frames)
    ends = np.cumsum(sizes + gaps)
    return {
        "sizes": sizes,
        "positions": ends - sizes,
        "ranks": ranks + np.arange(packets),
        "starts": starts,
        "shown": shown + np.arange(frames),
        "microseconds": np.cumsum(steps),
    }
