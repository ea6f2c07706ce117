"""PLY: ascii and binary of either byte order; the element `vertex` with properties of any name (G. Turk, 1994)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.scene.clouds import text
from annotation.modalities.scene.clouds.cloud import Cloud, refuse_too_few_bytes, refuse_too_many
from annotation.modalities.scene.clouds.fields import cloud_of
from annotation.modalities.scene.reasons import damaged

MOST_HEADER = 64 * 1024
TYPES = {"char": "i1", "uchar": "u1", "short": "i2", "ushort": "u2", "int": "i4", "uint": "u4", "float": "f4",
         "double": "f8", "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2", "int32": "i4", "uint32": "u4",
         "float32": "f4", "float64": "f8"}  # fmt: skip
ORDERS = {"binary_little_endian": "<", "binary_big_endian": ">", "ascii": ""}


@dataclass(slots=True)
class Element:
    name: str
    count: int
    properties: list[tuple[str, str]] = field(default_factory=list)
    """(name, NumPy type without byte order)."""
    has_list: bool = False

    def row(self, order: str) -> np.dtype[Any]:
        return np.dtype([(name, order + kind) for name, kind in self.properties])


def read(path: Path) -> Cloud:
    """Raises Rejected."""
    with path.open("rb") as file:
        order, elements, length = parse_header(file.read(MOST_HEADER))
        vertex = next((each for each in elements if each.name == "vertex"), None)
        if vertex is None or vertex.has_list:
            raise damaged("there are no plain vertices", "没有普通顶点")
        refuse_too_many(vertex.count)
        before = elements[: elements.index(vertex)]
        if any(each.has_list for each in before):
            raise damaged("lists stand before the vertices", "顶点之前存在列表")
        file.seek(length)
        left = path.stat().st_size - length
        if not order:
            return cloud_of(_ascii(file, vertex, skip=sum(each.count for each in before)))
        skip = sum(each.count * each.row(order).itemsize for each in before)
        row = vertex.row(order)
        refuse_too_few_bytes(skip + vertex.count * row.itemsize, left)
        file.seek(length + skip)
        table = np.frombuffer(file.read(vertex.count * row.itemsize), row)
        return cloud_of({name: _native(table[name]) for name, _ in vertex.properties})


def _native(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(values.dtype.newbyteorder("="), copy=False)


def parse_header(head: bytes) -> tuple[str, list[Element], int]:
    """(byte order, "" for ascii; elements in order; bytes of the header). Raises Rejected."""
    end = head.find(b"end_header")
    newline = head.find(b"\n", end)
    if not head.startswith(b"ply") or end < 0 or newline < 0:
        raise damaged("the header does not end", "文件头没有结束")
    order: str | None = None
    elements: list[Element] = []
    for line in head[:end].decode("latin-1").splitlines()[1:]:
        match line.split():
            case ["format", kind, *_] if kind in ORDERS:
                order = ORDERS[kind]
            case ["element", name, count] if count.isdecimal() and len(count) <= 16:
                elements.append(Element(name, int(count)))
            case ["property", "list", *_] if elements:
                elements[-1].has_list = True
            case ["property", kind, name] if elements and kind in TYPES:
                if name in dict(elements[-1].properties):
                    raise damaged(f"{name[:40]} is there twice", f"{name[:40]} 重复")
                elements[-1].properties.append((name, TYPES[kind]))
            case [] | ["comment" | "obj_info", *_]:
                pass
            case _:
                raise damaged(f"the header line {line[:60]!r} is not known", f"无法理解文件头行 {line[:60]!r}")
    if order is None:
        raise damaged("there is no format line", "缺少 format 行")
    return order, elements, newline + 1


def _ascii(file: BinaryIO, vertex: Element, skip: int) -> dict[str, NDArray[Any]]:
    for _ in range(skip):
        if not file.readline(1 << 20):
            break
    table = text.table(file.read(), vertex.count, len(vertex.properties))
    return {
        name: table[:, at].astype(kind if kind[0] in "iu" else np.float64)
        for at, (name, kind) in enumerate(vertex.properties)
    }
