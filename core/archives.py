"""Read a zip that a stranger made: names checked, sizes counted on the stream, every refused entry with its reason.

Nothing is unpacked here. The reader yields entries that may be opened; whoever imports decides what to do with each.
What the archive's own headers promise is never believed.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from core.archive_names import Names, decoded_name
from core.archive_reasons import REASONS
from core.errors import DomainError

MIB = 1024 * 1024
END_RECORD = struct.Struct("<4s4H2LH")
END64_LOCATOR = struct.Struct("<4sLQL")
END64_RECORD = struct.Struct("<4sQ2H2L4Q")
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
NESTED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one archive may bring.

    `ratio` is content to archive: of an entry once it has given 64 MiB, of all together once they have given 1 GiB,
    since small flat pictures rightly shrink a thousandfold.
    """

    entries: int = 100_000
    entry_bytes: int = 4 * 1024 * MIB
    total_bytes: int = 200 * 1024 * MIB
    ratio: int = 200
    directory_bytes: int = 64 * MIB


class ArchiveRefused(DomainError):
    """The whole archive cannot be read; `params['reason']` says why."""

    def __init__(self, reason: str, message: str) -> None:
        assert reason in REASONS, reason
        super().__init__("archive-refused", message, reason=reason)
        self.reason = reason


class EntryRefused(DomainError):
    """One entry cannot be read; the others can, unless `is_final`."""

    def __init__(self, name: str, reason: str, *, is_final: bool = False) -> None:
        assert reason in REASONS, reason
        super().__init__("archive-entry-refused", f"{name!r} is refused: {reason}.", name=name, reason=reason)
        self.reason = reason
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that was not let in: its name (as far as it can be shown) and a reason code."""

    name: str
    reason: str


class Entry:
    """A file in the archive whose name is safe. Its size is only what the archive claims."""

    def __init__(self, archive: SafeZip, info: zipfile.ZipInfo, name: str) -> None:
        self.name = name
        self.claimed_size = info.file_size
        self._archive = archive
        self._info = info

    def open(self) -> IO[bytes]:
        """The content. Reading raises EntryRefused when it is broken, encrypted or larger than the limits allow."""
        return self._archive._open(self._info, self.name)


class SafeZip:
    """Reads one zip file.

    >>> with SafeZip(path) as archive:
    ...     for entry in archive:
    ...         with entry.open() as content: ...
    ...     archive.refused
    """

    def __init__(self, source: Path | IO[bytes], limits: Limits | None = None) -> None:
        """Raises ArchiveRefused when it is no zip, is damaged beyond use, or has too many entries."""
        self.limits = limits or Limits()
        self.refused: list[Refused] = []
        self.read_bytes = 0
        self._own = source.open("rb") if isinstance(source, Path) else None
        self._file: IO[bytes] = self._own or source  # type: ignore[assignment]
        try:
            self._check_directory()
            self._zip = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError) as error:
            self._close_own()
            raise ArchiveRefused("not-a-zip", f"This is not a zip file that can be read: {error}.") from error
        except ArchiveRefused:
            self._close_own()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._close_own()

    def __iter__(self) -> Iterator[Entry]:
        """Entries that may be opened, in the order of the archive; the others go to `refused`."""
        names = Names()
        overlapping = self._overlapping()
        for link in filter(_is_link, self._zip.infolist()):
            names.add_link(decoded_name(link))
        for info in self._zip.infolist():
            name = decoded_name(info)
            if info.orig_filename.endswith("/") and not info.file_size:
                names.add_folder(name)
                continue
            if _is_clutter(name):
                continue
            reason = names.refuse(name, is_link=_is_link(info)) or self._unreadable(info, name)
            if reason is None and info.header_offset in overlapping:
                reason = "overlapping"
            if reason:
                self.refuse(name, reason)
            else:
                yield Entry(self, info, name)

    def refuse(self, name: str, reason: str) -> None:
        assert reason in REASONS, reason
        self.refused.append(Refused(name[:300].encode("utf-8", "replace").decode(), reason))

    def _unreadable(self, info: zipfile.ZipInfo, name: str) -> str | None:
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            return "special-file"
        if info.flag_bits & 0x41:
            return "encrypted"
        if info.compress_type not in METHODS:
            return "unsupported-compression"
        if name.lower().endswith(NESTED):
            return "nested-archive"
        if info.file_size > self.limits.entry_bytes:
            return "too-large"
        return None

    def _open(self, info: zipfile.ZipInfo, name: str) -> IO[bytes]:
        try:
            content = self._zip.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, struct.error) as error:
            raise EntryRefused(name, "damaged") from error
        return BufferedReader(_Counted(self, content, info, name), MIB)

    def _count(self, size: int, name: str) -> None:
        self.read_bytes += size
        if self.read_bytes > self.limits.total_bytes:
            raise EntryRefused(name, "archive-too-large", is_final=True)
        if self.read_bytes > 1024 * MIB and self.read_bytes > self.limits.ratio * self._archive_bytes:
            raise EntryRefused(name, "bomb", is_final=True)

    def _overlapping(self) -> set[int]:
        """Offsets of local headers that share bytes with another entry or the directory: one content, many names."""
        spans = sorted((info.header_offset, self._end_of(info)) for info in self._zip.infolist())
        limit = self._zip.start_dir
        found: set[int] = set()
        reached, owner = -1, -1
        for start, end in spans:
            if start < reached:
                found |= {start, owner}
            if end > limit or start < 0:
                found.add(start)
            if end > reached:
                reached, owner = end, start
        return found

    def _end_of(self, info: zipfile.ZipInfo) -> int:
        """Where an entry's bytes end, by its local header; one that cannot be read is `damaged` when it is opened."""
        self._file.seek(info.header_offset)
        header = self._file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            return info.header_offset
        *_, name, extra = LOCAL_HEADER.unpack(header)
        return info.header_offset + LOCAL_HEADER.size + int(name) + int(extra) + info.compress_size

    def _check_directory(self) -> None:
        """Refuse a directory that would fill the memory before it is read."""
        end = self._archive_bytes = self._file.seek(0, 2)
        start = max(0, end - END_RECORD.size - 0xFFFF)
        self._file.seek(start)
        tail = self._file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < END_RECORD.size:
            raise ArchiveRefused("not-a-zip", "This is not a zip file, or its end is missing.")
        _, disk, first_disk, _, entries, size, _, comment = END_RECORD.unpack_from(tail, at)
        if at + END_RECORD.size + comment != len(tail):
            # Readers disagree on which directory such a file has; one of them would be deceived.
            raise ArchiveRefused("trailing-bytes", "The zip file does not end where it says.")
        if (disk, first_disk) not in {(0, 0), (0xFFFF, 0xFFFF)}:
            raise ArchiveRefused("many-disks", "Zip files in several parts cannot be read.")
        if 0xFFFF in (entries, disk) or size == 0xFFFFFFFF:
            entries, size = self._zip64_counts(start + at, entries, size)
        if entries > self.limits.entries or size > self.limits.directory_bytes:
            raise ArchiveRefused("too-many-entries", f"The archive holds more than {self.limits.entries} files.")

    def _zip64_counts(self, end_record: int, entries: int, size: int) -> tuple[int, int]:
        if end_record < END64_LOCATOR.size:
            return entries, size
        self._file.seek(end_record - END64_LOCATOR.size)
        signature, _, offset, _ = END64_LOCATOR.unpack(self._file.read(END64_LOCATOR.size))
        if signature != b"PK\x06\x07":
            return entries, size
        self._file.seek(offset)
        record = END64_RECORD.unpack(self._file.read(END64_RECORD.size))
        return int(record[7]), int(record[8])

    def _close_own(self) -> None:
        if self._own:
            self._own.close()


class _Counted(RawIOBase):
    """An entry's content that stops at the limits, whatever the headers say."""

    def __init__(self, archive: SafeZip, content: IO[bytes], info: zipfile.ZipInfo, name: str) -> None:
        super().__init__()
        self._archive, self._content, self._info, self._name = archive, content, info, name
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._content.read(min(len(buffer), MIB))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise EntryRefused(self._name, "damaged") from error
        if not data and self._size != self._info.file_size:
            raise EntryRefused(self._name, "damaged")
        self._size += len(data)
        limits = self._archive.limits
        if self._size > limits.entry_bytes:
            raise EntryRefused(self._name, "too-large")
        if self._size > 64 * MIB and self._size > limits.ratio * max(1, self._info.compress_size):
            raise EntryRefused(self._name, "bomb")
        self._archive._count(len(data), self._name)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._content.close()
        super().close()


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _is_clutter(name: str) -> bool:
    """What file managers add without being asked: passed over in silence."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in CLUTTER
