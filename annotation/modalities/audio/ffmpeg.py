"""One sound track decoded by FFmpeg, whose libraries are inside PyAV: no program of the system is needed.

Encoder delay and padding (the LAME tag of an MP3, the edit list of an M4A, the pre-skip of Opus) are cut, so that the
first sample is the first that was recorded. Raw AAC and AMR do not say theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

DEMUXERS = {
    "WAV": "wav", "RF64": "wav", "Wave64": "w64", "AIFF": "aiff", "AU": "au", "CAF": "caf", "SPHERE": "nistsphere",
    "FLAC": "flac", "Ogg": "ogg", "MP3": "mp3", "AAC": "aac", "MP4": "mov", "AMR": "amr", "Matroska": "matroska",
    "ASF": "asf",
}  # fmt: skip
"""Container -> the demuxer to use: FFmpeg's own guess could be a playlist, which names other files."""
LOSSLESS = {"flac", "alac", "wavpack", "tta", "ape", "shorten", "mlp", "truehd"}
BITS = {"u8": 8, "s16": 16, "s32": 24, "flt": 32, "dbl": 64}
"""Sample format -> bits that it stands for; 24 bits come in 32."""
JITTER = 0.015
"""Seconds that time stamps may lie apart from the count of samples: containers round them to milliseconds."""
MOST_DAMAGED = 1000
PADDING = 8192
"""Samples behind the announced end that are an encoder's padding; more of them are sound that the header forgot."""
VERSION: str = av.ffmpeg_version_info
PYAV: str = av.__version__


class NoSound(Exception):
    """There is no sound track."""


class Unreadable(Exception):
    """FFmpeg cannot open it; says why."""


class Track:
    """The first sound track of a file. `frames` can be read once; the counters are complete after the last one."""

    def __init__(self, path: Path, container: str, *, unsized: bool = False) -> None:
        """`unsized`: the header of a WAV does not say its length. Raises NoSound or Unreadable."""
        options = {"protocol_whitelist": "file", **({"ignore_length": "1"} if unsized else {})}
        try:
            self._file: Any = av.open(str(path), format=DEMUXERS[container], metadata_errors="ignore", options=options)
        except (FFmpegError, OSError, ValueError) as error:
            raise Unreadable(_said(error)) from error
        streams = self._file.streams
        if not streams.audio:
            self.close()
            raise NoSound
        self._stream: Any = streams.audio[0]
        context: Any = self._stream.codec_context
        self.tracks = len(streams.audio)
        self.has_video = any(not _is_cover(each) for each in streams.video)
        self.codec = str(context.codec.long_name if context else "?")
        self.rate = int(self._stream.rate or 0)
        self.channels = int(self._stream.channels or 0)
        exact = context.name in LOSSLESS or context.name.startswith("pcm_")
        bits = BITS.get(_packed(context.format.name)) if context.format else None
        self.bits = bits if exact else None
        self.wide = exact and (bits or 0) > 16
        self.count = 0
        self.damaged = 0
        self.gaps = 0.0
        self.changed = False
        self._first: float | None = None
        announced: Any = self._stream.duration if container == "MP4" else None
        self._end = round(announced * self._stream.time_base * self.rate) if announced else None

    def frames(self) -> Iterator[NDArray[Any]]:
        """(moments, channels) as int16 or float32; sets `changed` and stops when rate or channels change."""
        late: list[NDArray[Any]] = []
        before = 0
        for block in self._frames():
            inside = len(block) if self._end is None else max(0, min(len(block), self._end - before))
            before += len(block)
            if inside:
                yield block[:inside]
            if inside < len(block):
                late.append(block[inside:])
            if late and before - (self._end or 0) > PADDING:
                yield from late
                late.clear()
        self.count -= sum(map(len, late))

    def _frames(self) -> Iterator[NDArray[Any]]:
        try:
            for packet in self._file.demux(self._stream):
                for frame in self._decode(packet):
                    if frame.sample_rate != self.rate or len(frame.layout.channels) != self.channels:
                        self.changed = True
                    block = samples_of(frame)
                    self._follow(frame)
                    self.count += len(block)
                    yield block
                    if self.changed:
                        return
        except FFmpegError:
            self.damaged += 1

    def _decode(self, packet: Any) -> list[Any]:
        try:
            return list(packet.decode())
        except FFmpegError:
            self.damaged += 1
            if self.damaged > MOST_DAMAGED:
                raise
            return []

    def _follow(self, frame: Any) -> None:
        """Add up what the time stamps leave out."""
        if frame.time is None:
            return
        if self._first is None:
            self._first = frame.time - self.count / self.rate
        ahead = frame.time - self._first - self.count / self.rate - self.gaps
        if ahead > JITTER:
            self.gaps += ahead

    def close(self) -> None:
        self._file.close()


def samples_of(frame: Any) -> NDArray[Any]:
    """The samples of a frame, (moments, channels): int16 for 8 and 16 bits, else float32."""
    values: NDArray[Any] = frame.to_ndarray()
    name = frame.format.name
    values = values.T if frame.format.is_planar else values.reshape(-1, len(frame.layout.channels))
    match _packed(name):
        case "s16":
            return np.ascontiguousarray(values)
        case "u8":
            return ((values.astype(np.int16) - 128) << 8).astype(np.int16)
        case "s32":
            return (values / np.float64(2**31)).astype(np.float32)
        case _:
            return np.ascontiguousarray(values, dtype=np.float32)


def _packed(name: str) -> str:
    return name.removesuffix("p")


def _is_cover(stream: Any) -> bool:
    """A picture on the cover is no video."""
    return bool(stream.disposition & stream.disposition.attached_pic) or stream.codec_context.name in ("mjpeg", "png")


def _said(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return str(text)
