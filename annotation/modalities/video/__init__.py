"""Videos. docs/video.md describes how frames are counted and what is made of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from annotation import picture_folders
from annotation.modalities.base import Facts, Group, Limits, Modality, Names, Prepared
from annotation.modalities.registry import MODALITIES
from annotation.modalities.video import sniff
from core.text import Text


@MODALITIES.register
class Video(Modality):
    """The decoder is imported when the first video is opened: every process knows all modalities, and few need it."""

    slug = "video"
    title = Text(en="Videos", zh="视频")
    media_types = tuple(dict.fromkeys(container.media_type for container in sniff.CONTAINERS))
    suffixes = (
        *dict.fromkeys(name for container in sniff.CONTAINERS for name in container.names),
        *picture_folders.SUFFIXES,
    )
    joins_files = True
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
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        """Every file by itself, but for folders of pictures."""
        videos = picture_folders.videos_in(names)
        pictures = {file for files in videos.values() for file in files}
        alone = (Group(name, (name,)) for name in names if name not in pictures)
        return [*alone, *(Group(name, files) for name, files in videos.items())]

    @classmethod
    def join(cls, files: Sequence[Path], folder: Path) -> Path | None:
        from annotation.modalities.video import joining

        path = folder / f"joined{picture_folders.SUFFIX}"
        joining.join(files, path)
        return path

    @classmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        from annotation.modalities.video import derive

        return derive.probe(path, limits)

    @classmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        from annotation.modalities.video import derive

        (path,) = files.values()
        return derive.prepare(path, folder, limits)
