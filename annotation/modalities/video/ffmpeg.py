"""Packets and frames of one picture track by FFmpeg, whose libraries are inside PyAV: no system program is needed.

A frame is what the decoder gives, in the order in which it does: as OpenCV and FFmpeg count them. Nothing is doubled or
dropped for the sake of an even rate, and what an edit list cuts away is not counted.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from annotation.modalities.video.sniff import Container

VERSION: str = av.ffmpeg_version_info
PYAV: str = av.__version__
MOST_DAMAGED = 10_000
THREADS = 4
FRAMES_PER_KEY = 12
"""Of the copies made here: a browser has that many frames to decode for any one of them, at most."""
PLAIN = {"yuv420p", "yuvj420p"}
PACKED = {"mjpeg": "yuvj420p", "png": "rgb24"}
"""Codecs of pictures, and what the header of a file says of their pixels."""
BROWSER_CODECS = {"h264", "vp8", "vp9", "av1"}


class NoPicture(Exception):
    """There is no picture track."""


class UnknownCodec(Exception):
    """Nothing here decodes it."""


class Unreadable(Exception):
    """FFmpeg cannot open it; says why."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One piece of the compressed track. `pts` is its time in units of the track; None where it has none."""

    data: bytes
    position: int | None
    pts: int | None
    is_key: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded frame. `pts` is that of the packet it came from."""

    image: Any
    pts: int | None
    seconds: float | None

    @property
    def width(self) -> int:
        return int(self.image.width)

    @property
    def height(self) -> int:
        return int(self.image.height)

    @property
    def is_plain(self) -> bool:
        """Whole pictures of 8 bits, as every browser decodes them."""
        return self.image.format.name in PLAIN and not self.image.interlaced_frame

    def rgb(self, width: int, height: int) -> NDArray[np.uint8]:
        array: NDArray[np.uint8] = self.image.reformat(width=width, height=height, format="rgb24").to_ndarray()
        return array


@dataclass(slots=True)
class Track:
    """The first picture track of a file. `steps` can be read once; the counters are complete after the last one."""

    container: Container
    file: Any
    stream: Any
    tracks: int
    damaged: int = 0
    rotation: int | None = None
    """Degrees clockwise by which frames are turned to be seen upright; known with the first one."""
    _first: float | None = field(default=None)

    @property
    def codec(self) -> str:
        return str(self.stream.codec_context.codec.canonical_name)

    @property
    def codec_name(self) -> str:
        return str(self.stream.codec_context.codec.long_name)

    @property
    def size(self) -> tuple[int, int]:
        return int(self.stream.width or 0), int(self.stream.height or 0)

    @property
    def promised(self) -> int:
        """Frames that the header announces; 0 where it says nothing."""
        return int(self.stream.frames or 0)

    @property
    def extradata(self) -> bytes:
        return bytes(self.stream.codec_context.extradata or b"")

    @property
    def rate(self) -> float | None:
        rate = self.stream.average_rate or self.stream.guessed_rate
        return float(rate) if rate else None

    def steps(self) -> Iterator[tuple[Packet | None, list[Frame]]]:
        """Each packet with the frames that came out with it, which may be of earlier ones; None at the end."""
        try:
            for packet in self.file.demux(self.stream):
                frames = self._decode(packet)
                if packet.size:
                    yield Packet(bytes(packet), packet.pos, packet.pts, bool(packet.is_keyframe)), frames
                else:
                    yield None, frames
        except FFmpegError:
            self.damaged += 1
            yield None, self._decode(None)

    def _decode(self, packet: Any) -> list[Frame]:
        try:
            found = packet.decode() if packet is not None else self.stream.codec_context.decode(None)
            frames = [Frame(each, each.pts, self._seconds(each)) for each in found]
        except FFmpegError:
            self.damaged += 1
            if self.damaged > MOST_DAMAGED:
                raise
            return []
        for each in frames:
            if self.rotation is None:
                self.rotation = -round(each.image.rotation / 90) * 90 % 360
        self.damaged += sum(bool(each.image.is_corrupt) for each in frames)
        return frames

    def _seconds(self, image: Any) -> float | None:
        """Since the first frame."""
        if image.time is None:
            return None
        if self._first is None:
            self._first = float(image.time)
        return float(image.time) - self._first

    def close(self) -> None:
        self.file.close()


def opened(path: Path, container: Container) -> Track:
    """Raises NoPicture, UnknownCodec or Unreadable."""
    try:
        file: Any = av.open(
            str(path),
            format=container.demuxer,
            metadata_errors="ignore",
            options={"protocol_whitelist": "file"},
        )
    except (FFmpegError, OSError, ValueError) as error:
        raise Unreadable(getattr(error, "strerror", None) or str(error)) from error
    streams = [each for each in file.streams.video if not each.disposition & each.disposition.attached_pic]
    fault: type[Exception] | None = None
    if not streams:
        fault = NoPicture
    elif streams[0].codec_context is None:
        fault = UnknownCodec
    if fault:
        file.close()
        raise fault
    stream = streams[0]
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = THREADS
    return Track(container, file, stream, len(streams))


class Encoder:
    """Frames as VP8, which every browser that decodes at all decodes; one packet each, in their order."""

    codec = "vp8"

    def __init__(self, width: int, height: int, rate: float) -> None:
        self.width, self.height = width, height
        codec: Any = av.CodecContext.create("libvpx", "w")
        codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
        codec.time_base = Fraction(1, 1000)
        codec.framerate = Fraction(max(1, round(rate)), 1)
        codec.bit_rate = max(2_000_000, int(width * height * rate * 0.35))
        codec.thread_count = THREADS
        codec.options = {
            "deadline": "realtime", "cpu-used": "8", "crf": "8", "qmin": "2", "qmax": "40", "lag-in-frames": "0",
            "auto-alt-ref": "0", "g": str(FRAMES_PER_KEY),
        }  # fmt: skip
        self._codec = codec
        self._count = 0

    def encode(self, frame: Frame) -> Iterator[Packet]:
        image = frame.image.reformat(width=self.width, height=self.height, format="yuv420p")
        image.pts, image.time_base, image.pict_type = self._count * 1000, Fraction(1, 1000), 0
        self._count += 1
        return self._packets(image)

    def flush(self) -> Iterator[Packet]:
        return self._packets(None)

    def _packets(self, image: Any) -> Iterator[Packet]:
        for each in self._codec.encode(image):
            yield Packet(bytes(each), None, each.pts // 1000, bool(each.is_keyframe))


class Packer:
    """Writes pictures that are packed already as the frames of a MOV, each as it is."""

    def __init__(self, path: Path, codec: str, size: tuple[int, int], rate: int) -> None:
        self._file: Any = av.open(str(path), "w", format="mov")
        self._stream = cast(Any, self._file.add_stream(codec, rate=rate))
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = PACKED[codec]
        self._rate, self._number = rate, 0

    def add(self, picture: bytes) -> None:
        packet: Any = av.Packet(picture)
        packet.stream, packet.time_base = self._stream, Fraction(1, self._rate)
        packet.pts = packet.dts = self._number
        packet.duration, packet.is_keyframe = 1, True
        self._file.mux(packet)
        self._number += 1

    def close(self) -> None:
        self._file.close()


def browser_codec(track: Track, first: bytes) -> tuple[str, str] | None:
    """The codec as browsers name it, and what they must be told beside it, base64; None when it is none of theirs.

    `first` is the first packet.
    """
    context, extra = track.stream.codec_context, track.extradata
    match track.codec:
        case "h264" if extra[:1] == b"\1" and len(extra) > 3:
            return f"avc1.{extra[1:4].hex()}", base64.b64encode(extra).decode()
        case "vp8":
            return "vp8", ""
        case "vp9" if (context.profile or "Profile 0") == "Profile 0":
            return "vp09.00.51.08", ""
        case "av1" if (context.profile or "Main") == "Main":
            return "av01.0.13M.08", ""
    return None


def can_start(track: Track, packet: Packet) -> bool:
    """Whether a browser can begin to decode at this packet. Of H.264 only an IDR picture is one: after other pictures
    that the container calls keys, frames may still need what came before."""
    if track.codec != "h264" or not packet.is_key:
        return packet.is_key
    length = (track.extradata[4] & 3) + 1 if len(track.extradata) > 4 else 4
    at, data = 0, packet.data
    while at + length < len(data):
        if data[at + length] & 0x1F == 5:
            return True
        at += length + int.from_bytes(data[at : at + length], "big")
    return False
