"""Files that records point at by the SHA-256 of their bytes: labels of all points of a frame.

A file is sent before the patch that names it, and kept below its project for as long as the project is: revisions name
it, and what they name must not go. The same bytes are kept once, so sending them again is free.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotation.kinds import KINDS, InvalidData
from annotation.models import Document
from annotation.policies import may_write
from core import storage
from core.errors import DomainError, NotFound
from core.verdict import require

if TYPE_CHECKING:
    from accounts.models import User

MOST_BYTES = 64 * 1024**2
NAME = re.compile(r"[0-9a-f]{64}")


def stored_name(project: UUID | str, name: str) -> str:
    """Where the file of this SHA-256 is in the store; raises NotFound for what is no SHA-256."""
    if not NAME.fullmatch(name):
        raise NotFound("blob")
    return f"{_prefix(project)}/{name[:2]}/{name}"


def _prefix(project: UUID | str) -> str:
    return f"blobs/{project}"


def keep(project: UUID | str, content: bytes) -> str:
    """Keep a file of a project; returns its SHA-256."""
    return storage.put(io.BytesIO(content), _prefix(project)).sha256


def take(*, document: Document, name: str, content: bytes, by: User) -> None:
    """Keep a file that a patch of this document is going to name. Whoever may save the patch may send it."""
    require(may_write(by, document.task))
    if hashlib.sha256(content).hexdigest() != name:
        raise DomainError("blob-damaged", "The file is not the one it was announced as.")
    keep(document.task.project_id, content)


def there(document: Document, name: str) -> str:
    """The name in the store of a file that records of the document may point at; raises NotFound."""
    stored = stored_name(document.task.project_id, name)
    try:
        storage.stat(stored)
    except FileNotFoundError:
        raise NotFound("blob") from None
    return stored


def read(project: UUID | str, name: str) -> bytes:
    """Raises FileNotFoundError."""
    return b"".join(storage.read_range(stored_name(project, name)))


def problems(project: UUID | str, record: Mapping[str, Any]) -> list[str]:
    """What is wrong with the file that a record points at: it is not there, or says something else."""
    kind = KINDS[record["kind"]]
    name = kind.blob_of(record["data"])
    if name is None:
        return []
    try:
        kind.check_blob(record["data"], read(project, name))
    except FileNotFoundError:
        return ["data.blob: has not been sent"]
    except InvalidData as error:
        return [f"data.{where}: {messages[0]}" for where, messages in error.fields.items()]
    return []


class Blobs(Mapping[str, bytes]):
    """The files of a project that these records point at, read when they are asked for."""

    def __init__(self, project: UUID | str, records: Iterable[Mapping[str, Any]]) -> None:
        self._project = project
        found = (KINDS[record["kind"]].blob_of(record["data"]) for record in records)
        self._names = {name: None for name in found if name}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return read(self._project, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
