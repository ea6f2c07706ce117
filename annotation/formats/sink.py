"""Where a data set is written to: a folder or a zip, always the same bytes for the same input."""

from __future__ import annotations

import io
import shutil
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from annotation.formats.names import folded, safe_name
from core.errors import DomainError

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every zip entry: the earliest that the format knows."""
COMPRESSION = 2
"""A third of the time of the usual 6, for labels a seventh larger."""
PART = 1 << 20
"""Bytes that are written behind in one go."""
PACKED = {".jpg", ".jpeg", ".png", ".webp"}
"""Suffixes of files that do not get smaller by packing."""


class Sink(ABC):
    """Files are created one after the other, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    @abstractmethod
    def create(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A context that gives the stream to write the file to. Raises DomainError "bad-file-name"."""

    def write(self, name: str, data: bytes) -> None:
        with self.create(name) as stream:
            stream.write(data)

    def copy(self, name: str, source: BinaryIO) -> None:
        with self.create(name) as stream:
            shutil.copyfileobj(source, stream, 1 << 20)

    def close(self) -> None:  # noqa: B027 - most have nothing to do
        """Finish writing."""

    def __enter__(self) -> Sink:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _claim(self, name: str) -> str:
        safe = safe_name(name)
        if safe is None:
            raise DomainError("bad-file-name", f"{name!r} cannot be the name of a file.", name=name[:200])
        if folded(safe) in self._taken:
            raise DomainError("file-name-taken", f"{name!r} would be written twice.", name=name[:200])
        self._taken.add(folded(safe))
        return safe


class FolderSink(Sink):
    """A new or empty folder."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()):
            raise DomainError("target-not-empty", f"{root.name} is not empty.", name=root.name)
        self.root = root
        self._folders: set[Path] = set()

    @contextmanager
    def create(self, name: str) -> Iterator[BinaryIO]:
        path = self.root / self._claim(name)
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        with open(path, "xb") as stream:
            yield stream


class ZipSink(Sink):
    """A zip written in one pass."""

    def __init__(self, file: Path | BinaryIO) -> None:
        super().__init__()
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    @contextmanager
    def create(self, name: str) -> Iterator[BinaryIO]:
        entry = zipfile.ZipInfo(self._claim(name), EPOCH)
        entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix.lower() in PACKED else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o100644 << 16
        # An entry made by hand does not take over the level of its archive.
        entry._compresslevel = COMPRESSION  # type: ignore[attr-defined]
        with self._zip.open(entry, "w", force_zip64=True) as stream:
            yield cast(BinaryIO, stream)

    def close(self) -> None:
        self._zip.close()


@contextmanager
def written_behind(stream: BinaryIO) -> Iterator[BinaryIO]:
    """A stream whose parts go on to another one in a thread: packed and hashed while the next is made."""
    with ThreadPoolExecutor(1, "written-behind") as writer:
        parts = _Parts(stream, writer)
        with io.BufferedWriter(parts, PART) as buffered:
            yield cast(BinaryIO, buffered)
        parts.wait()


class _Parts(io.RawIOBase):
    """Hands large parts over to a thread, one at a time; a small file is one small part and never sees it."""

    def __init__(self, stream: BinaryIO, writer: ThreadPoolExecutor) -> None:
        self._stream, self._writer = stream, writer
        self._last: Future[int] | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self.wait()
        if len(part) < PART // 2:
            self._stream.write(part)
        else:
            self._last = self._writer.submit(self._stream.write, part)
        return len(part)

    def wait(self) -> None:
        """Until what was handed over is written; raises what went wrong there."""
        if self._last:
            self._last.result()


def open_sink(path: Path) -> Sink:
    """A zip when the name ends so, else a folder."""
    return ZipSink(path) if path.suffix.lower() == ".zip" else FolderSink(path)
