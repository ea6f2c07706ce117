"""Scenes: frames of lidar sweeps with calibrated cameras and the way the vehicle went. docs/scenes.md describes what is
made of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from annotation.modalities.base import Facts, Group, Limits, Modality, Names, Prepared
from annotation.modalities.registry import MODALITIES
from core.text import Text


@MODALITIES.register
class Scene(Modality):
    """What reads points is imported when the first scene is opened: every process knows all modalities, few need it."""

    slug = "scene"
    title = Text(en="3D scenes", zh="三维场景")
    media_types = ("application/vnd.groundwork.scene",)
    suffixes = (
        ".pcd", ".ply", ".las", ".laz", ".bin", ".npy", ".feather",
        ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".json", ".txt",
    )  # fmt: skip
    beside = (".json", ".txt", ".feather")
    kinds = ("cuboid", "picture_box", "polyline3d", "polygon3d", "point_labels", "tag")
    limits = Limits(memory=8 * 1024**3, seconds=7200.0, file_bytes=8 * 1024**3)
    judged_first = True

    @classmethod
    def readers(cls) -> str:
        from importlib.metadata import version

        import laspy
        import lazrs
        import pyarrow
        import pypatchworkpp

        libraries = (laspy.__name__, lazrs.__name__, pypatchworkpp.__name__, pyarrow.__name__)
        return ", ".join(f"{name} {version(name)}" for name in libraries)

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        from annotation.modalities.scene import layouts

        return layouts.groups(source, names)

    @classmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        from annotation.modalities.scene import clouds, derive

        points = len(clouds.read(path, path.name))
        return Facts(derive.MEDIA_TYPE, path.suffix.lower(), None, None, {"points": points})

    @classmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        from annotation.modalities.scene import derive

        return derive.prepare(files, folder, limits)
