"""What a recording is, by its first bytes. Names and announced types are what somebody says, not what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.text import Text

HEAD = 4096


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file that is taken: how it is called and served, and who reads it first."""

    name: str
    media_type: str
    suffix: str
    names: tuple[str, ...]
    """Endings that people rightly give such files."""
    exact: bool
    """Whether libsndfile reads it to the sample; what it cannot open then, and everything else, FFmpeg decodes."""


WAV = Container("WAV", "audio/wav", ".wav", (".wav", ".wave", ".bwf"), True)
RF64 = Container("RF64", "audio/wav", ".wav", (".wav", ".rf64", ".bwf"), True)
W64 = Container("Wave64", "audio/x-w64", ".w64", (".w64",), True)
AIFF = Container("AIFF", "audio/aiff", ".aiff", (".aiff", ".aif", ".aifc"), True)
AU = Container("AU", "audio/basic", ".au", (".au", ".snd"), True)
CAF = Container("CAF", "audio/x-caf", ".caf", (".caf",), True)
SPHERE = Container("SPHERE", "audio/x-nist", ".sph", (".sph", ".nist", ".wav", ".wv1", ".wv2"), True)
FLAC = Container("FLAC", "audio/flac", ".flac", (".flac",), True)
OGG = Container("Ogg", "audio/ogg", ".ogg", (".ogg", ".oga", ".opus", ".spx"), False)
MP3 = Container("MP3", "audio/mpeg", ".mp3", (".mp3", ".mpga"), False)
AAC = Container("AAC", "audio/aac", ".aac", (".aac",), False)
MP4 = Container("MP4", "audio/mp4", ".m4a", (".m4a", ".mp4", ".m4b", ".mov", ".3gp", ".3ga"), False)
AMR = Container("AMR", "audio/amr", ".amr", (".amr", ".awb"), False)
MATROSKA = Container("Matroska", "audio/webm", ".webm", (".webm", ".weba", ".mka", ".mkv"), False)
ASF = Container("ASF", "audio/x-ms-wma", ".wma", (".wma", ".asf"), False)
CONTAINERS = (WAV, RF64, W64, AIFF, AU, CAF, SPHERE, FLAC, OGG, MP3, AAC, MP4, AMR, MATROSKA, ASF)

_TAKEN: tuple[tuple[bytes, Container], ...] = (
    (b"RF64", RF64),
    (b"riff\x2e\x91\xcf\x11", W64),
    (b".snd", AU),
    (b"caff", CAF),
    (b"NIST_1A", SPHERE),
    (b"fLaC", FLAC),
    (b"OggS", OGG),
    (b"#!AMR", AMR),
    (b"\x1aE\xdf\xa3", MATROSKA),
    (b"0&\xb2u\x8ef\xcf\x11", ASF),
)
_OTHERS: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", Text(en="a zip archive", zh="zip 压缩包")),
    (b"Rar!", Text(en="a RAR archive", zh="RAR 压缩包")),
    (b"7z\xbc\xaf\x27\x1c", Text(en="a 7z archive", zh="7z 压缩包")),
    (b"\x1f\x8b", Text(en="a gzip archive", zh="gzip 压缩包")),
    (b"%PDF", Text(en="a PDF document", zh="PDF 文档")),
    (b"\xff\xd8\xff", Text(en="a picture", zh="图像")),
    (b"\x89PNG", Text(en="a picture", zh="图像")),
    (b"GIF8", Text(en="a picture", zh="图像")),
    (b"MThd", Text(en="a MIDI score, which holds no sound", zh="不含声音的 MIDI 乐谱")),
    (b"\x7fELF", Text(en="a program", zh="程序文件")),
    (b"MZ", Text(en="a program", zh="程序文件")),
)
UNKNOWN = Text(en="a file of an unknown kind", zh="未知类型的文件")
TEXT = Text(en="a text file", zh="文本文件")


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def container_of(head: bytes) -> Container | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if head[4:8] == b"ftyp":
        return MP4
    for magic, container in _TAKEN:
        if head.startswith(magic):
            return container
    return _mpeg(head)


def _mpeg(head: bytes) -> Container | None:
    """MPEG audio begins with a tag or with a frame: eleven set bits, then version and layer."""
    if head.startswith(b"ID3"):
        return MP3
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer, version = head[1] >> 1 & 3, head[1] >> 3 & 3
    if layer == 0:
        return AAC if head[1] & 0xF6 == 0xF0 else None
    sound = version != 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
    return MP3 if sound else None


def described(head: bytes) -> Text:
    """What a file that is not taken seems to be."""
    for magic, text in _OTHERS:
        if head.startswith(magic):
            return text
    if head and not any(byte < 9 for byte in head):
        return TEXT
    return UNKNOWN
