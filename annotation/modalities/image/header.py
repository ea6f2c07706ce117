"""Open a picture without decoding it: format, size as people see it, rotation, and what else its header says."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from annotation.modalities.base import Facts, Limits, Rejected, Warned
from annotation.modalities.image import sniff, tiff
from annotation.modalities.image.reasons import rejected, warned

TURNED = frozenset({5, 6, 7, 8})
"""EXIF orientations that exchange width and height."""
KEPT_EXIF = {
    ExifTags.Base.Make: "make",
    ExifTags.Base.Model: "model",
    ExifTags.Base.DateTime: "taken",
}
"""Only what helps to label; where and by whom a photograph was taken is nobody's business here."""
PNG_BITS = 24
"""Where a PNG says how many bits a channel has: in its first chunk."""
IN_STRIPS = (sniff.JPEG, sniff.PNG, sniff.TIFF)
"""Formats that can be read strip by strip, so that their pictures may be larger than memory."""
WHOLE_PIXELS = 250_000_000
"""The most that is decoded as a whole."""
TILED_FROM = 64_000_000
"""Pixels from which a browser is given tiles: it would hold four bytes of each, and copies of them."""
SEEN_AS_STORED = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I", "F", "L", "LA", "RGB", "RGBA"})
"""Pillow's modes of pictures whose values are light; of the others, more than eight bits are not kept."""
FAILURES = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, EOFError,
    struct.error, RuntimeError, ZeroDivisionError, Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow raises on files that somebody damaged, by accident or on purpose."""


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """A picture whose header was read. `orientation` is the EXIF value 1 to 8; `frames` counts frames or pages; `bits`
    are those of a channel."""

    image: Image.Image
    kind: sniff.Picture
    orientation: int
    frames: int
    bits: int
    facts: Facts

    @property
    def is_deep(self) -> bool:
        return self.bits > 8 and self.image.mode in SEEN_AS_STORED

    @property
    def wants_tiles(self) -> bool:
        """Whether a browser cannot show it well as one picture of eight bits."""
        width, height = self.image.size
        return self.kind in IN_STRIPS and (self.is_deep or width * height > TILED_FROM)


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[OpenPicture]:
    """The picture in a file, its limits checked before anything is decoded. Raises Rejected."""
    head = sniff.head_of(path)
    if not head:
        raise rejected("empty-file")
    kind = sniff.picture_of(head)
    if kind is None:
        raise rejected("not-a-picture", found=sniff.described(head))
    if kind is sniff.TIFF:
        _check_directory(path)
    Image.MAX_IMAGE_PIXELS = None  # our own check says how large it is
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _opened_as(path, kind) as image:
            _check_size(image.size, kind, limits)
            Image.MAX_IMAGE_PIXELS = limits.pixels  # for the frames that follow the first
            yield _described(image, kind, head, path.suffix.lower())


def _check_directory(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tiff.check(path)
        except FAILURES as error:
            raise refusal_of(error) from error


@contextmanager
def _opened_as(path: Path, kind: sniff.Picture) -> Iterator[Image.Image]:
    """Only the decoder of the format that the first bytes show is tried."""
    try:
        image = Image.open(path, formats=[kind.pillow, "MPO"] if kind is sniff.JPEG else [kind.pillow])
    except UnidentifiedImageError as error:
        raise rejected("broken", detail="its header cannot be read") from error
    except MemoryError as error:
        raise rejected("too-large-to-decode") from error
    except FAILURES as error:
        raise refusal_of(error) from error
    with image:
        yield image


def _check_size(size: tuple[int, int], kind: sniff.Picture, limits: Limits) -> None:
    width, height = size
    most = limits.pixels if kind in IN_STRIPS else min(limits.pixels, WHOLE_PIXELS)
    if width < 1 or height < 1:
        raise rejected("broken", detail=f"it is {width} × {height} pixels")
    if width * height > most:
        raise rejected("too-many-pixels", width=width, height=height, limit=most // 1_000_000)
    if max(width, height) > limits.side:
        raise rejected("side-too-long", width=width, height=height, limit=limits.side)


def _described(image: Image.Image, kind: sniff.Picture, head: bytes, suffix: str) -> OpenPicture:
    found: list[Warned] = []
    if suffix and suffix not in kind.names:
        found.append(warned("wrong-suffix", said=suffix, found=kind.pillow))
    orientation, exif = _exif(image, kind, found)
    frames = _frames(image)
    if frames > 1 and image.format != "MPO":
        found.append(warned("first-page" if kind is sniff.TIFF else "first-frame", frames=frames))
    width, height = image.size
    if orientation in TURNED:
        width, height = height, width
    bits = _bits(image, kind, head)
    meta: dict[str, Any] = {"format": kind.pillow, "mode": image.mode, "bits": bits}
    if orientation != 1:
        meta["orientation"] = orientation
    if frames > 1:
        meta["frames"] = frames
    if exif:
        meta["exif"] = exif
    facts = Facts(kind.media_type, kind.suffix, width, height, meta, tuple(found))
    return OpenPicture(image, kind, orientation, frames, bits, facts)


def _frames(image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except (Rejected, MemoryError, *FAILURES):
        return 1


def _exif(image: Image.Image, kind: sniff.Picture, found: list[Warned]) -> tuple[int, dict[str, str]]:
    """Orientation and a few harmless values of the EXIF block alone.

    Browsers rotate by EXIF and by nothing else; an orientation that only an XMP block names must not turn the picture.
    """
    exif = Image.Exif()
    try:
        if kind is sniff.TIFF:
            exif = image.getexif()
        elif raw := image.info.get("exif"):
            exif.load(raw)
        # Pillow turns a TIFF by itself and gives its size as turned.
        orientation = 1 if kind is sniff.TIFF else exif.get(ExifTags.Base.Orientation, 1)
        kept = {name: _printable(exif[tag]) for tag, name in KEPT_EXIF.items() if tag in exif}
    except FAILURES:
        found.append(warned("bad-metadata"))
        return 1, {}
    valid = isinstance(orientation, int) and 1 <= orientation <= 8
    return (orientation if valid else 1), {name: value for name, value in kept.items() if value}


def _printable(value: object) -> str:
    return "".join(letter for letter in str(value)[:100] if letter.isprintable()).strip()


def _bits(image: Image.Image, kind: sniff.Picture, head: bytes) -> int:
    """Bits per channel as stored. Pillow opens colours of 16 bits as if they had eight."""
    if kind is sniff.PNG:
        return head[PNG_BITS] if len(head) > PNG_BITS else 8
    if kind is sniff.TIFF:
        return tiff.depth(image.tag_v2)  # type: ignore[attr-defined]
    return 1 if image.mode == "1" else 8


def refusal_of(error: BaseException) -> Rejected:
    """What a decoder's complaint means to a person."""
    text = str(error).lower()
    if "truncated" in text or isinstance(error, EOFError):
        return rejected("truncated")
    if "decoder" in text and "not available" in text:
        return rejected("unsupported-compression", detail=reason_of(error))
    return rejected("broken", detail=reason_of(error))


def reason_of(error: BaseException) -> str:
    """What a decoder complained of, in few words and without anything of this machine."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return _printable(text.replace("\\", "/").rsplit("/", 1)[-1])[:80] or type(error).__name__
