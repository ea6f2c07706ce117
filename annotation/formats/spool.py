"""Temporary files for what must wait until the rest of a data set has been seen."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from annotation.formats.json_stream import writer

IN_MEMORY = 512 * 1024


class LineSpool:
    """JSON values kept in order, one per line, on disk once they are many."""

    def __init__(self) -> None:
        self._file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - closed in close()
        self._encode = writer()
        self.count = 0

    def add(self, value: Any) -> None:
        self._file.write(self._encode(value).encode())
        self._file.write(b"\n")
        self.count += 1

    def __iter__(self) -> Iterator[Any]:
        for line in self.lines():
            yield json.loads(line)

    def lines(self) -> Iterator[bytes]:
        """The lines as written, without line ends."""
        self._file.seek(0)
        for line in self._file:
            yield line[:-1]

    def copy_to(self, stream: BinaryIO) -> None:
        self._file.seek(0)
        shutil.copyfileobj(self._file, stream, 1 << 20)

    def close(self) -> None:
        self._file.close()
