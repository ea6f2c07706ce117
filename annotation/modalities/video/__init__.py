"""Videos. docs/video.md describes how frames are counted and what is made of a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotation.modalities.base import Facts, Limits, Modality, Prepared
from annotation.modalities.registry import MODALITIES
from annotation.modalities.video import sniff
from core.text import Text


@MODALITIES.register
class Video(Modality):
    """The decoder is imported when the first video is opened: every process knows all modalities, and few need it."""

    slug = "video"
    title = Text(en="Videos", zh="视频")
    media_types = tuple(dict.fromkeys(container.media_type for container in sniff.CONTAINERS))
    suffixes = tuple(dict.fromkeys(name for container in sniff.CONTAINERS for name in container.names))
    kinds = (
        "box", "rotated_box", "ellipse", "polygon", "mask", "polyline", "points", "skeleton", "cuboid2d", "segment",
        "time_point", "tag",
    )  # fmt: skip
    limits = Limits(memory=6 * 1024**3, seconds=6 * 3600.0, file_bytes=64 * 1024**3)

    @classmethod
    def readers(cls) -> str:
        from annotation.modalities.video import ffmpeg

        return f"FFmpeg {ffmpeg.VERSION} inside PyAV {ffmpeg.PYAV}"

    @classmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        from annotation.modalities.video import derive

        return derive.probe(path, limits)

    @classmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        from annotation.modalities.video import derive

        (path,) = files.values()
        return derive.prepare(path, folder, limits)
