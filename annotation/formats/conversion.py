"""From one format to another, with nothing in between but the stream of items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotation.formats.base import Format, Item, Options
from annotation.formats.reading import read
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import open_sink
from annotation.formats.source import Source, open_source
from core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Conversion:
    """What came of it: a report of reading, one of writing, and the label schema of the files."""

    read: Report
    written: Report
    schema: dict[str, Any]

    def json(self) -> dict[str, Any]:
        return {"read": self.read.json(), "written": self.written.json()}


def format_called(slug: str) -> type[Format]:
    """The format; raises DomainError "unknown-format"."""
    found = FORMATS.get(slug)
    if found is None:
        known = ", ".join(sorted(FORMATS.slugs()))
        raise DomainError(
            "unknown-format", f"There is no format {slug!r}; known are {known}.", format=slug, known=known
        )
    return found


def recognise(source: Source, modality: str | None = None) -> type[Format] | None:
    """The first format that the files look like, the most telling first; of one modality, where it is named."""
    json = ("groundwork", "coco_panoptic", "datumaro", "datumaro_videos", "supervisely_images", "coco")
    others = ("label_studio_videos", "label_studio_images", "labelme", "via", "cvat_video", "cvat", "voc", "dota")
    order = (*json, *others, "yolo")
    known = [FORMATS[slug] for slug in order if slug in FORMATS]
    known += [found for found in FORMATS if found.slug not in order]
    # Those of scenes go by folders of their own, in which others would see pictures' labels.
    known.sort(key=lambda found: found.modalities != frozenset({"scene"}))
    fitting = (found for found in known if modality is None or modality in found.modalities)
    return next((found for found in fitting if found.recognises(source)), None)


def convert(
    source: Path,
    target: Path,
    *,
    reader: type[Format],
    writer: type[Format],
    read_options: Options | None = None,
    write_options: Options | None = None,
    images: bool = False,
    tick: Callable[[int], None] | None = None,
) -> Conversion:
    """Read `source` (folder, zip or file), write `target` (a zip when it ends in .zip, else a new folder)."""
    with open_source(source) as files, open_sink(target) as sink:
        decoded = read(reader, files, read_options)
        items = _ticking(decoded.items, tick) if tick else decoded.items
        written = writer.encode(decoded.header, items, sink, write_options, images=images)
    return Conversion(decoded.report, written, decoded.header.schema)


def _ticking(items: Iterator[Item], tick: Callable[[int], None]) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        yield item
        tick(number)
