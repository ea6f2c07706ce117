"""Open a recording with whoever reads it best: libsndfile to the sample, FFmpeg (inside PyAV) everything else.

Blocks are arrays of shape (moments, channels): int16, or float32 with full scale 1.0 where the source has more than
16 bits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from annotation.modalities.audio import ffmpeg, riff, sniff
from annotation.modalities.audio.reasons import rejected, warned
from annotation.modalities.base import Rejected, Warned

Block = NDArray[np.int16] | NDArray[np.float32]

LEAST_RATE, MOST_RATE = 1_000, 384_000
MOST_CHANNELS = 32
BLOCK = 2**18
"""Numbers per block, all channels together."""
BITS = {"PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32, "FLOAT": 32, "DOUBLE": 64}
READERS = f"libsndfile {soundfile.__libsndfile_version__}, else FFmpeg {ffmpeg.VERSION} inside PyAV {ffmpeg.PYAV}"
WIDE = {"PCM_24", "PCM_32", "FLOAT", "DOUBLE"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the header says. `samples` is the announced length, None where only decoding tells; `bits` is None for
    lossy codecs; `wide` is whether 16 bits are not enough."""

    container: sniff.Container
    codec: str
    rate: int
    channels: int
    bits: int | None
    wide: bool
    decoder: str
    samples: int | None = None


@dataclass
class Recording(ABC):
    """An open recording; its blocks can be read once. `warnings` and `overshoot` are complete after the last one."""

    shape: Shape
    warnings: list[Warned] = field(default_factory=list)
    overshoot: int = 0

    @abstractmethod
    def blocks(self) -> Iterator[Block]:
        """Raises Rejected where decoding fails."""

    @abstractmethod
    def close(self) -> None: ...


class Exact(Recording):
    """Read by libsndfile."""

    def __init__(self, file: Any, shape: Shape) -> None:
        super().__init__(shape)
        self._file = file

    def blocks(self) -> Iterator[Block]:
        dtype = "float32" if self.shape.wide else "int16"
        count = 0
        try:
            while len(block := self._file.read(BLOCK // self.shape.channels, dtype=dtype, always_2d=True)):
                count += len(block)
                yield block
        except soundfile.LibsndfileError as error:
            raise broken(self.shape.container, str(error.error_string)) from error
        if self.shape.samples and count < self.shape.samples:
            raise broken(self.shape.container, f"it ends after {count} of {self.shape.samples} samples")

    def close(self) -> None:
        self._file.close()


class Decoded(Recording):
    """Decoded by FFmpeg."""

    def __init__(self, track: ffmpeg.Track, shape: Shape) -> None:
        super().__init__(shape)
        self._track = track

    def blocks(self) -> Iterator[Block]:
        track, shape = self._track, self.shape
        for block in track.frames():
            if track.changed:
                raise rejected("changes-midway", seconds=round(track.count / shape.rate, 2))
            yield block if shape.wide else self._narrow(block)
        if track.count == 0 and track.damaged:
            raise broken(shape.container, "nothing in it can be decoded")
        self._tell()

    def _narrow(self, block: NDArray[Any]) -> Block:
        """As 16 bits: a lossy codec has no bits of its own, and what it adds above full scale is clipped."""
        if block.dtype == np.int16:
            return block
        scaled = np.rint(block * 32768.0)
        self.overshoot += int(np.count_nonzero((scaled > 32768) | (scaled < -32768)))
        return np.clip(scaled, -32768, 32767).astype(np.int16)

    def _tell(self) -> None:
        track = self._track
        if track.has_video:
            self.warnings.append(warned("has-video"))
        if track.tracks > 1:
            self.warnings.append(warned("more-tracks", tracks=track.tracks))
        if track.damaged:
            self.warnings.append(warned("damaged-parts", count=track.damaged))
        if track.gaps > 0.05:
            self.warnings.append(warned("time-gaps", seconds=round(track.gaps, 2)))
        if self.overshoot:
            self.warnings.append(warned("overshoot", count=self.overshoot))

    def close(self) -> None:
        self._track.close()


def broken(container: sniff.Container, detail: str) -> Rejected:
    return rejected("broken-recording", container=container.name, detail=detail.strip().rstrip("."))


def opened(path: Path) -> Recording:
    """The recording, its header judged. Raises Rejected."""
    head = sniff.head_of(path)
    if not head:
        raise rejected("empty-file")
    container = sniff.container_of(head)
    if container is None:
        raise rejected("not-a-recording", found=sniff.described(head))
    found: list[Warned] = []
    if container in (sniff.WAV, sniff.RF64):
        found += riff.judge(path, container)
    # libsndfile takes a header without a length at its word.
    recording = _exact(path, container) if container.exact and not found else None
    recording = recording or _decoded(path, container, unsized=bool(found))
    try:
        _check(recording.shape)
    except Rejected:
        recording.close()
        raise
    suffix = path.suffix.lower()
    if suffix and suffix not in container.names:
        found.append(warned("wrong-suffix", said=suffix, found=container.name))
    recording.warnings = found + recording.warnings
    return recording


def _exact(path: Path, container: sniff.Container) -> Recording | None:
    """None when libsndfile does not know what is inside (MP3 in a WAV file, Shorten in SPHERE)."""
    try:
        file = soundfile.SoundFile(str(path))
    except soundfile.LibsndfileError:
        return None
    bits = BITS.get(file.subtype)
    version = soundfile.__libsndfile_version__
    shape = Shape(
        container, file.subtype_info, file.samplerate, file.channels, bits, file.subtype in WIDE,
        f"libsndfile {version}", file.frames if 0 < file.frames < 2**62 else None,
    )  # fmt: skip
    return Exact(file, shape)


def _decoded(path: Path, container: sniff.Container, *, unsized: bool) -> Recording:
    try:
        track = ffmpeg.Track(path, container.name, unsized=unsized)
    except ffmpeg.NoSound as error:
        raise rejected("no-sound", container=container.name) from error
    except ffmpeg.Unreadable as error:
        raise broken(container, str(error)) from error
    shape = Shape(
        container, track.codec, track.rate, track.channels, track.bits, track.wide, f"FFmpeg {ffmpeg.VERSION}"
    )  # fmt: skip
    return Decoded(track, shape)


def _check(shape: Shape) -> None:
    if not LEAST_RATE <= shape.rate <= MOST_RATE:
        raise rejected("bad-rate", rate=shape.rate, least=LEAST_RATE, most=MOST_RATE)
    if not 1 <= shape.channels <= MOST_CHANNELS:
        raise rejected("bad-channels", channels=shape.channels, most=MOST_CHANNELS)
