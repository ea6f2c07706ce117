"""Where a data set is read from: a folder, a zip, or one file. Nothing is ever unpacked; limits hold on the stream."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from annotation.formats.names import folded, safe_name
from core.errors import DomainError

MOST_FILES = 1_000_000
MOST_BYTES = 16 * 1024**3
"""Largest file that is read, in bytes."""
MOST_RATIO = 200
RATIO_FROM = 16 * 1024**2
"""A zip entry may grow beyond this many bytes only while it stays below MOST_RATIO times its packed size."""
LOCAL_HEADER = 30


class Unreadable(DomainError):
    """A file of the source cannot be read; code and params are those of a Problem."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that the source will not offer; code and params are those of a Problem."""

    name: str
    code: str
    params: dict[str, Any]


class Source(ABC):
    """Files by safe relative names."""

    def __init__(self) -> None:
        self.rejected: list[Rejected] = []
        self.names: list[str] = []
        self._seen: set[str] = set()
        self._known: set[str] = set()

    def __contains__(self, name: object) -> bool:
        return name in self._known

    @abstractmethod
    def open(self, name: str) -> BinaryIO:
        """A stream of the file's bytes that raises Unreadable beyond the limits."""

    @abstractmethod
    def size(self, name: str) -> int:
        """Bytes as the file system or the archive says; never to be trusted as a limit."""

    def read(self, name: str, limit: int) -> bytes:
        """All bytes of a small file; raises Unreadable "too-large" beyond `limit` bytes."""
        with self.open(name) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise Unreadable("too-large", f"{name} is larger than {limit} bytes.", limit=limit)
        return data

    def close(self) -> None:  # noqa: B027 - most have nothing to do
        """Give back what is held open."""

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _offer(self, name: str) -> bool:
        safe = safe_name(name)
        if safe is None:
            self.rejected.append(Rejected(name, "unsafe-name", {"name": name}))
        elif folded(safe) in self._seen:
            self.rejected.append(Rejected(name, "duplicate-name", {"name": name}))
        else:
            self._seen.add(folded(safe))
            self._known.add(safe)
            self.names.append(safe)
            return True
        return False


class FolderSource(Source):
    """A folder of the server. Links are not followed."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root
        for folder, folders, files in os.walk(root):
            folders.sort()
            for file in sorted(files):
                path = Path(folder) / file
                if stat.S_ISREG(path.lstat().st_mode):
                    self._offer(path.relative_to(root).as_posix())
                else:
                    self.rejected.append(Rejected(file, "unsafe-name", {"name": file}))
            if len(self.names) > MOST_FILES:
                raise Unreadable("too-large", "The folder holds too many files.", limit=MOST_FILES)
        self.names.sort()

    def open(self, name: str) -> BinaryIO:
        if name not in self:
            raise Unreadable("not-readable", f"There is no {name}.", reason="not found")
        try:
            return open(self.root / name, "rb")
        except OSError as error:
            raise Unreadable("not-readable", f"{name}: {error.strerror}", reason=str(error.strerror)) from error

    def size(self, name: str) -> int:
        return (self.root / name).stat().st_size


class FileSource(Source):
    """One file alone, as a label file without its images."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._offer(path.name)

    def open(self, name: str) -> BinaryIO:
        if name not in self:
            raise Unreadable("not-readable", f"There is no {name}.", reason="not found")
        return open(self.path, "rb")

    def size(self, name: str) -> int:
        return self.path.stat().st_size


class ZipSource(Source):
    """A zip, read in place. Names, links, overlaps, packing ratio and size are checked; headers are not believed."""

    def __init__(self, file: Path | BinaryIO) -> None:
        super().__init__()
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise Unreadable("unsafe-archive", f"This is not a sound zip: {error}", reason=str(error)) from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._check_layout(entries)
        for entry in entries:
            self._take(entry)
        self.names.sort()

    def _check_layout(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > MOST_FILES:
            self._refuse(f"more than {MOST_FILES} entries")
        spans = sorted(
            (entry.header_offset, entry.header_offset + LOCAL_HEADER + entry.compress_size) for entry in entries
        )
        if any(end > start for (_, end), (start, _) in pairwise(spans)):
            self._refuse("entries overlap")

    def _refuse(self, reason: str) -> None:
        self._zip.close()
        raise Unreadable("unsafe-archive", f"The archive was refused: {reason}.", reason=reason)

    def _take(self, entry: zipfile.ZipInfo) -> None:
        mode = entry.external_attr >> 16
        original = getattr(entry, "orig_filename", entry.filename)
        if entry.is_dir():
            return
        if (stat.S_IFMT(mode) not in {0, stat.S_IFREG}) or "\0" in original or "\\" in original:
            self.rejected.append(Rejected(original, "unsafe-name", {"name": original}))
        elif entry.flag_bits & 0x1:
            self.rejected.append(Rejected(original, "not-readable", {"reason": "encrypted"}))
        elif self._offer(entry.filename):
            self._entries[self.names[-1]] = entry

    def open(self, name: str) -> BinaryIO:
        entry = self._entries.get(name)
        if entry is None:
            raise Unreadable("not-readable", f"There is no {name}.", reason="not found")
        try:
            raw = self._zip.open(entry)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise Unreadable("not-readable", f"{name}: {error}", reason=str(error)) from error
        most = min(MOST_BYTES, max(RATIO_FROM, entry.compress_size * MOST_RATIO))
        return io.BufferedReader(_Counted(raw, most), 1 << 16)

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    def close(self) -> None:
        self._zip.close()


class _Counted(io.RawIOBase):
    """Passes bytes on until there are too many."""

    def __init__(self, stream: Any, most: int) -> None:  # noqa: ANN401 - zipfile's stream has no public type
        self._stream = stream
        self._most = most
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a writable buffer
        try:
            data = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise Unreadable("not-readable", str(error), reason=str(error)) from error
        self._count += len(data)
        if self._count > self._most:
            raise Unreadable("too-large", "The entry unpacks to too many bytes.", limit=self._most)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class OpenedFiles(Source):
    """Files that somebody else keeps, as those of an import: names and functions that open them."""

    def __init__(self, files: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        self._open: dict[str, Any] = {}
        for name, opener in files:
            if self._offer(name):
                self._open[self.names[-1]] = opener
        self.names.sort()

    def open(self, name: str) -> BinaryIO:
        if name not in self._open:
            raise Unreadable("not-readable", f"There is no {name}.", reason="not found")
        stream: BinaryIO = self._open[name]()
        return stream

    def size(self, name: str) -> int:
        with self.open(name) as stream:
            return stream.seek(0, io.SEEK_END)


def open_source(path: Path) -> Source:
    """The source for a path: folder, zip or single file; raises Unreadable."""
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise Unreadable("not-readable", f"There is no {path.name}.", reason="not found")
    with open(path, "rb") as stream:
        magic = stream.read(4)
    return ZipSource(path) if magic in {b"PK\x03\x04", b"PK\x05\x06"} else FileSource(path)
