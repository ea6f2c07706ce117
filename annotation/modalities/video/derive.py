"""Decode a video to its end, count its frames, and write what a browser needs to show any one of them at once.

Where browsers decode the file as it is, they are given its own bytes; else a copy whose frames are those decoded here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from annotation.modalities.base import Derivative, Facts, Limits, Prepared, Rejected, Warned
from annotation.modalities.video import ffmpeg, sniff
from annotation.modalities.video.packed import Table
from annotation.modalities.video.reasons import rejected, warned
from annotation.modalities.video.strip import Strip

MOST_FRAMES = 5_000_000
LONGEST_RUN = 300
"""Packets that a browser may have to decode for one frame before a copy with more places to start is worth it."""
LARGEST_SIDE = 4096
"""Of what browsers are given; larger frames are shown smaller, their coordinates stay those of the file."""
RATE = 25.0
"""Frames a second where neither the file nor its frames say when they are seen."""
UNEVEN = 1.5
"""Times the usual distance of two frames at which they count as uneven."""


@dataclass(slots=True)
class Reading:
    """One way through a file. `form` is what browsers are given: the file "as-is", its packets alone ("packets"), or a
    "copy"."""

    path: Path
    track: ffmpeg.Track
    form: str
    limits: Limits
    output: BinaryIO | None = None
    codec: tuple[str, str] | None = None
    table: Table = field(default_factory=Table)
    strip: Strip = field(default_factory=Strip)
    size: tuple[int, int] = (0, 0)
    changed_at: int = 0
    is_plain: bool = True
    lies_as_is: bool = True
    written: int = 0
    encoder: ffmpeg.Encoder | None = None

    def fault(self) -> str | None:
        """The form in which it must be read again, or None."""
        if self.form == "copy":
            return None
        table = self.table
        fine = (
            self.is_plain
            and not self.changed_at
            and not self.track.damaged
            and max(self.size) <= LARGEST_SIDE
            and table.is_one_to_one()
            and table.longest_run() <= LONGEST_RUN
            and table.is_ready()
        )
        if not fine:
            return "copy"
        return None if self.lies_as_is and table.fits() else "packets"


def probe(path: Path, limits: Limits) -> Facts:
    """Raises Rejected."""
    with closing(_opened(path)) as track:
        _check_size(track.size, limits)
        width, height = track.size
        return Facts(track.container.media_type, _suffix(path, track), width, height, _header(track))


def prepare(path: Path, folder: Path, limits: Limits) -> Prepared:
    """Raises Rejected."""
    form = "as-is"
    while True:
        with closing(_opened(path)) as track:
            reading = Reading(path, track, form, limits)
            _read(reading, folder / "stream.bin")
            fault = reading.fault()
            if fault is None:
                return _prepared(reading, folder)
            form = fault


def _opened(path: Path) -> ffmpeg.Track:
    head = sniff.head_of(path)
    if not head:
        raise rejected("empty-file")
    container = sniff.container_of(head)
    if container is None:
        raise rejected("not-a-video", found=sniff.described(head))
    try:
        return ffmpeg.opened(path, container)
    except ffmpeg.NoPicture as error:
        raise rejected("no-picture", container=container.name) from error
    except ffmpeg.UnknownCodec as error:
        raise rejected("unknown-codec") from error
    except ffmpeg.Unreadable as error:
        raise _broken(container, str(error)) from error


def _broken(container: sniff.Container, detail: str) -> Rejected:
    return rejected("broken-video", container=container.name, detail=detail.strip().rstrip("."))


def _read(reading: Reading, stream: Path) -> None:
    with stream.open("wb") as output, reading.path.open("rb") as original:
        reading.output = output
        try:
            for packet, frames in reading.track.steps():
                if packet is not None:
                    _take(reading, packet, original)
                for frame in frames:
                    _see(reading, frame)
            if reading.encoder is not None:
                _write(reading, reading.encoder.flush())
        except OSError as error:
            raise _too_long(reading) if reading.written else error from error
    if not reading.table.frames:
        raise rejected("no-frames", container=reading.track.container.name)


def _take(reading: Reading, packet: ffmpeg.Packet, original: BinaryIO) -> None:
    """A packet of the file, for browsers that will be given it."""
    if reading.form == "copy":
        return
    table = reading.table
    if not table.sizes:
        reading.codec = ffmpeg.browser_codec(reading.track, packet.data)
        if reading.codec is None:
            reading.form = "copy"
            return
    position = packet.position
    if reading.form == "packets":
        position = reading.written
        _put(reading, packet.data)
    elif reading.lies_as_is:
        reading.lies_as_is = position is not None and _lies(original, position, packet.data)
    table.packet(len(packet.data), position or 0, packet.pts, ffmpeg.can_start(reading.track, packet))


def _lies(original: BinaryIO, position: int, data: bytes) -> bool:
    original.seek(position)
    return original.read(len(data)) == data


def _see(reading: Reading, frame: ffmpeg.Frame) -> None:
    table, number = reading.table, reading.table.frames
    if not number:
        reading.size = frame.width, frame.height
        _check_size(reading.size, reading.limits)
    elif (frame.width, frame.height) != reading.size and not reading.changed_at:
        reading.changed_at = number
    if number >= MOST_FRAMES:
        raise rejected("too-many-frames", limit=MOST_FRAMES)
    reading.is_plain = reading.is_plain and frame.is_plain
    reading.strip.see(number, frame, reading.track.rotation or 0)
    if reading.form == "copy":
        _write(reading, _encoder(reading).encode(frame))
    table.frame(number if reading.form == "copy" else frame.pts, _seconds(reading, frame))


def _seconds(reading: Reading, frame: ffmpeg.Frame) -> float:
    """When a frame is seen, never before the one before it."""
    known = reading.table.seconds
    rate = reading.track.rate or RATE
    before = known[-1] if known else 0.0
    if frame.seconds is None:
        return before + (1 / rate if known else 0.0)
    return max(before, frame.seconds)


def _encoder(reading: Reading) -> ffmpeg.Encoder:
    if reading.encoder is None:
        width, height = reading.size
        scale = min(1.0, LARGEST_SIDE / max(width, height))
        rate = reading.track.rate or RATE
        reading.encoder = ffmpeg.Encoder(
            max(2, round(width * scale)), max(2, round(height * scale)), min(120.0, max(1.0, rate))
        )
        reading.codec = (reading.encoder.codec, "")
    return reading.encoder


def _write(reading: Reading, packets: Iterator[ffmpeg.Packet]) -> None:
    for packet in packets:
        reading.table.packet(len(packet.data), reading.written, packet.pts, packet.is_key)
        _put(reading, packet.data)


def _put(reading: Reading, data: bytes) -> None:
    reading.written += len(data)
    if reading.written > reading.limits.file_bytes:
        raise _too_long(reading)
    assert reading.output is not None
    reading.output.write(data)


def _too_long(reading: Reading) -> Rejected:
    return rejected("too-many-bytes", limit=round(reading.limits.file_bytes / 1024**3, 1))


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if max(size) > limits.side or width * height > limits.pixels:
        raise rejected("frames-too-large", width=width, height=height, side=limits.side, pixels=limits.pixels)


def _prepared(reading: Reading, folder: Path) -> Prepared:
    table, track = reading.table, reading.track
    table.write(folder / "frames.bin")
    width, height = reading.size
    rotation = track.rotation or 0
    shown = (height, width) if rotation in (90, 270) else (width, height)
    codec, description = reading.codec or ("", "")
    meta = {
        "packets": len(table.sizes),
        "frames": table.frames,
        "codec": codec,
        "description": description,
        "rotation": rotation,
    }
    stream = reading.path if reading.form == "as-is" else folder / "stream.bin"
    suffix = track.container.suffix if reading.form == "as-is" else ".bin"
    derivatives = (
        *reading.strip.write(folder),
        Derivative("stream", stream, suffix),
        Derivative("frames", folder / "frames.bin", ".bin", meta=meta),
    )
    facts = Facts(
        track.container.media_type, _suffix(reading.path, track), *shown, {**_header(track), **_found(reading)},
        tuple(_warnings(reading)),
    )  # fmt: skip
    return Prepared(facts, derivatives)


def _header(track: ffmpeg.Track) -> dict[str, Any]:
    return {"container": track.container.name, "codec": track.codec_name, "rate": track.rate}


def _found(reading: Reading) -> dict[str, Any]:
    table = reading.table
    seconds = table.seconds[-1]
    # The last frame is seen as long as the others.
    rate = (table.frames - 1) / seconds if seconds > 0 else reading.track.rate or RATE
    return {
        "frames": table.frames,
        "rate": round(rate, 4),
        "seconds": round(seconds + 1 / rate, 3),
        "rotation": reading.track.rotation or 0,
        "form": reading.form,
        "decoder": f"FFmpeg {ffmpeg.VERSION}",
    }


def _suffix(path: Path, track: ffmpeg.Track) -> str:
    suffix = path.suffix.lower()
    return suffix if suffix in track.container.names else track.container.suffix


def _warnings(reading: Reading) -> Iterator[Warned]:
    track, table = reading.track, reading.table
    suffix = reading.path.suffix.lower()
    if suffix and suffix not in track.container.names:
        yield warned("wrong-suffix", said=suffix, found=track.container.name)
    if track.damaged:
        yield warned("damaged-parts", count=track.damaged)
    if track.promised > table.frames:
        yield warned("fewer-frames", promised=track.promised, found=table.frames)
    if reading.changed_at:
        width, height = reading.size
        yield warned("changes-size", frame=reading.changed_at, width=width, height=height)
    if track.tracks > 1:
        yield warned("more-pictures", count=track.tracks)
    yield from _uneven(table)


def _uneven(table: Table) -> Iterator[Warned]:
    gaps = np.diff(np.asarray(table.seconds))
    if len(gaps) < 2:
        return
    usual, shortest, longest = float(np.median(gaps)), float(gaps.min()), float(gaps.max())
    if longest > UNEVEN * usual or shortest < usual / UNEVEN:
        yield warned("uneven-times", shortest=round(shortest * 1000), longest=round(longest * 1000))
