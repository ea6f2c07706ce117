"""Resumable uploads: bytes arrive in pieces, in order, and are checked against the announced SHA-256 at the end."""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from core import storage
from core.errors import Conflict, DomainError, NotFound
from core.verdict import Allowed, Denied, Verdict, require
from projects.models import Project, Upload
from projects.policies import project as policy
from projects.policies.roles import runs_installation

if TYPE_CHECKING:
    from accounts.models import User

CHUNK = 1024 * 1024
MAX_BYTES = 256 * 1024**3
"""Of one upload; a file inside a zip has a limit of its own."""
MAX_MODEL_BYTES = 4 * 1024**3
"""Of a model's file; no ONNX file can be larger without files beside it."""
MAX_OPEN = 20_000
"""Unfinished and unused uploads of one person."""
SPARE_BYTES = 512 * 1024**2
"""What the disk must keep free."""
KEPT = timedelta(days=7)
"""An upload that nobody continued or used for so long is dropped."""
CHECKSUMS = ("sha1", "sha256")

Reader = Callable[[int], bytes]


class ChecksumMismatch(DomainError):
    """What arrived is not what was announced; 460 is the status that tus has for it."""

    status = 460


def may_upload(user: User, purpose: str, project: Project | None) -> Verdict:
    if purpose == "import" and project is not None:
        return policy.may_manage(user, project)
    if purpose == "model":
        if project is not None:
            return policy.may_manage(user, project)
        return Allowed if runs_installation(user) else Denied("not-administrator")
    return Denied("unknown-purpose")


def create_upload(
    *, name: str, size: int, by: User, purpose: str = "import", project: Project | None = None, sha256: str = ""
) -> Upload:
    """Announce an upload. `name` may hold folders; it is only ever shown, never used as a path here."""
    require(may_upload(by, purpose, project))
    limit = MAX_MODEL_BYTES if purpose == "model" else MAX_BYTES
    if not 0 <= size <= limit:
        raise DomainError("upload-too-large", f"At most {limit} bytes.", status=413, limit=limit)
    if Upload.objects.filter(created_by=by).exclude(completed_at__isnull=False, stored="").count() >= MAX_OPEN:
        raise DomainError("too-many-uploads", "Import what you have uploaded first.", limit=MAX_OPEN)
    _folder().mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(_folder()).free < size + SPARE_BYTES:
        raise DomainError("storage-full", "The server has no room for this file.", status=507)
    upload = Upload.objects.create(
        name=_shown(name), size=size, sha256=_hex(sha256), purpose=purpose, project=project, created_by=by
    )
    if size == 0:
        with _partial(upload):
            _complete(upload)
    return upload


def own_upload(*, pk: UUID, by: User) -> Upload:
    """Uploads belong to one person; to everybody else they do not exist."""
    upload = Upload.objects.filter(pk=pk, created_by=by).first()
    if upload is None:
        raise NotFound("upload")
    return upload


def append(*, upload: Upload, offset: int, read: Reader, checksum: str = "") -> Upload:
    """Take bytes from `read(count)` until it gives none, beginning at `offset`.

    `checksum` ("sha256 <base64>") covers just these bytes. What arrived before a connection broke is kept. Raises
    Conflict "wrong-offset" with the right one, "upload-busy" while another request writes, ChecksumMismatch.
    """
    with _partial(upload) as file:
        upload.refresh_from_db()
        if upload.completed_at or offset != upload.offset:
            raise Conflict("wrong-offset", f"Continue at byte {upload.offset}.", offset=upload.offset)
        file.truncate(offset)
        file.seek(offset)
        wanted, digest = _checksum(checksum)
        try:
            _copy(upload, file, read, digest)
        finally:
            file.flush()
            arrived = file.tell()
            if wanted is not None and (digest is None or digest.digest() != wanted):
                arrived = offset
            Upload.objects.filter(pk=upload.pk).update(offset=arrived)
            upload.offset = arrived
        if wanted is not None and arrived == offset:
            raise ChecksumMismatch("checksum-mismatch", "These bytes are damaged; send them again.")
        if upload.offset == upload.size:
            os.fsync(file.fileno())
            _complete(upload)
    return upload


def drop_upload(*, upload: Upload) -> None:
    """Forget an upload and its bytes."""
    discard_content(upload)
    upload.delete()


def discard_content(upload: Upload) -> None:
    """Free the bytes of an upload that was used; its row stays, as imports name it."""
    _path(upload).unlink(missing_ok=True)
    if upload.stored:
        storage.remove(upload.stored)
        Upload.objects.filter(pk=upload.pk).update(stored="")
        upload.stored = ""


def drop_stale() -> int:
    """Drop uploads that nobody continued or used in time; returns how many."""
    stale = Upload.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(completed_at__isnull=False, stored="")
    count = 0
    for upload in stale.iterator(chunk_size=500):
        if upload.imports.exists():
            discard_content(upload)
        else:
            drop_upload(upload=upload)
        count += 1
    return count


def _copy(upload: Upload, file: IO[bytes], read: Reader, digest: hashlib._Hash | None) -> None:
    while chunk := read(CHUNK):
        if file.tell() + len(chunk) > upload.size:
            raise DomainError("upload-too-long", "More bytes than announced.", status=413, size=upload.size)
        file.write(chunk)
        if digest is not None:
            digest.update(chunk)


def _complete(upload: Upload) -> None:
    """Put the whole file into the store. What does not have the announced SHA-256 is forgotten."""
    kept = storage.put(_path(upload), f"uploads/{upload.pk}", move=True)
    if upload.sha256 and upload.sha256 != kept.sha256:
        storage.remove(kept.name)
        upload.delete()
        raise ChecksumMismatch("checksum-mismatch", "The file arrived damaged; upload it again.")
    upload.sha256, upload.stored, upload.completed_at = kept.sha256, kept.name, timezone.now()
    upload.save(update_fields=["sha256", "stored", "completed_at"])


def _folder() -> Path:
    """Beside the store where that is a folder, so that a complete file is moved and not copied."""
    parts = urlsplit(settings.STORAGE_URL)
    if parts.scheme == "file":
        return Path(unquote(parts.path)) / ".uploads"
    return Path(settings.VAR) / "uploads"


def _path(upload: Upload) -> Path:
    return _folder() / str(upload.pk)


@contextmanager
def _partial(upload: Upload) -> Iterator[IO[bytes]]:
    """The bytes so far, for one writer at a time on this machine."""
    path = _path(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = "Another request is writing this upload."
            raise Conflict("upload-busy", message, status=423) from error
        yield file


def _shown(name: str) -> str:
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    name = "".join(letter for letter in name if letter.isprintable()).strip().strip("/")
    return name[-500:] or "file"


def _hex(sha256: str) -> str:
    sha256 = sha256.strip().lower()
    if sha256 and (len(sha256) != 64 or not all(letter in "0123456789abcdef" for letter in sha256)):
        raise DomainError("bad-checksum", "A SHA-256 has 64 hexadecimal digits.")
    return sha256


def _checksum(header: str) -> tuple[bytes | None, hashlib._Hash | None]:
    if not header:
        return None, None
    algorithm, _, encoded = header.partition(" ")
    if algorithm not in CHECKSUMS:
        raise DomainError("bad-checksum", "The checksum is sha1 or sha256.")
    try:
        return base64.b64decode(encoded, validate=True), hashlib.new(algorithm)
    except binascii.Error as error:
        raise DomainError("bad-checksum", "The checksum is not base64.") from error
