"""Files are named by content, appear whole, and are read in parts."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from pytest_django import Settings

from core import storage

DATA = bytes(range(256)) * 20_000
SHA = hashlib.sha256(DATA).hexdigest()


def folder() -> Path:
    assert isinstance(default_storage._wrapped, storage.FolderStorage)  # type: ignore[attr-defined]
    return Path(default_storage.path(""))


def files() -> list[Path]:
    return [path for path in folder().rglob("*") if path.is_file()]


def test_put_names_a_stream_by_its_content() -> None:
    stored = storage.put(io.BytesIO(DATA), "originals", suffix=".bin")
    assert stored == storage.Stored(f"originals/{SHA[:2]}/{SHA}.bin", SHA, len(DATA))
    assert default_storage.open(stored.name).read() == DATA
    assert storage.stat(stored.name).size == len(DATA)


def test_the_same_content_is_kept_once_and_nothing_else_stays() -> None:
    for _ in range(3):
        storage.put(io.BytesIO(DATA), "originals")
    assert len(files()) == 1


def test_put_copies_a_file_or_takes_it(tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    source.write_bytes(DATA)
    assert storage.put(source, "originals").sha256 == SHA
    assert source.exists()
    storage.put(source, "originals", move=True)
    assert not source.exists()
    source.write_bytes(b"other")
    storage.put(source, "originals", move=True)
    assert not source.exists()
    assert len(files()) == 2


def test_a_broken_stream_leaves_nothing() -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("the line went dead")

    with pytest.raises(OSError, match="dead"):
        storage.put(Broken(), "originals")  # type: ignore[arg-type]
    assert files() == []


def test_local_path_and_ranges() -> None:
    stored = storage.put(io.BytesIO(DATA), "originals")
    with storage.local_path(stored.name) as path:
        assert path.read_bytes() == DATA
    assert b"".join(storage.read_range(stored.name, 100, 400)) == DATA[100:400]
    assert b"".join(storage.read_range(stored.name)) == DATA
    with pytest.raises(FileNotFoundError), storage.local_path("originals/none"):
        pass
    storage.remove(stored.name)
    with pytest.raises(FileNotFoundError):
        storage.stat(stored.name)


@pytest.mark.parametrize("name", ["", "/etc/passwd", "a/../../x", "..", "a\\..\\b", "a\0b"])
def test_a_name_that_climbs_out_is_refused(name: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        storage.stat(name)
    with pytest.raises(SuspiciousFileOperation), storage.local_path(name):
        pass


def test_an_unknown_scheme_is_refused(settings: Settings) -> None:
    settings.STORAGE_URL = "ftp://example.com"
    with pytest.raises(ValueError, match="ftp"):
        storage.MediaStorage()


@pytest.fixture
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """The S3 store of STORAGE_URL against a small S3 server of our own on this machine."""
    from tests.core.s3_server import serving

    with serving("photos") as (endpoint, objects):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        settings.STORAGE_URL = f"s3://photos/media?endpoint={endpoint}&region=us-east-1"
        settings.STORAGES = dict(settings.STORAGES)
        yield objects


def test_the_same_on_s3(bucket: dict[str, bytes], tmp_path: Path) -> None:
    stored = storage.put(io.BytesIO(DATA), "originals", suffix=".bin")
    assert bucket == {f"media/originals/{SHA[:2]}/{SHA}.bin": DATA}
    assert storage.stat(stored.name).size == len(DATA)
    assert b"".join(storage.read_range(stored.name, 1000, 3_000_000)) == DATA[1000:3_000_000]
    assert b"".join(storage.read_range(stored.name, 5, 5)) == b""
    with storage.local_path(stored.name) as path:
        assert path.suffix == ".bin"
        assert path.read_bytes() == DATA
    assert not path.exists()
    source = tmp_path / "x"
    source.write_bytes(DATA)
    storage.put(source, "originals", suffix=".bin", move=True)
    assert not source.exists()
    with pytest.raises(FileNotFoundError):
        storage.stat("originals/none")
    with pytest.raises(FileNotFoundError), storage.local_path("originals/none"):
        pass
    storage.remove(stored.name)
    assert bucket == {}
