"""Where managers may import from besides uploads: folders of the server and S3 prefixes that the operator named.

A place is written `name/below`: the name stands for what the operator configured, which people never see; `below` is
what they chose.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

from core.errors import DomainError
from core.safe import safe_path

MOST_SHOWN = 1000
DEMO = "demo"
DEMO_SET = "pandaset"


@dataclass(frozen=True, slots=True)
class Bucket:
    """An S3 prefix as configured. `prefix` ends with "/" unless it is empty."""

    bucket: str
    prefix: str
    endpoint: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to choose from: its place and its own name."""

    place: str
    name: str


class UnknownPlace(DomainError):
    def __init__(self, place: str) -> None:
        super().__init__("unknown-place", "Nothing may be imported from there.", place=place[:200])


def demo_place() -> str | None:
    """The place of the photographs that come with Groundwork, when they may be imported: something to begin with."""
    root = roots().get(DEMO)
    return f"{DEMO}/{DEMO_SET}" if root and (root / DEMO_SET).is_dir() else None


def roots() -> dict[str, Path]:
    """Configured folders that exist, by name; equal names get a number."""
    found: dict[str, Path] = {}
    for text in settings.IMPORT_ROOTS:
        path = Path(text)
        if path.is_dir():
            found[_free(path.name or "files", found)] = path
    return found


def buckets() -> dict[str, Bucket]:
    """Configured S3 prefixes, by the name of the bucket and the last part of the prefix."""
    found: dict[str, Bucket] = {}
    for text in settings.IMPORT_S3_PREFIXES:
        parts = urlsplit(text)
        options = dict(parse_qsl(parts.query))
        prefix = unquote(parts.path).strip("/")
        name = "-".join(filter(None, [parts.netloc, prefix.rpartition("/")[2]]))
        bucket = Bucket(parts.netloc, f"{prefix}/" if prefix else "", options.get("endpoint"), options.get("region"))
        found[_free(name, found)] = bucket
    return found


def folder_at(place: str) -> tuple[Path, str]:
    """(configured root, path below it); raises UnknownPlace, PathRefused, or a DomainError when it is gone."""
    name, _, below = place.strip("/").partition("/")
    root = roots().get(name)
    if root is None:
        raise UnknownPlace(place)
    try:
        if not safe_path(root, below).is_dir():
            raise UnknownPlace(place)
    except FileNotFoundError as error:
        raise UnknownPlace(place) from error
    return root, below


def bucket_at(place: str) -> tuple[Bucket, str]:
    """(configured prefix, path below it). S3 has no folders to climb out of, but names with `..` are refused too."""
    name, _, below = place.strip("/").partition("/")
    bucket = buckets().get(name)
    if bucket is None or ".." in below.split("/") or "\0" in below:
        raise UnknownPlace(place)
    return bucket, below


def folders_in(place: str) -> list[Folder]:
    """The folders in a place to choose from; with "" the configured ones."""
    if not place.strip("/"):
        return [Folder(name, name) for name in roots()]
    root, below = folder_at(place)
    entries = sorted(
        entry.name
        for entry in safe_path(root, below).iterdir()
        if not entry.name.startswith(".") and not entry.is_symlink() and entry.is_dir()
    )
    return [Folder(f"{place.strip('/')}/{name}", name) for name in entries[:MOST_SHOWN]]


def _free(name: str, taken: Container[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
