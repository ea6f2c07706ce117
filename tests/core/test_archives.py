"""Zips made to do harm: every attack refused with its reason, everything else still read."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
import unicodedata
import zipfile
from pathlib import Path
from typing import IO

import pytest

from core.archives import ArchiveRefused, EntryRefused, Limits, Refused, SafeZip

MIB = 1024 * 1024
BESIDE = Path(__file__).parents[3] / "shared/data/images/thejoshwolfe_yauzl/test/failure"
ATTACKS = Path(os.environ.get("HOSTILE_ZIPS", BESIDE))


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file


def drain(*contents: IO[bytes]) -> None:
    for content in contents:
        while content.read(MIB):
            pass


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info, target.encode()


def listed(file: io.BytesIO, limits: Limits | None = None) -> tuple[list[str], list[Refused]]:
    with SafeZip(file, limits) as archive:
        return [entry.name for entry in archive], archive.refused


def renamed(file: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    """Change a name behind the back of Python's zip writer, which would tidy it."""
    assert len(old) == len(new)
    return io.BytesIO(file.getvalue().replace(old, new))


def test_good_files_are_read_whole() -> None:
    data = os.urandom(3 * MIB)
    file = zipped(("front/1.jpg", data), ("front/", b""), ("front/2.jpg", b"x"), ("__MACOSX/front/._1.jpg", b"?"))
    with SafeZip(file) as archive:
        found = {entry.name: entry.open().read() for entry in archive}
    assert found == {"front/1.jpg": data, "front/2.jpg": b"x"}
    assert archive.refused == []
    assert archive.read_bytes == 3 * MIB + 1


def test_entries_are_read_in_pieces_and_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("a.bin", bytes(range(256)) * 10)).getvalue())
    with SafeZip(path) as archive, next(iter(archive)).open() as content:
        assert content.read(3) == b"\0\1\2"
        assert len(content.read()) == 2557


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../x.jpg", "climbs"),
        ("a/../../x.jpg", "climbs"),
        ("/etc/passwd", "absolute"),
        ("C:/x.jpg", "drive-letter"),
        ("a" * 300, "name-too-long"),
        ("/".join(["abcdefgh"] * 200), "name-too-long"),
        ("CON", "reserved-name"),
        ("a/nul.jpg", "reserved-name"),
        ("Com1.tar.jpg", "reserved-name"),
        ("a.jpg:stream", "reserved-name"),
        ("x.jpg.", "trailing-dot-or-space"),
        ("dir /x.jpg", "trailing-dot-or-space"),
        ("a//x.jpg", "empty-name"),
        ("a/./x.jpg", "empty-name"),
        ("a\n.jpg", "control-character"),
        ("gpj.\u202eexe.jpg", "direction-override"),
        ("inner.zip", "nested-archive"),
    ],
)
def test_names_that_do_harm(name: str, reason: str) -> None:
    names, refused = listed(zipped((name, b"bad"), ("good.jpg", b"good")))
    assert names == ["good.jpg"]
    assert [entry.reason for entry in refused] == [reason]


def test_backslash_and_nul() -> None:
    assert listed(renamed(zipped(("..?x.jpg", b"x")), b"..?x", b"..\\x"))[1][0].reason == "backslash"
    assert listed(renamed(zipped(("a.jpg?.exe", b"x")), b"jpg?", b"jpg\0"))[1][0].reason == "nul"


def test_two_names_that_are_one() -> None:
    composed, apart = (unicodedata.normalize(form, "é.jpg") for form in ("NFC", "NFD"))
    names, refused = listed(zipped(("A.jpg", b"1"), ("a.JPG", b"2"), (composed, b"3"), (apart, b"4"), ("straße", b"5")))
    assert names == ["A.jpg", composed, "straße"]
    assert [entry.reason for entry in refused] == ["name-collision"] * 2


def test_links_and_what_lies_below() -> None:
    names, refused = listed(
        zipped(("out/early.jpg", b"x"), link("out", "/etc"), ("out/passwd", b"x"), ("ok.jpg", b"x"))
    )
    assert names == ["ok.jpg"]
    assert [entry.reason for entry in refused] == ["below-link", "link", "below-link"]
    assert listed(zipped(("a", b"1"), ("a/b", b"2")))[1] == [Refused("a/b", "below-file")]


def test_special_files() -> None:
    pipe = zipfile.ZipInfo("pipe")
    pipe.external_attr = 0o010644 << 16
    assert listed(zipped((pipe, b"")))[1] == [Refused("pipe", "special-file")]


def test_a_gigabyte_of_zeros_stops_early_and_takes_no_memory() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros.jpg", "w") as entry:
        for _ in range(200):
            entry.write(bytes(MIB))
    with SafeZip(file) as safe:
        (entry_,) = list(safe)
        tracemalloc.start()
        with entry_.open() as content, pytest.raises(EntryRefused) as caught:
            drain(content)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert caught.value.reason == "bomb"
    assert safe.read_bytes < 66 * MIB
    assert peak < 16 * MIB


def test_many_entries_together_stop_at_the_total() -> None:
    file = zipped(*[(f"{index}.bin", os.urandom(MIB)) for index in range(4)])
    with SafeZip(file, Limits(total_bytes=2 * MIB)) as archive, pytest.raises(EntryRefused) as caught:
        drain(*(entry.open() for entry in archive))
    assert caught.value.is_final
    assert caught.value.reason == "archive-too-large"


def test_one_entry_that_is_too_large() -> None:
    file = zipped(("large.bin", os.urandom(2 * MIB)), ("small.bin", b"1"))
    names, refused = listed(file, Limits(entry_bytes=MIB))
    assert names == ["small.bin"]
    assert refused == [Refused("large.bin", "too-large")]
    lying = io.BytesIO(file.getvalue().replace(struct.pack("<L", 2 * MIB), struct.pack("<L", 10)))
    with SafeZip(lying, Limits(entry_bytes=MIB)) as archive:
        large = next(iter(archive))
        assert large.claimed_size == 10
        with pytest.raises(EntryRefused):
            large.open().read()
        assert archive.read_bytes <= MIB


def test_a_hundred_thousand_empty_entries() -> None:
    file = zipped(*[(str(index), b"") for index in range(3000)], method=zipfile.ZIP_STORED)
    with pytest.raises(ArchiveRefused) as caught:
        SafeZip(file, Limits(entries=2999))
    assert caught.value.reason == "too-many-entries"
    assert len(listed(file, Limits(entries=3000))[0]) == 3000


def test_a_directory_too_large_for_memory_is_not_read() -> None:
    with pytest.raises(ArchiveRefused) as caught:
        SafeZip(zipped(("a" * 200, b""), ("b" * 200, b"")), Limits(directory_bytes=300))
    assert caught.value.reason == "too-many-entries"


def test_many_records_on_one_content_are_refused() -> None:
    """The bomb that no ratio of a single entry gives away: 50 directory records that all point at the same bytes."""
    file = zipped(("0.bin", os.urandom(1000)), *[(f"{index}.bin", b"") for index in range(1, 50)])
    raw = bytearray(file.getvalue())
    with zipfile.ZipFile(file) as archive:
        at = archive.start_dir
        first = raw[at : at + 46]
        for _ in archive.infolist():
            name_length = struct.unpack_from("<H", raw, at + 28)[0]
            raw[at + 14 : at + 28] = first[14:28]
            raw[at + 42 : at + 46] = first[42:46]
            at += 46 + name_length
    names, refused = listed(io.BytesIO(bytes(raw)))
    assert names == []
    assert {entry.reason for entry in refused} == {"overlapping"}
    assert len(refused) == 50


def test_encrypted_and_unknown_methods() -> None:
    names, refused = listed(zipped(("a.jpg", b"x"), method=zipfile.ZIP_LZMA))
    assert (names, refused[0].reason) == ([], "unsupported-compression")
    raw = bytearray(zipped(("a.jpg", b"x")).getvalue())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert listed(io.BytesIO(bytes(raw)))[1][0].reason == "encrypted"


def test_damaged_content_is_said_when_it_is_read() -> None:
    raw = bytearray(zipped(("a.jpg", os.urandom(1000)), method=zipfile.ZIP_STORED).getvalue())
    raw[100] ^= 0xFF
    with SafeZip(io.BytesIO(bytes(raw))) as archive, pytest.raises(EntryRefused) as caught:
        next(iter(archive)).open().read()
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"\x89PNG" * 100, b"PK\x05\x06" + bytes(17), b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_zip(data: bytes) -> None:
    with pytest.raises(ArchiveRefused):
        SafeZip(io.BytesIO(data))


def test_chinese_names_of_old_windows_zips() -> None:
    raw = zipped(("????.jpg", b"x")).getvalue().replace(b"????", "街道".encode("gb18030"))
    assert listed(io.BytesIO(raw))[0] == ["街道.jpg"]


@pytest.mark.skipif(not ATTACKS.is_dir(), reason="the attacking files of yauzl are not on this machine")
@pytest.mark.parametrize(
    "path", sorted(ATTACKS.glob("*.zip")) if ATTACKS.is_dir() else [], ids=lambda path: path.stem[:50]
)
def test_attacks_on_other_readers(path: Path) -> None:
    """Every one is refused as a whole, or in the entry that attacks; none is read as if it were good."""
    refused = False
    try:
        with SafeZip(path) as archive:
            for entry in archive:
                try:
                    entry.open().read()
                except EntryRefused:
                    refused = True
            refused = refused or bool(archive.refused)
    except ArchiveRefused:
        refused = True
    assert refused
