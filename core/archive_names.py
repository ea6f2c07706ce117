"""Names in archives: read them as the person who packed them meant, and refuse those that could do harm anywhere."""

from __future__ import annotations

import unicodedata
import zipfile

UTF8_FLAG = 0x800
MAX_PART = 255
MAX_WHOLE = 1000
RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{p}{n}" for p in ("com", "lpt") for n in "123456789¹²³"
}
DIRECTION = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def decoded_name(info: zipfile.ZipInfo) -> str:
    """The name in NFC. Without the UTF-8 flag it is UTF-8, or GB 18030 (Chinese Windows), or else code page 437."""
    name = info.orig_filename
    if not info.flag_bits & UTF8_FLAG:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return unicodedata.normalize("NFC", name)
        for encoding in ("utf-8", "gb18030"):
            try:
                return unicodedata.normalize("NFC", raw.decode(encoding))
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name)


def name_fault(name: str) -> str | None:
    """Why a name may not be used, as a reason code, or None. Holds for any system that the file may go to."""
    if "\0" in name:
        return "nul"
    if "\\" in name:
        return "backslash"
    if name.startswith("/"):
        return "absolute"
    if len(name) > 1 and name[1] == ":" and name[0].isalpha():
        return "drive-letter"
    if not name or len(name.encode("utf-8", "replace")) > MAX_WHOLE:
        return "name-too-long" if name else "empty-name"
    for part in name.split("/"):
        fault = _part_fault(part)
        if fault:
            return fault
    return None


def _part_fault(part: str) -> str | None:
    if part == "..":
        return "climbs"
    if part in {"", "."}:
        return "empty-name"
    if len(part.encode("utf-8", "replace")) > MAX_PART:
        return "name-too-long"
    if part[-1] in ". ":
        return "trailing-dot-or-space"
    if part.partition(".")[0].rstrip().casefold() in RESERVED or ":" in part:
        return "reserved-name"
    if part.isascii() and part.isprintable():
        return None
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in part):
        return "control-character"
    if DIRECTION.intersection(part):
        return "direction-override"
    return None


class Names:
    """The names of one archive so far: finds two that are one on some system, and what lies below a link or a file."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._links: set[str] = set()
        self._folders: set[str] = set()

    def add_folder(self, name: str) -> None:
        self._folders.add(_key(name.rstrip("/")))

    def add_link(self, name: str) -> None:
        self._links.add(_key(name.rstrip("/")))

    def refuse(self, name: str, *, is_link: bool) -> str | None:
        """Why this name may not join the others, as a reason code, or None when it has joined."""
        fault = name_fault(name)
        if fault:
            return fault
        key = _key(name)
        above = _above(key)
        if is_link:
            return "link"
        if key in self._files or key in self._folders:
            return "name-collision"
        if self._links.intersection(above) or key in self._links:
            return "below-link"
        if self._files.intersection(above):
            return "below-file"
        self._files.add(key)
        self._folders.update(above)
        return None


def _key(name: str) -> str:
    """Equal for names that some file system takes for one: by letter case or by how accents are written."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _above(key: str) -> list[str]:
    parts = key.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
