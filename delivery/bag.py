"""Packages in BagIt layout (RFC 8493): payload under data/, a SHA-256 for every file, checked by stock tools.

The same snapshot gives the same bytes: entry times are fixed, the date in bag-info.txt is the snapshot's.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from annotation.formats.sink import Sink, written_behind

CHUNK = 1 << 20
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class HashingStream:
    """Passes bytes on and hashes them on the way."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()


class BagSink(Sink):
    """Writes a format's files as the payload of a bag inside a zip."""

    def __init__(self, zip_sink: Sink, name: str) -> None:
        super().__init__()
        self._zip = zip_sink
        self._name = name
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {"bagit.txt": ""}
        self._bytes = 0

    @property
    def files(self) -> int:
        return len(self._payload)

    @contextmanager
    def create(self, name: str) -> Iterator[BinaryIO]:
        path = f"data/{self._claim(name)}"
        with self._zip.create(f"{self._name}/{path}") as stream:
            hashing = HashingStream(stream)
            with written_behind(cast(BinaryIO, hashing)) as behind:
                yield behind
        self._payload[path] = hashing.sha256.hexdigest()
        self._bytes += hashing.size

    def finish(self, info: dict[str, str]) -> None:
        """Write the manifests and bag-info.txt; the payload is complete."""
        info = {**info, "Payload-Oxum": f"{self._bytes}.{len(self._payload)}"}
        self._tag("bagit.txt", DECLARATION)
        self._tag("bag-info.txt", "".join(f"{key}: {value}\n" for key, value in info.items()).encode())
        self._tag("manifest-sha256.txt", _lines(self._payload))
        self._zip.write(f"{self._name}/tagmanifest-sha256.txt", _lines(self._tags))

    def _tag(self, name: str, data: bytes) -> None:
        self._tags[name] = hashlib.sha256(data).hexdigest()
        self._zip.write(f"{self._name}/{name}", data)


def _lines(sums: dict[str, str]) -> bytes:
    return "".join(f"{sha256}  {_escaped(path)}\n" for path, sha256 in sorted(sums.items())).encode()


def _escaped(path: str) -> str:
    """RFC 8493 section 2.1.3: CR, LF and percent signs are percent-encoded."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _unescaped(path: str) -> str:
    return path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


@dataclass(slots=True)
class BagCheck:
    """What verifying a bag found."""

    files: int = 0
    missing: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not (self.missing or self.unlisted or self.changed)


def verify(path: Path) -> BagCheck:
    """Compare every file of a zipped bag with its manifests. Raises ValueError when it is not a bag."""
    result = BagCheck()
    with zipfile.ZipFile(path) as archive:
        names = {info.filename for info in archive.infolist() if not info.is_dir()}
        roots = {name.partition("/")[0] for name in names}
        if len(roots) != 1 or f"{next(iter(roots))}/bagit.txt" not in names:
            raise ValueError(f"{path.name} is not a bag: it has no single top folder with bagit.txt")
        root = next(iter(roots))
        listed = {
            **_manifest(archive, f"{root}/manifest-sha256.txt"),
            **_manifest(archive, f"{root}/tagmanifest-sha256.txt"),
        }
        present = {name.removeprefix(f"{root}/") for name in names}
        result.missing = sorted(listed.keys() - present)
        result.unlisted = sorted(name for name in present - listed.keys() if name.startswith("data/"))
        for name in sorted(listed.keys() & present):
            result.files += 1
            if _sha256(archive, f"{root}/{name}") != listed[name]:
                result.changed.append(name)
    return result


def _manifest(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    lines = archive.read(name).decode().splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return {_unescaped(path): sha256 for sha256, path in pairs}


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
