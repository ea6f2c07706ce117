"""Open files below a folder, whatever the path says: no `..`, no link on the way, no device."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from core.errors import DomainError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class PathRefused(DomainError):
    """The path does not name a plain file or folder below its root."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__("path-refused", f"{path!r} cannot be read: {reason}.", path=path, reason=reason)


def safe_open(root: str | Path, relative: str) -> BinaryIO:
    """Open the plain file `relative` below `root` for reading. Raises PathRefused, FileNotFoundError.

    Every folder on the way is opened relative to the one before, never following a link, so that nobody can swap one in
    between the check and the opening.
    """
    *folders, name = _parts(relative)
    handle = _walk(root, folders, relative)
    try:
        file = _openat(name, _FILE, handle, relative)
    finally:
        os.close(handle)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise PathRefused(relative, "not-a-file")
    return os.fdopen(file, "rb")


def safe_path(root: str | Path, relative: str) -> Path:
    """The absolute path of `relative` below `root`. Raises PathRefused (as for a link on the way), FileNotFoundError.

    For libraries that want a path; prefer safe_open, which leaves no moment between check and use.
    """
    path = Path(root).resolve()
    for part in _parts(relative, allow_empty=True):
        path /= part
        if path.is_symlink():
            raise PathRefused(relative, "link")
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, "No such file", relative)
    return path


def safe_files(root: str | Path, relative: str = "") -> Iterator[str]:
    """Names, relative to `root` and sorted, of all plain files below `relative`. Links are passed over."""
    base = Path(root).resolve()
    for folder, folders, files in os.walk(safe_path(root, relative), followlinks=False):
        folders.sort()
        for name in sorted(files):
            path = Path(folder) / name
            if stat.S_ISREG(path.lstat().st_mode):
                yield path.relative_to(base).as_posix()


def _parts(relative: str, *, allow_empty: bool = False) -> list[str]:
    if "\0" in relative:
        raise PathRefused(relative, "nul")
    if relative.startswith("/") or "\\" in relative or relative[1:2] == ":":
        raise PathRefused(relative, "absolute")
    parts = [part for part in relative.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise PathRefused(relative, "climbs")
    if not parts and not allow_empty:
        raise PathRefused(relative, "empty")
    return parts


def _walk(root: str | Path, folders: list[str], relative: str) -> int:
    """A descriptor of the last folder. The root itself may be a link: whoever set it up meant it."""
    handle = os.open(Path(root).resolve(), _FOLDER)
    for folder in folders:
        try:
            deeper = _openat(folder, _FOLDER, handle, relative)
        finally:
            os.close(handle)
        handle = deeper
    return handle


def _openat(name: str, flags: int, folder: int, relative: str) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise FileNotFoundError(errno.ENOENT, "No such file", relative) from None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            raise PathRefused(relative, "link") from None
        if error.errno in {errno.ENXIO, errno.EISDIR}:
            raise PathRefused(relative, "not-a-file") from None
        raise
