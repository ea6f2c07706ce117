"""What a file is by its first bytes. FFmpeg's own guess could be a playlist, which names other files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.text import Text

HEAD = 512
PACKET = 188
"""Bytes of a packet of an MPEG transport stream, each of which begins with the same byte."""


@dataclass(frozen=True, slots=True)
class Container:
    name: str
    demuxer: str
    media_type: str
    names: tuple[str, ...]

    @property
    def suffix(self) -> str:
        return self.names[0]


MP4 = Container("MP4", "mov", "video/mp4", (".mp4", ".m4v", ".mov", ".3gp"))
MATROSKA = Container("Matroska", "matroska", "video/x-matroska", (".mkv", ".webm"))
AVI = Container("AVI", "avi", "video/x-msvideo", (".avi",))
TRANSPORT = Container("MPEG-TS", "mpegts", "video/mp2t", (".ts", ".mts", ".m2ts"))
PROGRAM = Container("MPEG", "mpeg", "video/mpeg", (".mpg", ".mpeg", ".vob"))
FLASH = Container("FLV", "flv", "video/x-flv", (".flv",))
ASF = Container("ASF", "asf", "video/x-ms-wmv", (".wmv", ".asf"))
OGG = Container("Ogg", "ogg", "video/ogg", (".ogv",))
CONTAINERS = (MP4, MATROSKA, AVI, TRANSPORT, PROGRAM, FLASH, ASF, OGG)

_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_OTHERS = (
    (b"\xff\xd8\xff", Text("a JPEG picture", "JPEG 图片")),
    (b"\x89PNG", Text("a PNG picture", "PNG 图片")),
    (b"GIF8", Text("a GIF picture", "GIF 图片")),
    (b"PK\x03\x04", Text("a zip archive", "zip 压缩包")),
    (b"RIFF", Text("a RIFF file without video", "不含视频的 RIFF 文件")),
    (b"#EXTM3U", Text("a playlist", "播放列表")),
    (b"%PDF", Text("a PDF document", "PDF 文档")),
)


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def container_of(head: bytes) -> Container | None:
    if head[4:8] in _BOXES:
        return MP4
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return AVI
    if head[:1] == b"G" and head[PACKET : PACKET + 1] == b"G":
        return TRANSPORT
    # Of Blu-ray discs: each packet has its time in front.
    if head[4:5] == b"G" and head[PACKET + 8 : PACKET + 9] == b"G":
        return TRANSPORT
    starts = {
        b"\x1a\x45\xdf\xa3": MATROSKA,
        b"\x00\x00\x01\xba": PROGRAM,
        b"FLV\x01": FLASH,
        b"\x30\x26\xb2\x75": ASF,
        b"OggS": OGG,
    }
    return starts.get(head[:4])


def described(head: bytes) -> Text:
    """What it is instead of a video."""
    for start, text in _OTHERS:
        if head.startswith(start):
            return text
    if head and all(byte in b"\t\n\r" or 32 <= byte < 127 for byte in head):
        return Text("text", "文本")
    return Text("something unknown", "未知内容")
