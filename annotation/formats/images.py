"""Finding the image that a label file means, and its size."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from PIL import Image

from annotation import picture_folders
from annotation.formats.base import IMAGE_SUFFIXES, VIDEO_SUFFIXES, Media
from annotation.formats.names import base, safe_name, stem
from annotation.formats.source import Source

EXIF_ORIENTATION = 0x0112
SIDEWAYS = {5, 6, 7, 8}


class ImageIndex:
    """The images (or videos) of a source, found by the names that label files use for them.

    A folder of pictures is a video, too; `folders` has their pictures by its name.
    """

    def __init__(
        self,
        source: Source,
        without: Callable[[str], bool] = lambda name: False,
        suffixes: tuple[str, ...] = IMAGE_SUFFIXES,
    ) -> None:
        self._source = source
        self.names = [name for name in source.names if name.lower().endswith(suffixes) and not without(name)]
        self.folders: dict[str, tuple[str, ...]] = {}
        if suffixes == VIDEO_SUFFIXES:
            self.folders = picture_folders.videos_in(name for name in source.names if not without(name))
            self.names += self.folders
        self._all = set(self.names)
        self._by_base: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            self._by_base[base(name)].append(name)
            self._by_stem[base(stem(name))].append(name)

    def find(self, file_name: str, near: str = "", split: str = "") -> str | None:
        """The image called `file_name` in a label file of folder `near`; None when there is none, or no single one."""
        if not self.names:
            return None
        for candidate in _candidates(file_name, near, split):
            if candidate in self._all:
                return candidate
        same = [name for name in self._by_base[base(file_name)] if ("/" + name).endswith("/" + file_name)]
        same = same or self._by_base[base(file_name)] or self._folders_called(base(stem(file_name)))
        same = same or self._without_suffix(file_name)
        return same[0] if len(same) == 1 else None

    def _folders_called(self, name: str) -> list[str]:
        return [folder for folder in self.folders if base(stem(folder)) == name]

    def _without_suffix(self, file_name: str) -> list[str]:
        """CVAT calls the frames of a video so, whose pictures have one."""
        if file_name.lower().endswith((*IMAGE_SUFFIXES, *VIDEO_SUFFIXES)):
            return []
        named = self._by_stem.get(base(file_name), [])
        return [name for name in named if ("/" + stem(name)).endswith("/" + file_name)]

    def media(self, name: str | None) -> Media | None:
        if name in self.folders:
            parts = tuple(Media(file, partial(self._source.open, file)) for file in self.folders[name])
            return Media(name, parts[0].open, parts)
        return Media(name, partial(self._source.open, name)) if name else None


def _candidates(file_name: str, near: str, split: str) -> Iterator[str]:
    folder = near
    while True:
        prefix = folder + "/" if folder else ""
        yield from (
            (prefix + "images/" + split + "/" + file_name, prefix + "images/" + file_name)
            if split
            else (prefix + "images/" + file_name,)
        )
        yield prefix + file_name
        if split:
            yield prefix + split + "/" + file_name
        if not folder:
            return
        folder = folder.rpartition("/")[0]


def image_size(media: Media) -> tuple[int, int] | None:
    """(width, height) in pixels as people see the image, after EXIF rotation; None when it cannot be read.

    Only the header is read, so that a decompression bomb costs nothing.
    """
    try:
        with warnings.catch_warnings(), media.open() as stream:
            warnings.simplefilter("ignore")
            with Image.open(stream) as image:
                width, height = image.size
                sideways = image.getexif().get(EXIF_ORIENTATION) in SIDEWAYS
    except Exception:  # Pillow raises nearly everything on broken files
        return None
    return (height, width) if sideways else (width, height)


def item_name(name: object) -> str | None:
    """The name of an item as a label file gives it, made safe, or None."""
    return safe_name(name.strip(), windows=True) if isinstance(name, str) else None
