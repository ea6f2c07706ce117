"""All files of one import by name, wherever they are: uploads and the zips among them, a folder, an S3 prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from annotation.formats.source import FolderSource, Rejected, Source, Unreadable, ZipSource
from core import storage
from core.safe import safe_path
from projects.models import Import, Upload
from projects.services import places

CLUTTER = ("Thumbs.db", "desktop.ini")
ZIP = b"PK\x03\x04"


class Files(Source):
    """The files of an import. What is hidden, or what file managers add unasked, is passed over in silence."""

    def __init__(self) -> None:
        super().__init__()
        self._openers: dict[str, Callable[[], BinaryIO]] = {}
        self.is_local = True
        """They are read without a connection that a process of its own could not share."""

    def add(self, name: str, opener: Callable[[], BinaryIO]) -> None:
        last = PurePosixPath(name).name
        if last.startswith(".") or last in CLUTTER:
            return
        if self._offer(name):
            self._openers[self.names[-1]] = opener

    def add_all(self, source: Source, prefix: str = "") -> None:
        for name in source.names:
            self.add(prefix + name, lambda name=name: source.open(name))  # type: ignore[misc]
        self.rejected += [Rejected(prefix + each.name, each.code, each.params) for each in source.rejected]

    def open(self, name: str) -> BinaryIO:
        try:
            return self._openers[name]()
        except (OSError, KeyError) as error:
            raise Unreadable("not-readable", f"{name} cannot be read.", reason=type(error).__name__) from error


@contextmanager
def files_of(imported: Import) -> Iterator[Files]:
    """The files of an import, open for as long as the context lasts."""
    files = Files()
    with ExitStack() as stack:
        match imported.source:
            case Import.Source.FOLDER:
                root, below = places.folder_at(imported.location)
                files.add_all(FolderSource(safe_path(root, below)))
            case Import.Source.S3:
                files.is_local = False
                _add_bucket(files, imported.location)
            case _:
                files.is_local = storage.is_local()
                _add_uploads(files, list(imported.uploads.exclude(stored="").order_by("name", "pk")), stack)
        yield files


def _add_uploads(files: Files, uploads: list[Upload], stack: ExitStack) -> None:
    for upload in uploads:
        if not _is_zip(upload):
            files.add(upload.name, lambda stored=upload.stored: _opened(stored))  # type: ignore[misc]
            continue
        path = stack.enter_context(storage.local_path(upload.stored))
        try:
            archive = stack.enter_context(ZipSource(path))
        except Unreadable as error:
            files.rejected.append(Rejected(upload.name, "archive-unreadable", {"reason": error.params["reason"]}))
            continue
        # Two archives may hold equal names; one alone keeps its names as they are.
        files.add_all(archive, "" if len(uploads) == 1 else f"{PurePosixPath(upload.name).stem}/")


def _is_zip(upload: Upload) -> bool:
    """By name and content: a picture that begins like a zip is one to be refused, not one to be opened."""
    if not upload.name.lower().endswith(".zip"):
        return False
    return b"".join(storage.read_range(upload.stored, 0, min(4, upload.size))) == ZIP


def _opened(stored: str) -> BinaryIO:
    return cast(BinaryIO, _Ranges(stored))


class _Ranges:
    """A stored file as a stream to read once, from the first byte to the last."""

    def __init__(self, stored: str) -> None:
        self._chunks = storage.read_range(stored)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._rest += chunk
        size = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def close(self) -> None:
        self._rest = b""

    def __enter__(self) -> _Ranges:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _add_bucket(files: Files, place: str) -> None:
    """boto3 is imported only where it is used: it is slow to load."""
    import boto3
    from botocore.config import Config

    bucket, below = places.bucket_at(place)
    client = boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        config=Config(
            s3={"addressing_style": "path" if bucket.endpoint else "auto"},
            connect_timeout=10,
            read_timeout=60,
            retries={"max_attempts": 3},
        ),
    )
    prefix = bucket.prefix + (f"{below.strip('/')}/" if below.strip("/") else "")
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket.bucket, Prefix=prefix):
        for each in page.get("Contents", []):
            key = each["Key"]
            if not key.endswith("/"):
                files.add(key.removeprefix(prefix), lambda key=key: _object(client, bucket.bucket, key))  # type: ignore[misc]


def _object(client: Any, bucket: str, key: str) -> BinaryIO:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return cast(BinaryIO, client.get_object(Bucket=bucket, Key=key)["Body"])
    except (BotoCoreError, ClientError) as error:
        raise Unreadable("not-readable", f"{key} cannot be read.", reason=type(error).__name__) from error
