"""The frame of RIFF/WAVE and RF64 files: judge that of others, write our own.

Sources: Microsoft's RIFF description of WAVE, and EBU Tech 3306 for RF64.
"""

from __future__ import annotations

import struct
from pathlib import Path

from annotation.modalities.audio import sniff
from annotation.modalities.audio.reasons import rejected, warned
from annotation.modalities.base import Warned

HEADER = 80
"""Bytes before the first sample in the files that we write: RIFF, ds64 or JUNK in its place, fmt, data."""
UNSIZED = (0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000, 0x80000000)
"""What recorders write that did not come back to fill in the length."""
LIMIT = 0xFFFFFFFF
MOST_CHUNKS = 1000


def judge(path: Path, container: sniff.Container) -> list[Warned]:
    """Whether the sound is as long as the header promises. Raises Rejected when its end is missing."""
    size = path.stat().st_size
    place = _data(path, size)
    if place is None:
        raise rejected("broken-recording", container=container.name, detail="it has no format or no data chunk")
    start, promised = place
    there = size - start
    if promised in UNSIZED:
        return [warned("unsized-header")] if there else []
    if promised > there:
        raise rejected("recording-truncated", promised=promised, found=there)
    return []


def _data(path: Path, size: int) -> tuple[int, int] | None:
    """(first byte, promised bytes) of the data chunk; None when it or the format is missing before it."""
    long, formatted, at = 0, False, 12
    with path.open("rb") as file:
        for _ in range(MOST_CHUNKS):
            file.seek(at)
            head = file.read(8)
            if len(head) < 8 or at >= size:
                return None
            name, length = struct.unpack("<4sI", head)
            if name == b"ds64":
                _, long = struct.unpack("<QQ", file.read(16).ljust(16, b"\0"))
            elif name == b"fmt ":
                formatted = length >= 14
            elif name == b"data":
                promised = long if length == LIMIT and long else length
                return (at + 8, promised) if formatted else None
            at += 8 + length + length % 2
    return None


def header(*, wide: bool, rate: int, channels: int, samples: int) -> bytes:
    """The 80 bytes before the samples; RF64 where 32 bits do not hold the length."""
    width = 4 if wide else 2
    frame = width * channels
    data = samples * frame
    form = struct.pack("<HHIIHH", 3 if wide else 1, channels, rate, rate * frame, frame, width * 8)
    fmt = struct.pack("<4sI", b"fmt ", len(form)) + form
    whole = HEADER - 8 + data + data % 2
    if whole <= LIMIT:
        ahead = struct.pack("<4sI4s4sI28x", b"RIFF", whole, b"WAVE", b"JUNK", 28)
        return ahead + fmt + struct.pack("<4sI", b"data", data)
    sizes = struct.pack("<QQQI", whole, data, samples, 0)
    ahead = struct.pack("<4sI4s4sI", b"RF64", LIMIT, b"WAVE", b"ds64", len(sizes)) + sizes
    return ahead + fmt + struct.pack("<4sI", b"data", LIMIT)


def read_header(head: bytes) -> tuple[bool, int, int]:
    """(whether floats, rate, channels) of a header that `header` made. Raises ValueError for any other."""
    if len(head) < HEADER or head[:4] not in (b"RIFF", b"RF64") or head[48:52] != b"fmt " or head[72:76] != b"data":
        raise ValueError("not a file of samples that an import wrote")
    form, channels, rate = struct.unpack_from("<HHI", head, 56)
    return form == 3, rate, channels
