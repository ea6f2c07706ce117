"""PCD 0.7 and older: ascii, binary and binary_compressed.

See https://pointclouds.org/documentation/tutorials/pcd_file_format.html.

VIEWPOINT says where the scanner stood; the points are not meant to be moved by it, and are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.scene.clouds import lzf, text
from annotation.modalities.scene.clouds.cloud import Cloud, refuse_too_few_bytes, refuse_too_many
from annotation.modalities.scene.clouds.fields import cloud_of
from annotation.modalities.scene.reasons import damaged

MOST_HEADER = 64 * 1024
MOST_FIELDS = 1000
TYPES = {"F": {4: "<f4", 8: "<f8"}, "I": {1: "<i1", 2: "<i2", 4: "<i4", 8: "<i8"},
         "U": {1: "<u1", 2: "<u2", 4: "<u4", 8: "<u8"}}  # fmt: skip
PADDING = "_"


@dataclass(frozen=True, slots=True)
class Field:
    """`count` values of `kind` (a NumPy type) in each point; padding has no name that matters."""

    name: str
    kind: str
    count: int

    @property
    def size(self) -> int:
        return np.dtype(self.kind).itemsize * self.count

    @property
    def is_wanted(self) -> bool:
        return self.count > 0 and self.name != PADDING


@dataclass(frozen=True, slots=True)
class Header:
    fields: tuple[Field, ...]
    points: int
    encoding: str
    length: int
    """Bytes of the header, where the data begins."""

    @property
    def stride(self) -> int:
        return sum(field.size for field in self.fields)


def read(path: Path) -> Cloud:
    """Raises Rejected."""
    with path.open("rb") as file:
        header = parse_header(file.read(MOST_HEADER))
        refuse_too_many(header.points)
        left = path.stat().st_size - header.length
        file.seek(header.length)
        if header.encoding == "ascii":
            return cloud_of(_ascii(header, file.read()))
        if header.encoding == "binary":
            refuse_too_few_bytes(header.points * header.stride, left)
            return cloud_of(_rows(header, file.read(header.points * header.stride)))
        return cloud_of(_compressed(header, file.read()))


def parse_header(head: bytes) -> Header:
    """Raises Rejected."""
    words: dict[str, list[str]] = {}
    start = 0
    while True:
        end = head.find(b"\n", start)
        if end < 0:
            raise damaged("the header does not end", "文件头没有结束")
        line = head[start:end].decode("latin-1").strip()
        start = end + 1
        # A comment begins the line; a # inside a name is part of it.
        if line and not line.startswith("#"):
            key, *values = line.split()
            words[key.upper()] = values
            if key.upper() == "DATA":
                return _header(words, start)


def _header(words: dict[str, list[str]], length: int) -> Header:
    names = words.get("FIELDS") or words.get("COLUMNS") or []
    sizes, kinds = words.get("SIZE", []), words.get("TYPE", [])
    counts = words.get("COUNT") or ["1"] * len(names)
    if not 0 < len(names) <= MOST_FIELDS or not len(names) == len(sizes) == len(kinds) == len(counts):
        raise damaged("FIELDS, SIZE, TYPE and COUNT do not fit each other", "FIELDS、SIZE、TYPE、COUNT 不一致")
    encoding = (words["DATA"] or [""])[0].lower()
    if encoding not in {"ascii", "binary", "binary_compressed"}:
        raise damaged(f"DATA {encoding[:20]} is not known", f"未知的 DATA {encoding[:20]}")
    fields = tuple(
        Field(name, _kind(kind, size), _number(count, "COUNT", 4096))
        for name, size, kind, count in zip(names, sizes, kinds, counts, strict=True)
    )
    points = words.get("POINTS") or words.get("WIDTH") or []
    count = _number(points[0] if points else "", "POINTS", 10**15)
    if "POINTS" not in words and words.get("HEIGHT"):
        count *= _number(words["HEIGHT"][0], "HEIGHT", 10**9)
    return Header(fields, count, encoding, length)


def _kind(kind: str, size: str) -> str:
    found = TYPES.get(kind.upper(), {}).get(int(size) if size.isdecimal() else 0)
    if found is None:
        raise damaged(f"there is no TYPE {kind[:8]} of SIZE {size[:8]}", f"没有 SIZE 为 {size[:8]} 的 TYPE {kind[:8]}")
    return found


def _number(word: str, key: str, most: int) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) <= 16 and int(word) <= most):
        raise damaged(f"{key} is {word[:20]!r}", f"{key} 为 {word[:20]!r}")
    return int(word)


def _rows(header: Header, data: bytes) -> dict[str, NDArray[Any]]:
    """Columns of points that lie one after the other."""
    names, kinds, offsets = [], [], []
    at = 0
    for field in header.fields:
        if field.is_wanted and field.name not in names:
            names.append(field.name)
            kinds.append(field.kind)
            offsets.append(at)
        at += field.size
    row = np.dtype({"names": names, "formats": kinds, "offsets": offsets, "itemsize": max(at, 1)})
    table = np.frombuffer(data, row, count=header.points)
    return {name: table[name] for name in names}


def _compressed(header: Header, data: bytes) -> dict[str, NDArray[Any]]:
    """Columns of points that lie field by field."""
    if len(data) < 8:
        raise damaged("the compressed data is missing", "缺少压缩数据")
    packed, size = np.frombuffer(data, "<u4", count=2).tolist()
    refuse_too_few_bytes(packed, len(data) - 8)
    if size != header.points * header.stride:
        raise damaged(f"{size} bytes are no {header.points} points", f"{size} 字节与 {header.points} 个点不符")
    raw = bytes(lzf.decompress(data[8 : 8 + packed], size))
    columns: dict[str, NDArray[Any]] = {}
    at = 0
    for field in header.fields:
        if field.is_wanted and field.name not in columns:
            values = np.frombuffer(raw, field.kind, count=header.points * field.count, offset=at)
            columns[field.name] = values.reshape(header.points, field.count)[:, 0]
        at += field.size * header.points
    return columns


def _ascii(header: Header, data: bytes) -> dict[str, NDArray[Any]]:
    values = text.table(data, header.points, sum(field.count for field in header.fields))
    columns: dict[str, NDArray[Any]] = {}
    at = 0
    for field in header.fields:
        if field.is_wanted and field.name not in columns:
            columns[field.name] = _as_written(values[:, at], field)
        at += field.count
    return columns


def _as_written(values: NDArray[np.float64], field: Field) -> NDArray[Any]:
    """A packed colour is the bits of its word; anything else stays as precise as its digits."""
    if field.name.lower() not in {"rgb", "rgba"}:
        return values
    return values.astype(np.float32) if field.kind == "<f4" else values.astype(np.uint32)
