"""A folder of pictures as one video, packed and not encoded: every frame of the MOV is the very bytes of a file."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from PIL import Image

from annotation.modalities.video.ffmpeg import Packer
from annotation.modalities.video.reasons import rejected

RATE = 25
"""Frames a second: pictures do not say when they are seen."""
CODECS = {b"\xff\xd8\xff": "mjpeg", b"\x89PNG\r\n\x1a\n": "png"}


def join(files: Sequence[Path], path: Path) -> None:
    """Write the pictures, in this order, as a video. Raises Rejected."""
    codec = _codec(files[0], 1)
    with closing(Packer(path, codec, _size(files[0]), RATE)) as video:
        for number, file in enumerate(files, 1):
            if _codec(file, number) != codec:
                raise rejected("pictures-differ", number=number)
            video.add(file.read_bytes())


def _codec(file: Path, number: int) -> str:
    with file.open("rb") as stream:
        head = stream.read(8)
    found = next((codec for start, codec in CODECS.items() if head.startswith(start)), None)
    if found is None:
        raise rejected("no-such-picture", number=number)
    return found


def _size(file: Path) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(file) as image:
                return image.size
    except Exception as error:  # Pillow raises nearly everything on broken files
        raise rejected("no-such-picture", number=1) from error
