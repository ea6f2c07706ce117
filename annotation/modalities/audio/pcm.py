"""The canonical PCM: written once, block by block, and read again by everything that looks at the sound."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.audio import riff
from annotation.modalities.audio.reasons import rejected

if TYPE_CHECKING:
    # Reading samples needs no decoder.
    from annotation.modalities.audio.opening import Block, Recording

Samples = NDArray[np.float32]
"""(moments, channels), full scale 1.0."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """A file of samples, in the layout that docs/audio.md describes."""

    path: Path
    wide: bool
    rate: int
    channels: int
    samples: int
    sha256: str = ""

    @classmethod
    def of(cls, path: Path) -> Self:
        """The samples in a file that an import wrote. Raises ValueError for any other."""
        with path.open("rb") as file:
            wide, rate, channels = riff.read_header(file.read(riff.HEADER))
        frame = (4 if wide else 2) * channels
        return cls(path, wide, rate, channels, (path.stat().st_size - riff.HEADER) // frame)

    @property
    def frame(self) -> int:
        """Bytes of one moment."""
        return (4 if self.wide else 2) * self.channels

    def meta(self) -> dict[str, Any]:
        return {
            "format": "f32" if self.wide else "s16",
            "rate": self.rate,
            "channels": self.channels,
            "samples": self.samples,
            "offset": riff.HEADER,
            "frame": self.frame,
        }

    def read(self, start: int, stop: int) -> Samples:
        """Moments `start` to `stop`; silence where they lie beyond either end."""
        first, last = max(0, min(start, self.samples)), max(0, min(stop, self.samples))
        dtype = np.dtype("<f4" if self.wide else "<i2")
        count = max(0, last - first) * self.channels
        values = np.fromfile(self.path, dtype, count, offset=riff.HEADER + first * self.frame)
        block = values.reshape(-1, self.channels).astype(np.float32)
        if not self.wide:
            block *= 1 / 32768
        if (first, last) == (start, stop):
            return block
        whole = np.zeros((stop - start, self.channels), np.float32)
        whole[first - start : first - start + len(block)] = block
        return whole

    def blocks(self, step: int) -> Iterator[Samples]:
        """All moments in pieces of `step`; the last one may be shorter."""
        for start in range(0, self.samples, step):
            yield self.read(start, min(start + step, self.samples))


def write(recording: Recording, path: Path, most_bytes: int) -> Pcm:
    """Decode to the end. Raises Rejected."""
    shape = recording.shape
    digest = hashlib.sha256()
    written = 0
    with path.open("wb") as file:
        file.write(bytes(riff.HEADER))
        for block in _checked(recording.blocks(), wide=shape.wide):
            data = np.ascontiguousarray(block, dtype="<f4" if shape.wide else "<i2").tobytes()
            written += len(data)
            if written + riff.HEADER + 1 > most_bytes:
                raise rejected("recording-too-long", limit=round(most_bytes / 1e9, 1))
            digest.update(data)
            file.write(data)
        samples = written // ((4 if shape.wide else 2) * shape.channels)
        if samples == 0:
            raise rejected("no-samples")
        file.write(bytes(written % 2))
        file.seek(0)
        file.write(riff.header(wide=shape.wide, rate=shape.rate, channels=shape.channels, samples=samples))
    return Pcm(path, shape.wide, shape.rate, shape.channels, samples, digest.hexdigest())


def _checked(blocks: Iterable[Block], *, wide: bool) -> Iterator[Block]:
    count = 0
    for block in blocks:
        if wide and not np.isfinite(block).all():
            raise rejected("not-finite", sample=count + int(np.argmin(np.isfinite(block).all(axis=1))))
        count += len(block)
        yield block
