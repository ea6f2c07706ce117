"""Models that come as a folder: packed into one zip file, unpacked again for the process that loads them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from annotation.prelabel.base import PrelabelError
from core.archive_reasons import REASONS
from core.archives import ArchiveRefused, EntryRefused, Limits, SafeZip

LIMITS = Limits(entries=2000, entry_bytes=8 * 1024**3, total_bytes=12 * 1024**3)


def unpack(packed: Path, folder: Path, suffixes: tuple[str, ...]) -> set[str]:
    """Put the files of a zip that end on one of `suffixes` into a folder; of several folders the outermost one counts.

    Returns their names. Raises PrelabelError.
    """
    try:
        with SafeZip(packed, LIMITS) as archive:
            fitting = [(PurePosixPath(entry.name), entry) for entry in archive if entry.name.endswith(suffixes)]
            outermost = min((len(path.parts) for path, _ in fitting), default=0)
            chosen = {path.name: entry for path, entry in fitting if len(path.parts) == outermost}
            for name, entry in chosen.items():
                with entry.open() as content, (folder / name).open("wb") as file:
                    shutil.copyfileobj(content, file, 1024**2)
    except (ArchiveRefused, EntryRefused) as error:
        reason = REASONS[error.reason]
        told = f"The zip file cannot be read: {reason.en}."
        raise PrelabelError("model-folder", told, reason=reason.json()) from None
    return set(chosen)


def pack(files: Iterable[Path], packed: Path) -> Path:
    """One zip of some files; weights hardly shrink, so they are stored as they are."""
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            archive.write(path, path.name)
    return packed
