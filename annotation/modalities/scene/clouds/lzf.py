"""LZF, by which PCD files are compressed: literal runs and references to what came before (Marc Lehmann, liblzf).

A control byte below 32 is followed by that many bytes plus one. Any other refers back: its upper three bits are the
length minus two (7: one more byte of length follows), its lower five with the next byte the distance minus one.
"""

from __future__ import annotations

from annotation.modalities.scene.reasons import damaged

MOST_RATIO = 90
"""Bytes out of one byte in: a reference of three bytes copies at most 264."""


def decompress(data: bytes, size: int) -> bytearray:
    """Exactly `size` bytes out of `data`. Raises Rejected for everything else."""
    if size > MOST_RATIO * len(data):
        raise damaged(f"{len(data)} compressed bytes cannot hold {size}", f"{len(data)} 字节无法解压出 {size} 字节")
    out = bytearray()
    at, end = 0, len(data)
    try:
        while at < end:
            control = data[at]
            at += 1
            if control < 32:
                out += data[at : at + control + 1]
                at += control + 1
                continue
            length = control >> 5
            if length == 7:
                length += data[at]
                at += 1
            start = len(out) - (((control & 0x1F) << 8) | data[at]) - 1
            at += 1
            if start < 0:
                raise IndexError
            _copy(out, start, length + 2)
            if len(out) > size:
                break
    except IndexError:
        raise damaged("the compressed data refers to what is not there", "压缩数据引用了不存在的内容") from None
    if len(out) != size or at > end:
        raise damaged(f"{len(out)} bytes come out, not the promised {size}", f"解压得到 {len(out)} 字节，而非 {size}")
    return out


def _copy(out: bytearray, start: int, length: int) -> None:
    """Append what begins at `start`; it may run into itself and then repeats."""
    piece = out[start : start + length]
    if len(piece) < length:
        piece = (piece * (length // len(piece) + 1))[:length]
    out += piece
