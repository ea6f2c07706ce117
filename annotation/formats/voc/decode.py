"""Reading Pascal VOC. Class names are known only at the end, so the items wait in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from annotation.formats.base import Decoded, Header, Item
from annotation.formats.images import ImageIndex, image_size, item_name
from annotation.formats.labels import SchemaGatherer, label_name
from annotation.formats.names import base, folded, stem
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import SPLITS
from annotation.formats.spool import LineSpool
from annotation.formats.voc.objects import attributes_of, box_of
from annotation.kinds import KINDS, InvalidData
from annotation.kinds.record import Record, new_record, stable_id

LARGEST = 64 * 1024**2
LARGEST_LIST = 64 * 1024**2
SLACK = 1.0
"""Pixels by which a box may reach outside the image before it is mentioned."""
IMAGES = "JPEGImages/"
LABELS = "Annotations/"


def label_files(source: Source) -> Iterator[str]:
    """The XML files that begin like an <annotation>."""
    for name in source.names:
        if not name.lower().endswith(".xml"):
            continue
        try:
            with source.open(name) as stream:
                head = stream.read(1024)
        except Unreadable:
            head = b"<annotation"
        if b"<annotation>" in head.replace(b"\0", b"") or b"<annotation " in head or b"<!" in head:
            yield name


def decode(source: Source, *, devkit: bool) -> Decoded:
    """See Format.decode. With `devkit`, xmin ... ymax are the first and last pixel counted from 1."""
    report = Report()
    for rejected in source.rejected:
        report.problem(rejected.name, "", rejected.code, **rejected.params)
    reader = _Reader(source, report, devkit=devkit)
    gatherer = SchemaGatherer()
    spool = LineSpool()
    for name in label_files(source):
        read = reader.read(name)
        if read is not None:
            for record in read.records:
                gatherer.record(record)
            spool.add([name, read.name, read.media, read.width, read.height, read.records])
    if not spool.count and not report.problems:
        report.problem("", "", "nothing-found", format="Pascal VOC")
    return Decoded(Header(gatherer.schema()), _items(spool, reader, report), report)


def _items(spool: LineSpool, reader: _Reader, report: Report) -> Iterator[Item]:
    try:
        for file, name, media, width, height, records in spool:
            report.items += 1
            report.records += len(records)
            split = reader.splits.get(stem(_within(file, LABELS)), "")
            meta = {"split": split} if split else {}
            yield Item(name, width, height, records, reader.images.media(media), meta=meta)
    finally:
        spool.close()


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    media: str | None
    width: int | None
    height: int | None
    records: list[Record]


class _Reader:
    """State of one reading."""

    def __init__(self, source: Source, report: Report, *, devkit: bool) -> None:
        self._source = source
        self._report = report
        self._devkit = devkit
        self._seen: set[str] = set()
        self.images = ImageIndex(source)
        self.splits = _splits(source, report)

    def read(self, file: str) -> _Read | None:
        """One label file; None when it cannot be used at all."""
        root = self._parse(file)
        if root is None:
            return None
        name, media = self._image(file, root)
        if name is None or folded(name) in self._seen:
            code = "unsafe-name" if name is None else "duplicate-name"
            self._report.problem(file, "filename", code, name=name or root.findtext("filename"))
            return None
        self._seen.add(folded(name))
        if media is None and self.images.names:
            self._report.problem(file, "filename", "missing-image", name=name)
        width, height = _side(root.findtext("size/width")), _side(root.findtext("size/height"))
        if media and not (width and height):
            found = self.images.media(media)
            width, height = (image_size(found) if found else None) or (None, None)
        records = [
            record
            for index, element in enumerate(root.iterfind("object"))
            if (record := self._record(file, name, index, element, (width, height)))
        ]
        return _Read(name, media, width, height, records)

    def _parse(self, file: str) -> Element | None:
        try:
            root: Element = fromstring(self._source.read(file, LARGEST), forbid_dtd=True)
        except Unreadable as error:
            self._report.problem(file, "", error.code, **error.params)
        except DefusedXmlException:
            self._report.problem(file, "", "forbidden-xml")
        except (ParseError, ValueError, LookupError, RecursionError) as error:
            self._report.problem(file, "", "bad-xml", reason=str(error))
        else:
            if root.tag == "annotation":
                return root
            self._report.problem(file, "", "not-this-format", format="Pascal VOC", reason=f"it is a <{root.tag}>")
        return None

    def _image(self, file: str, root: Element) -> tuple[str | None, str | None]:
        """The item's name and the image in the source."""
        name = item_name(root.findtext("filename") or "")
        folder = file.rpartition("/")[0].removesuffix(LABELS.rstrip("/")).rstrip("/")
        within = stem(_within(file, LABELS))
        candidates = [f"{within.rpartition('/')[0]}/{name}".lstrip("/"), name] if name else []
        candidates += [within + suffix for suffix in (".jpg", ".png", ".jpeg")]
        for candidate in candidates:
            media = self.images.find(IMAGES + candidate, folder) if candidate else None
            media = media or (self.images.find(candidate, folder) if candidate else None)
            if media:
                return _within(media, IMAGES), media
        return name or (item_name(within + ".jpg") if not root.findtext("filename") else None), None

    def _record(
        self, file: str, item: str, index: int, element: Element, size: tuple[int | None, int | None]
    ) -> Record | None:
        place = f"object[{index}]"
        label = label_name(element.findtext("name"))
        if label is None:
            self._report.problem(file, place, "missing-field", field="name")
            return None
        data: Any = box_of(element, devkit=self._devkit)
        try:
            KINDS["box"].validate(data)
        except InvalidData as error:
            where, messages = next(iter(error.fields.items()))
            self._report.problem(file, f"{place}.bndbox", "bad-geometry", field=where, reason=messages[0])
            return None
        width, height = size
        right, bottom = data["x"] + data["width"], data["y"] + data["height"]
        if (
            width
            and height
            and (min(data["x"], data["y"]) < -SLACK or right > width + SLACK or bottom > height + SLACK)
        ):
            self._report.problem(file, f"{place}.bndbox", "outside-image", width=width, height=height)
        attributes, wrong = attributes_of(element)
        for key in wrong:
            self._report.problem(file, place, "bad-value", field=key, reason="cannot be held by an attribute")
        return new_record(id=stable_id(item, index), kind="box", data=data, label=label, attributes=attributes)


def _splits(source: Source, report: Report) -> dict[str, str]:
    """Stem of the label file -> split, from ImageSets/Main/{train,val,test}.txt."""
    found: dict[str, str] = {}
    for name in source.names:
        split = stem(base(name))
        if split not in SPLITS or not name.endswith(f"ImageSets/Main/{split}.txt"):
            continue
        try:
            text = source.read(name, LARGEST_LIST).decode("utf-8-sig", "replace")
        except Unreadable as error:
            report.problem(name, "", error.code, **error.params)
            continue
        found.update((line.strip(), split) for line in text.splitlines() if line.strip())
    return found


def _within(name: str, folder: str) -> str:
    """The part of a path below the last such folder."""
    return name.rpartition("/" + folder)[2] if "/" + folder in name else name.removeprefix(folder)


def _side(text: str | None) -> int | None:
    try:
        value = int(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return value if 0 < value < 10_000_000 else None
