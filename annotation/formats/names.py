"""Names of files as strangers write them: a name is used only after it has passed here."""

from __future__ import annotations

import unicodedata

from core.archive_names import name_fault


def safe_name(name: str, *, windows: bool = False) -> str | None:
    """The name as a relative POSIX path, or None when it could lead out of a folder or trouble a file system.

    With `windows`, backslashes count as separators, as in label files that were written there.
    """
    if windows:
        name = name.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    return None if name_fault(name) else name


def folded(name: str) -> str:
    """What two names share that a file system may take for the same."""
    return unicodedata.normalize("NFC", name).casefold()


def stem(name: str) -> str:
    """The name without its suffix, folders kept."""
    head, dot, tail = name.rpartition(".")
    return head if dot and "/" not in tail else name


def base(name: str) -> str:
    """The last part of a path."""
    return name.rpartition("/")[2]
