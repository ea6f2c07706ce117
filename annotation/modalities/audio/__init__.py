"""Recordings of speech and other sound. docs/audio.md describes what is made of one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotation.modalities.audio import sniff
from annotation.modalities.base import Facts, Limits, Modality, Prepared
from annotation.modalities.registry import MODALITIES
from core.text import Text


@MODALITIES.register
class Audio(Modality):
    """The decoders are imported when the first recording is opened: every process knows all modalities, and few need
    these libraries and the memory they take."""

    slug = "audio"
    title = Text(en="Audio", zh="音频")
    media_types = tuple(dict.fromkeys(container.media_type for container in sniff.CONTAINERS))
    suffixes = tuple(dict.fromkeys(name for container in sniff.CONTAINERS for name in container.names))
    kinds = ("segment", "time_point", "tag")
    limits = Limits(memory=3 * 1024**3, seconds=3600.0, file_bytes=32 * 1024**3)

    @classmethod
    def readers(cls) -> str:
        from annotation.modalities.audio import opening

        return opening.READERS

    @classmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        from annotation.modalities.audio import derive

        return derive.probe(path)

    @classmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        from annotation.modalities.audio import derive

        (path,) = files.values()
        return derive.prepare(path, folder, limits)
