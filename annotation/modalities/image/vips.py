"""Pictures read strip by strip with libvips, however large: for those that no memory should hold as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyvips

from annotation.modalities.base import Rejected
from annotation.modalities.image import sniff
from annotation.modalities.image.reasons import rejected

Failure = pyvips.Error
LOADERS = {sniff.JPEG: "jpegload", sniff.PNG: "pngload", sniff.TIFF: "tiffload"}
"""What is read in strips; the other formats are decoded as a whole."""
ENDED = ("truncated", "premature", "end of file", "not enough data", "bad seek", "libpng read error", "seek error")
pyvips.cache_set_max(0)


def opened(path: Path, kind: sniff.Picture) -> pyvips.Image:
    """The picture upright, to be read once from top to bottom. Raises Failure, here or while it is read."""
    image = _loaded(path, kind, "sequential")
    turned = image.get("orientation") if "orientation" in image.get_fields() else 1
    # Turned ones are unpacked to disk first: their lines are not the file's.
    return image if turned == 1 else _loaded(path, kind, "random").autorot()


def _loaded(path: Path, kind: sniff.Picture, access: str) -> pyvips.Image:
    return pyvips.Operation.call(LOADERS[kind], str(path), access=access, fail_on="error")


@contextmanager
def watched(image: pyvips.Image) -> Iterator[None]:
    """While the picture is read: libvips paints black what it cannot decode of a tiled TIFF, and goes on. Here that
    ends it. Raises Failure."""
    said: list[str] = []

    def listen(*_: Any) -> None:
        if detail := _complaint():
            said.append(detail)
            image.set_kill(True)

    _complaint()
    image.set_progress(True)
    image.signal_connect("eval", listen)
    try:
        yield
    except Failure as error:
        raise Failure("", "\n".join([*said, error.detail])) from error
    listen()
    if said:
        raise Failure("", said[0])


def _complaint() -> str:
    """What libvips has complained of since the last time; its errors take the words with them."""
    return str(Failure("").detail)


def coloured(image: pyvips.Image) -> pyvips.Image:
    """Eight bits of grey, RGB or either with transparency, in the colours that browsers take for granted."""
    if "icc-profile-data" in image.get_fields():
        try:
            image = image.icc_transform("srgb", embedded=True, intent="relative")
        except Failure:
            image = image.colourspace("srgb")
    elif image.interpretation not in ("b-w", "srgb", "multiband"):
        image = image.colourspace("srgb")
    return image if image.bands <= 4 else image.extract_band(0, n=3)


def refusal_of(error: pyvips.Error) -> Rejected:
    """What libvips' complaint means to a person, with the place where it names one."""
    lines = (error.detail or str(error)).splitlines()
    text = next((line for line in lines if line.strip()), "")
    low = " ".join(lines).lower()
    if "compression scheme" in low or "not configured" in low:
        return rejected("unsupported-compression", detail=_short(text))
    if any(word in low for word in ENDED):
        return rejected("truncated")
    if "out of memory" in low or "unable to allocate" in low:
        return rejected("too-large-to-decode")
    return rejected("broken", detail=_short(text))


def _short(text: str) -> str:
    """Without the names of functions and anything of this machine."""
    plain = re.sub(r"^\S+:\s", "", re.sub(r"\S*/\S*", "", text)).strip(" .:")
    return "".join(letter for letter in plain if letter.isprintable())[:100] or "it cannot be read"
