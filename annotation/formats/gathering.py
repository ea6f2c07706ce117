"""Reading formats that name the class with every object: items wait in a temporary file until all classes are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from annotation.formats.base import IMAGE_SUFFIXES, Decoded, Header, Item
from annotation.formats.images import ImageIndex, image_size, item_name
from annotation.formats.labels import Schema, SchemaGatherer, clean_attributes, label_name
from annotation.formats.names import folded
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.spool import LineSpool
from annotation.kinds import KINDS, InvalidData
from annotation.kinds.base import Data
from annotation.kinds.record import Record, new_record, stable_id

SLACK = 1.0
"""Pixels by which an object may reach outside the image before it is mentioned."""

LARGEST = 256 * 1024**2
"""Bytes of one JSON file."""

Size = tuple[int | None, int | None]


def number(value: object) -> float:
    """A number from JSON; NaN, for the kind to refuse, where there is none."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def side(value: object) -> int | None:
    """A width or height from JSON; None where it cannot be one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000_000 else None


class Gathering:
    """State of one reading: `image` begins an item, `keep` ends it, `decoded` gives them all."""

    def __init__(
        self,
        source: Source,
        title: str,
        without: Callable[[str], bool] = lambda name: False,
        suffixes: tuple[str, ...] = IMAGE_SUFFIXES,
    ) -> None:
        """`without` tells files that look like images and are none: see Format.is_label_picture. `suffixes` are those
        of the media: images, or videos."""
        self.source = source
        self.report = Report()
        self.images = ImageIndex(source, without, suffixes)
        self.gatherer = SchemaGatherer()
        self._title = title
        self._seen: set[str] = set()
        self._spool = LineSpool()
        for rejected in source.rejected:
            self.report.problem(rejected.name, "", rejected.code, **rejected.params)

    def image(
        self,
        file: str,
        place: str,
        name: object,
        *,
        size: Size = (None, None),
        split: str = "",
        near: str | None = None,
        otherwise: str | None = None,
    ) -> Image | None:
        """The image that a label file means; None, with the reason reported, when there cannot be such an item.

        It is looked for from the folder `near` upwards, by default that of the label file; `otherwise` is the file
        that it is where none has its name.
        """
        safe = item_name(name)
        if safe is None or folded(safe) in self._seen:
            code = "unsafe-name" if safe is None else "duplicate-name"
            self.report.problem(file, place, code, name=safe or name)
            return None
        self._seen.add(folded(safe))
        media = self.images.find(safe, file.rpartition("/")[0] if near is None else near) or otherwise
        if media is None and self.images.names:
            self.report.problem(file, place, "missing-image", name=safe)
        found = self.images.media(media)
        if found and not all(size):
            size = image_size(found) or (None, None)
        if not all(size):
            known = self.source.known()
            facts = known.get(media or safe) or known.get(safe) or {}
            size = side(facts.get("width")), side(facts.get("height"))
        return Image(self, file, safe, media, size, split)

    def knows(self, name: object) -> bool:
        """Whether there is an item of this name already."""
        safe = item_name(name)
        return safe is not None and folded(safe) in self._seen

    def json(self, file: str) -> Any:
        """The content of a JSON file; None, with the reason reported, when there is none."""
        try:
            return orjson.loads(self.source.read(file, LARGEST))
        except Unreadable as error:
            self.report.problem(file, "", error.code, **error.params)
        except ValueError as error:
            self.report.problem(file, "", "bad-json", reason=str(error))
        return None

    def keep(self, image: Image) -> None:
        for record in image.records:
            self.gatherer.record(record)
        self._spool.add([image.name, image.media, *image.size, image.records, image.split])

    def decoded(self, schema: Callable[[SchemaGatherer], Schema] = SchemaGatherer.schema) -> Decoded:
        """All that was kept. `schema` makes the label schema of what was gathered."""
        if not self._spool.count and not self.report.problems:
            self.report.problem("", "", "nothing-found", format=self._title)
        return Decoded(Header(schema(self.gatherer)), self._items(), self.report)

    def _items(self) -> Iterator[Item]:
        try:
            for name, media, width, height, records, split in self._spool:
                self.report.items += 1
                self.report.records += len(records)
                meta = {"split": split} if split else {}
                yield Item(name, width, height, records, self.images.media(media), meta=meta)
        finally:
            self._spool.close()


class Image:
    """An item while its objects are read."""

    def __init__(self, of: Gathering, file: str, name: str, media: str | None, size: Size, split: str) -> None:
        self.name, self.media, self.size, self.split = name, media, size, split
        self.records: list[Record] = []
        self._file, self._of = file, of
        self._index = 0

    def problem(self, place: str, code: str, /, **params: Any) -> None:
        self._of.report.problem(self._file, place, code, **params)

    def add(
        self, place: str, kind: str, data: Data, label: object, attributes: object = None, **more: Any
    ) -> Record | None:
        """Take an object in, or report why not; `more` are further fields of the record."""
        self._index += 1
        key = label_name(label)
        if key is None:
            self.problem(place, "missing-field", field="label")
            return None
        return self._add(place, kind, data, key, attributes, **more)

    def answers(self, place: str, attributes: dict[str, Any]) -> Record | None:
        """Take in what was answered about the whole."""
        self._index += 1
        return self._add(place, "answers", {}, "", attributes)

    def _add(self, place: str, kind: str, data: Data, key: str, attributes: object, **more: Any) -> Record | None:
        try:
            KINDS[kind].validate(data)
        except InvalidData as error:
            field, messages = next(iter(error.fields.items()))
            self.problem(place, "bad-geometry", field=field, reason=messages[0])
            return None
        self._note_outside(place, kind, data)
        fine, wrong = clean_attributes(attributes)
        for name in wrong:
            self.problem(place, "bad-value", field=name, reason="cannot be held by an attribute")
        identity = stable_id(self.name, self._index)
        record = new_record(id=identity, kind=kind, data=data, label=key, attributes=fine, **more)
        self.records.append(record)
        return record

    def _note_outside(self, place: str, kind: str, data: Data) -> None:
        width, height = self.size
        bounds = KINDS[kind].measure(data).bounds
        if not (bounds and width and height):
            return
        left, top, right, bottom = bounds
        if min(left, top) < -SLACK or right > width + SLACK or bottom > height + SLACK:
            self.problem(place, "outside-image", width=width, height=height)
