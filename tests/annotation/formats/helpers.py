"""Writing and reading in the tests' own folders."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

from annotation.formats import FORMATS, Header, Item, Media, Report, reading
from annotation.formats.labels import SchemaGatherer
from annotation.formats.sink import open_sink
from annotation.formats.source import OpenedFiles, open_source
from annotation.kinds.record import Record
from tests.annotation.strategies import HEIGHT, LABELS, WIDTH


def picture(width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A small PNG of one colour."""
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "png")
    return stream.getvalue()


PICTURE = picture()


def media(name: str, content: bytes = PICTURE) -> Media:
    return Media(name, lambda: io.BytesIO(content))


def item(name: str, records: list[Record], **more: Any) -> Item:
    return Item(name, WIDTH, HEIGHT, records, media(name), **more)


def header(*kinds: str) -> Header:
    gatherer = SchemaGatherer()
    for label in LABELS:
        gatherer.label(label, kinds)
    return Header(gatherer.schema())


def there_and_back(
    slug: str,
    items: list[Item],
    folder: Path,
    *,
    header: Header,
    images: bool = False,
    zipped: bool = False,
    **options: Any,
) -> tuple[list[Item], Header, Report]:
    """The items after encode and decode; nothing may be reported on the way."""
    path = folder / ("set.zip" if zipped else "set")
    with open_sink(path) as sink:
        FORMATS[slug].encode(header, items, sink, options, images=images)
    with open_source(path) as source:
        decoded = reading.read(FORMATS[slug], source, options)
        return list(decoded.items), decoded.header, decoded.report


def read(slug: str, files: Mapping[str, object], **options: str) -> tuple[list[Item], Report]:
    """Decode files given by their content."""
    opened: list[tuple[str, Callable[[], BinaryIO]]] = []
    for name, content in files.items():
        data = content if isinstance(content, bytes) else str(content).encode()
        opened.append((name, lambda data=data: io.BytesIO(data)))  # type: ignore[misc]
    decoded = reading.read(FORMATS[slug], OpenedFiles(opened), options)
    return list(decoded.items), decoded.report


def kept(record: Record, *keys: str) -> dict[str, Any]:
    return {key: record[key] for key in keys}  # type: ignore[literal-required]


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]
