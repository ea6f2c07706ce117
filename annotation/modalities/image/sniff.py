"""What a file is, by its first bytes. Names and announced types are what somebody says, not what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.text import Text

HEAD = 512


@dataclass(frozen=True, slots=True)
class Picture:
    """A format that is taken: its name at Pillow, how files of it are called and served."""

    pillow: str
    media_type: str
    suffix: str
    names: tuple[str, ...]
    """Endings that people rightly give such files."""


JPEG = Picture("JPEG", "image/jpeg", ".jpg", (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"))
PNG = Picture("PNG", "image/png", ".png", (".png",))
WEBP = Picture("WEBP", "image/webp", ".webp", (".webp",))
TIFF = Picture("TIFF", "image/tiff", ".tif", (".tif", ".tiff"))
BMP = Picture("BMP", "image/bmp", ".bmp", (".bmp",))
GIF = Picture("GIF", "image/gif", ".gif", (".gif",))
PICTURES = (JPEG, PNG, WEBP, TIFF, BMP, GIF)

_TAKEN: tuple[tuple[bytes, Picture], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"BM", BMP),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
)
_OTHERS: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", Text(en="a zip archive", zh="zip 压缩包")),
    (b"PK\x05\x06", Text(en="an empty zip archive", zh="空的 zip 压缩包")),
    (b"Rar!", Text(en="a RAR archive", zh="RAR 压缩包")),
    (b"7z\xbc\xaf\x27\x1c", Text(en="a 7z archive", zh="7z 压缩包")),
    (b"\x1f\x8b", Text(en="a gzip archive", zh="gzip 压缩包")),
    (b"%PDF", Text(en="a PDF document", zh="PDF 文档")),
    (b"8BPS", Text(en="a Photoshop file", zh="Photoshop 文件")),
    (b"\x7fELF", Text(en="a program", zh="程序文件")),
    (b"MZ", Text(en="a program", zh="程序文件")),
    (b"\x00\x00\x00\x0cjP", Text(en="a JPEG 2000 picture", zh="JPEG 2000 图像")),
    (b"\xff\x0a", Text(en="a JPEG XL picture", zh="JPEG XL 图像")),
    (b"\x00\x00\x00\x0cJXL", Text(en="a JPEG XL picture", zh="JPEG XL 图像")),
    (b"\x1aE\xdf\xa3", Text(en="a video", zh="视频")),
    (b"RIFF", Text(en="a sound or video", zh="音频或视频")),
    (b"OggS", Text(en="a sound", zh="音频")),
    (b"fLaC", Text(en="a sound", zh="音频")),
)
_BRANDS = {
    b"avif": Text(en="an AVIF picture", zh="AVIF 图像"),
    b"avis": Text(en="an AVIF picture", zh="AVIF 图像"),
    b"heic": Text(en="a HEIC picture", zh="HEIC 图像"),
    b"heix": Text(en="a HEIC picture", zh="HEIC 图像"),
    b"mif1": Text(en="a HEIC picture", zh="HEIC 图像"),
}
UNKNOWN = Text(en="a file of an unknown kind", zh="未知类型的文件")


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def picture_of(head: bytes) -> Picture | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return next((picture for magic, picture in _TAKEN if head.startswith(magic)), None)


def described(head: bytes) -> Text:
    """What a file that is not taken seems to be."""
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], Text(en="a video", zh="视频"))
    for magic, text in _OTHERS:
        if head.startswith(magic):
            return text
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml")) and b"<svg" in head.lower():
        return Text(en="an SVG drawing, which may carry scripts", zh="SVG 图形（可能含有脚本）")
    if start.startswith((b"<!doctype html", b"<html", b"<script")):
        return Text(en="a web page", zh="网页")
    if start.startswith(b"<?xml"):
        return Text(en="an XML file", zh="XML 文件")
    return UNKNOWN
