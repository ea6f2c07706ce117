"""Where files live: a folder on disk or an S3-compatible store, chosen by STORAGE_URL.

`file:///srv/groundwork` or `s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-1`; the S3 credentials come
from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY). Files are named by their content, so writing one
twice keeps one copy, and a name never changes its meaning.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol, cast
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, Storage, default_storage

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its name there, the SHA-256 of its bytes in hex, and its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Stat:
    """Size in bytes and time of the last change of a stored file."""

    size: int
    modified: datetime


class Backend(Protocol):
    """What Groundwork asks of a store beyond Django's Storage."""

    def stat(self, name: str) -> Stat:
        """Raises FileNotFoundError."""
        ...

    def keep(self, source: Path, name: str, *, move: bool) -> None:
        """Make the local file appear under `name` at once and whole; nothing happens when it is there already."""
        ...

    def spool(self) -> Path | None:
        """The folder for files on their way in; None for the system's."""
        ...

    def local(self, name: str) -> AbstractContextManager[Path]:
        """Context manager that yields a Path of a local, read-only file with the content."""
        ...

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """Bytes start <= i < stop, in chunks."""
        ...

    def behind_proxy(self, name: str, *, method: str) -> str:
        """Path and query by which the front proxy fetches the file itself, below MEDIA_ACCEL_PREFIX."""
        ...


class FolderStorage(FileSystemStorage):
    """Files on disk, below one folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(location=root, base_url=None)

    def stat(self, name: str) -> Stat:
        entry = os.stat(self.path(name))
        return Stat(entry.st_size, self.get_modified_time(name))

    def keep(self, source: Path, name: str, *, move: bool) -> None:
        target = Path(self.path(name))
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with temporary_file(folder=self.spool()) as whole:
                if not (move and _renamed(source, whole)):
                    shutil.copyfile(source, whole)
                _flush(whole)
                whole.chmod(0o640)
                os.replace(whole, target)
        if move:
            source.unlink(missing_ok=True)

    def spool(self) -> Path:
        folder = Path(self.path(".incoming"))
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        path = Path(self.path(name))
        if not path.is_file():
            raise FileNotFoundError(name)
        yield path

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        with open(self.path(name), "rb") as file:
            file.seek(start)
            left = stop - start
            while left > 0:
                chunk = file.read(min(CHUNK, left))
                if not chunk:
                    return
                left -= len(chunk)
                yield chunk

    def behind_proxy(self, name: str, *, method: str) -> str:
        return quote(name)


def _s3_storage(url: str) -> Storage:
    """An S3-compatible store. boto3 is imported only where it is used: it is slow to load."""
    from core.storage_s3 import BucketStorage

    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return BucketStorage(
        bucket=parts.netloc,
        prefix=unquote(parts.path).strip("/"),
        endpoint=options.get("endpoint"),
        region=options.get("region"),
    )


def MediaStorage() -> Storage:  # noqa: N802 - Django names a storage backend like a class
    """The store that STORAGE_URL names; settings.STORAGES points here."""
    parts = urlsplit(settings.STORAGE_URL)
    if parts.scheme == "file":
        return FolderStorage(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        return _s3_storage(settings.STORAGE_URL)
    raise ValueError(f"STORAGE_URL: {parts.scheme!r} is neither file nor s3")


def put(source: IO[bytes] | Path, prefix: str, *, suffix: str = "", move: bool = False) -> Stored:
    """Keep a file under a name made of its content: `prefix/ab/abcdef...suffix`.

    `suffix` (".jpg") is what the browser's media type follows from. `move` gives a local file away: it is gone after.
    The file is seen under its name only when it is whole.
    """
    if isinstance(source, Path):
        sha256, size = _digest(source)
        stored = _stored(prefix, sha256, size, suffix)
        _backend().keep(source, stored.name, move=move)
        return stored
    backend = _backend()
    with temporary_file(folder=backend.spool()) as path:
        sha256, size = _spool(source, path)
        stored = _stored(prefix, sha256, size, suffix)
        backend.keep(path, stored.name, move=True)
    return stored


@contextmanager
def local_path(name: str) -> Iterator[Path]:
    """A local file with the content of a stored one, to be read only. Raises FileNotFoundError."""
    with _backend().local(_checked(name)) as path:
        yield path


def is_local() -> bool:
    """Whether stored files are files of this machine, read without a connection."""
    return _backend().spool() is not None


def read_range(name: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Bytes start <= i < stop of a stored file, in chunks of at most 1 MiB."""
    name = _checked(name)
    return _backend().read(name, start, stat(name).size if stop is None else stop)


def stat(name: str) -> Stat:
    """Size and time of a stored file. Raises FileNotFoundError."""
    return _backend().stat(_checked(name))


def behind_proxy(name: str, *, method: str = "GET") -> str:
    """Path and query by which the front proxy fetches a stored file itself, below MEDIA_ACCEL_PREFIX."""
    return _backend().behind_proxy(_checked(name), method=method)


def remove(name: str) -> None:
    """Forget a stored file; nothing happens when it is not there."""
    default_storage.delete(_checked(name))


@contextmanager
def temporary_file(suffix: str = "", *, folder: Path | None = None) -> Iterator[Path]:
    """A path for a file that is gone afterwards, unless it was moved away."""
    handle, name = tempfile.mkstemp(prefix="groundwork-", suffix=suffix, dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _renamed(source: Path, target: Path) -> bool:
    """Whether the file could be moved without copying: not so between file systems."""
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _flush(path: Path) -> None:
    """The database row that names a file must never outlive a power cut that the file does not."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _backend() -> Backend:
    return cast("Backend", default_storage)


def _checked(name: str) -> str:
    """Names come from our own rows, yet one that climbs out of the store must never be followed."""
    if not name or name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"):
        raise SuspiciousFileOperation(f"{name!r} is not the name of a stored file")
    return name


def _stored(prefix: str, sha256: str, size: int, suffix: str) -> Stored:
    return Stored(_checked(f"{prefix.strip('/')}/{sha256[:2]}/{sha256}{suffix}"), sha256, size)


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size


def _spool(source: IO[bytes], path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as output:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            output.write(chunk)
    return digest.hexdigest(), size
