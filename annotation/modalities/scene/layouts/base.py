"""What a layout is: one way in which scenes lie in folders. Plug-ins are modules of this package."""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.modalities.base import Group, Names
from annotation.modalities.scene import clouds
from annotation.modalities.scene.clouds import Cloud
from annotation.modalities.scene.reasons import rejected
from annotation.modalities.scene.source import SceneSource
from core.errors import DomainError
from core.text import Text

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")
MOST_TEXT = 256 * 1024**2
Y_FORWARD = Pose(q=from_yaw(-math.pi / 2))
"""A vehicle frame with x right and y forward, in the ISO one with x forward and y left."""


class Files:
    """The files of one scene by their names, with clear words about what is wrong in one of them."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self.paths = paths
        self.names = list(paths)

    def read(self, name: str, limit: int) -> bytes:
        path = self.paths.get(name)
        if path is None:
            raise bad(name, "the file is missing", "缺少该文件")
        if path.stat().st_size > limit:
            raise bad(name, f"it has more than {limit} bytes", f"超过 {limit} 字节")
        return path.read_bytes()

    def text(self, name: str) -> str:
        try:
            return self.read(name, MOST_TEXT).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise bad(name, "it is not UTF-8 text", "不是 UTF-8 文本") from None

    def json(self, name: str) -> Any:
        try:
            return json.loads(self.text(name), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            reason = str(error)[:100]
            raise bad(name, f"it is not JSON: {reason}", f"不是 JSON：{reason}") from None

    def cloud(self, name: str, columns: int | None = None) -> Callable[[], Cloud]:
        """Opens the points when called."""
        path = self.paths[name]
        return lambda: clouds.read(path, name, columns)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def bad(file: str, en: str, zh: str) -> Exception:
    return rejected("bad-scene", file=file, detail=Text(en, zh))


def bad_calibration(file: str, error: Exception | str) -> Exception:
    return rejected("bad-calibration", file=file, detail=str(error)[:200])


class Layout(ABC):
    """Recognises scenes of one layout by the names of files, and opens one of them.

    `groups` may read small files. It must say the same of the files of one scene alone as it said of all: so a scene
    is opened by the layout that found it.
    """

    slug: ClassVar[str]
    order: ClassVar[int] = 50
    """The most telling layouts are asked first; what one takes the next does not see."""

    @classmethod
    @abstractmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        """Which of the files make up a scene each."""

    @classmethod
    @abstractmethod
    def open(cls, files: Files) -> SceneSource:
        """The scene in these files. Raises Rejected."""


def is_picture(name: str) -> bool:
    return name.lower().endswith(PICTURES)


def stem(name: str) -> str:
    return PurePosixPath(name).name.partition(".")[0]


def natural(name: str) -> tuple[int, str]:
    """Sorts `2` before `10`."""
    return (int(name), name) if name.isascii() and name.isdecimal() and len(name) < 20 else (2**63, name)


def read_small(source: Names, name: str) -> bytes | None:
    """A file's bytes while grouping; None when it cannot be had."""
    try:
        return source.read(name, MOST_TEXT)
    except (DomainError, Exception) as error:
        if isinstance(error, MemoryError):
            raise
        return None


def numbers(files: Files, name: str, value: object, count: int) -> NDArray[np.float64]:
    """A list of exactly `count` finite numbers. Raises Rejected."""
    try:
        found = np.asarray(value, dtype=np.float64).reshape(-1)
    except (TypeError, ValueError):
        raise bad(name, f"{count} numbers are expected", f"应为 {count} 个数值") from None
    if len(found) != count or not np.isfinite(found).all():
        raise bad(name, f"{count} finite numbers are expected", f"应为 {count} 个有限数值")
    return found
