"""Names of files as strangers write them: a name is used only after it has passed here."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 400
LONGEST_PART = 200
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
DRIVE = re.compile(r"^[A-Za-z]:")


def safe_name(name: str, *, windows: bool = False) -> str | None:
    """The name as a relative POSIX path, or None when it could lead out of a folder or trouble a file system.

    With `windows`, backslashes count as separators, as in label files that were written there.
    """
    if windows:
        name = name.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    if not name or len(name) > LONGEST or name.startswith("/") or "\\" in name or DRIVE.match(name):
        return None
    if any(unicodedata.category(letter) in {"Cc", "Cs"} or letter in "\u202a\u202b\u202d\u202e" for letter in name):
        return None
    return name if all(_safe_part(part) for part in name.split("/")) else None


def _safe_part(part: str) -> bool:
    if part in {"", ".", ".."} or len(part.encode("utf-8", "replace")) > LONGEST_PART or part[-1] in ". ":
        return False
    return part.split(".")[0].lower() not in RESERVED


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
