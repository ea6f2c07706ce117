"""Where a data set is read from: a folder, a zip, one file, or files that somebody else keeps. Nothing is unpacked."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from annotation.formats.names import folded, safe_name
from core.archives import ArchiveRefused, Entry, EntryRefused, Limits, SafeZip
from core.errors import DomainError
from core.safe import safe_files, safe_open

MOST_FILES = 2_000_000
ARCHIVE = Limits(entries=MOST_FILES, directory_bytes=512 * 1024**2)


class Unreadable(DomainError):
    """A file of the source cannot be read; code and params are those of a Problem."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that the source will not offer; code and params are those of a Problem."""

    name: str
    code: str
    params: dict[str, Any]


class Source(ABC):
    """Files by safe relative names, sorted."""

    def __init__(self) -> None:
        self.rejected: list[Rejected] = []
        self.names: list[str] = []
        self._folded: set[str] = set()
        self.known: Callable[[], Mapping[str, Mapping[str, Any]]] = dict
        """Files that are not here, or whose content somebody has read already: their names and what was found."""

    @abstractmethod
    def open(self, name: str) -> BinaryIO:
        """A stream of the file's bytes; opening or reading it raises Unreadable."""

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
        elif folded(safe) in self._folded:
            self.rejected.append(Rejected(name, "duplicate-name", {"name": name}))
        elif len(self.names) >= MOST_FILES:
            raise Unreadable("too-large", "There are too many files.", limit=MOST_FILES)
        else:
            self._folded.add(folded(safe))
            self.names.append(safe)
            return True
        return False


def _missing(name: str) -> Unreadable:
    return Unreadable("not-readable", f"There is no {name}.", reason="not found")


class FolderSource(Source):
    """A folder of the server. Links are not followed."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root
        for name in safe_files(root):
            self._offer(name)
        self.names.sort()

    def open(self, name: str) -> BinaryIO:
        try:
            return safe_open(self.root, name)
        except (DomainError, OSError) as error:
            raise Unreadable("not-readable", f"{name}: {error}", reason=str(error)) from error


class FileSource(Source):
    """One file alone, as a label file without its images."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._offer(path.name)

    def open(self, name: str) -> BinaryIO:
        if name not in self.names:
            raise _missing(name)
        return open(self.path, "rb")


class ZipSource(Source):
    """A zip, read in place by core's careful reader."""

    def __init__(self, file: Path | BinaryIO) -> None:
        super().__init__()
        self._entries: dict[str, Entry] = {}
        try:
            self._zip = SafeZip(file, ARCHIVE)
        except ArchiveRefused as error:
            raise Unreadable("unsafe-archive", error.message, reason=error.reason) from error
        for entry in self._zip:
            if self._offer(entry.name):
                self._entries[self.names[-1]] = entry
        for refused in self._zip.refused:
            self.rejected.append(Rejected(refused.name, "refused-entry", {"reason": refused.reason}))
        self.names.sort()

    def open(self, name: str) -> BinaryIO:
        if name not in self._entries:
            raise _missing(name)
        try:
            return cast(BinaryIO, _Told(self._entries[name].open()))
        except EntryRefused as error:
            raise _unreadable(error) from error

    def close(self) -> None:
        self._zip.__exit__(None, None, None)


def _unreadable(error: EntryRefused) -> Unreadable:
    return Unreadable("not-readable", error.message, reason=error.reason)


class _Told(io.BufferedReader):
    """An entry's content whose refusals are told as Unreadable."""

    def __init__(self, content: Any) -> None:
        super().__init__(_Raw(content), 1 << 20)


class _Raw(io.RawIOBase):
    def __init__(self, content: Any) -> None:
        super().__init__()
        self._content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            return int(self._content.readinto(buffer))
        except EntryRefused as error:
            raise _unreadable(error) from error

    def close(self) -> None:
        self._content.close()
        super().close()


class OpenedFiles(Source):
    """Files that somebody else keeps, as those of an import: names and functions that open them."""

    def __init__(self, files: Iterable[tuple[str, Callable[[], BinaryIO]]]) -> None:
        super().__init__()
        self._open: dict[str, Callable[[], BinaryIO]] = {}
        for name, opener in files:
            if self._offer(name):
                self._open[self.names[-1]] = opener
        self.names.sort()

    def open(self, name: str) -> BinaryIO:
        if name not in self._open:
            raise _missing(name)
        try:
            return self._open[name]()
        except OSError as error:
            raise Unreadable("not-readable", f"{name}: {error}", reason=str(error)) from error


def beginnings(source: Source, suffix: str, size: int = 65536) -> Iterator[tuple[str, bytes]]:
    """The readable files with this suffix, each with its first `size` bytes, by which a format is recognised."""
    for name in source.names:
        if not name.lower().endswith(suffix):
            continue
        try:
            with source.open(name) as stream:
                yield name, stream.read(size)
        except Unreadable:
            continue


def open_source(path: Path) -> Source:
    """The source for a path: folder, zip or single file; raises Unreadable."""
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise _missing(path.name)
    with open(path, "rb") as stream:
        magic = stream.read(4)
    return ZipSource(path) if magic in {b"PK\x03\x04", b"PK\x05\x06"} else FileSource(path)
