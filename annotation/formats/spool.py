"""Temporary files for what must wait until the rest of a data set has been seen."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, cast

import orjson

from core.json_text import encode_finite

IN_MEMORY = 512 * 1024
WAITING = 200
"""Values that are gathered before they are written: a write for each would cost more than the value."""
BETWEEN = b",\n"


class LineStream:
    """JSON values written at once, a line for those that come together."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self._before = b""

    def add_all(self, values: Sequence[Any]) -> None:
        """Write values. Raises ValueError for what is not JSON."""
        if values:
            self.stream.write(self._before + encode_finite(values)[1:-1])
            self._before = BETWEEN


class LineSpool:
    """JSON values kept in order, as lines of an array, on disk once they are many."""

    def __init__(self) -> None:
        self._file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - closed in close()
        self._waiting: list[bytes] = []
        self._written = 0

    @property
    def count(self) -> int:
        return self._written + len(self._waiting)

    def add(self, value: Any) -> None:
        """Keep a value. Raises ValueError for what is not JSON."""
        self.add_all([value])

    def add_all(self, values: Sequence[Any]) -> None:
        """Keep several, one after the other."""
        self._waiting += map(encode_finite, values)
        if len(self._waiting) >= WAITING:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._file.write((BETWEEN if self._written else b"") + BETWEEN.join(self._waiting))
            self._written += len(self._waiting)
            self._waiting.clear()

    def __iter__(self) -> Iterator[Any]:
        for line in self.lines():
            yield orjson.loads(line)

    def lines(self) -> Iterator[bytes]:
        """The text of each value."""
        self._flush()
        self._file.seek(0)
        for line in self._file:
            yield line.removesuffix(BETWEEN)

    def copy_to(self, stream: BinaryIO) -> None:
        """Write all values with commas between them: the inside of an array."""
        self._flush()
        self._file.seek(0)
        shutil.copyfileobj(self._file, stream, 1 << 20)

    def close(self) -> None:
        self._file.close()
