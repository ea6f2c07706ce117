"""LAS 1.0 to 1.4, LAZ and COPC, which is LAZ 1.4 with an index that is not needed here.

laspy is imported when the first such file is opened: few need it.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.base import Rejected
from annotation.modalities.scene.clouds.cloud import Cloud, refuse_too_few_bytes, refuse_too_many
from annotation.modalities.scene.reasons import damaged

PIECE = 2_000_000


def read(path: Path) -> Cloud:
    """Coordinates as float64: they are often those of a map grid. Raises Rejected."""
    import laspy

    _refuse_endless_records(path)
    try:
        with laspy.open(path, laz_backend=laspy.LazBackend.Lazrs) as reader:
            header = reader.header
            refuse_too_many(header.point_count)
            if not header.are_points_compressed:
                promised = header.point_count * header.point_format.size
                refuse_too_few_bytes(promised, path.stat().st_size - header.offset_to_point_data)
            return _joined([_piece(points) for points in reader.chunk_iterator(PIECE)], header.point_count)
    except BaseException as error:
        raise _refusal(error) from error


def _refuse_endless_records(path: Path) -> None:
    """The reader believes how many records the header promises, were it billions: they must have room in the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(247).ljust(247, b"\0")
    header, points, records = struct.unpack_from("<HII", head, 94)
    refuse_too_few_bytes(header + 54 * records, points)
    refuse_too_few_bytes(points, size)
    if head[24:26] >= b"\x01\x04":
        start, extended = struct.unpack_from("<QI", head, 235)
        refuse_too_few_bytes(start + 60 * extended if extended else 0, size)


def _refusal(error: BaseException) -> BaseException:
    """What is said of a stranger's file; a panic of the decompressor is no ordinary exception."""
    if isinstance(error, Rejected | KeyboardInterrupt | SystemExit):
        return error
    if isinstance(error, MemoryError):
        return damaged("it asks for more memory than there is", "所需内存超过可用内存")
    text = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return damaged(text, text)


Piece = tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.uint8] | None]


def _piece(points: Any) -> Piece:
    xyz = np.stack([np.asarray(points[axis], dtype=np.float64) for axis in "xyz"], axis=1)
    names = set(points.point_format.dimension_names)
    rgb = None
    if {"red", "green", "blue"} <= names:
        colours = np.stack([np.asarray(points[name]) for name in ("red", "green", "blue")], axis=1)
        # Sixteen bits by the book; many write only eight.
        rgb = (colours >> 8 if colours.size and colours.max() > 255 else colours).astype(np.uint8)
    return xyz, np.asarray(points["intensity"]).astype(np.float32), rgb


def _joined(pieces: list[Piece], promised: int) -> Cloud:
    found = sum(len(xyz) for xyz, _, _ in pieces)
    if found != promised:
        raise damaged(f"{found} of the promised {promised} points are there", f"声明 {promised} 个点，只有 {found} 个")
    if not pieces:
        return Cloud(np.zeros((0, 3)))
    colours = [rgb for _, _, rgb in pieces if rgb is not None]
    return Cloud(
        np.concatenate([xyz for xyz, _, _ in pieces]),
        np.concatenate([intensity for _, intensity, _ in pieces]),
        np.concatenate(colours) if len(colours) == len(pieces) else None,
    )
