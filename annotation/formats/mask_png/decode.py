"""Reading masks from pictures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from annotation.formats.base import Decoded, Header, Item, Media
from annotation.formats.images import ImageIndex, item_name
from annotation.formats.labels import SchemaGatherer
from annotation.formats.mask_png.palette import read_palette
from annotation.formats.names import base, stem
from annotation.formats.pictures import Codes, codes_of
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import SPLITS
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record, new_record, stable_id

CLASSES = "SegmentationClass/"
OBJECTS = "SegmentationObject/"
IMAGES = "JPEGImages/"
LARGEST_LIST = 64 * 1024**2


def palette_file(source: Source) -> str | None:
    """The list of colours that lies beside a folder of classes."""
    for name in source.names:
        if base(name) == "labelmap.txt":
            folder = name.removesuffix("labelmap.txt")
            if any(other.startswith(folder + CLASSES) for other in source.names):
                return name
    return None


def is_label_picture(name: str) -> bool:
    """See Format.is_label_picture."""
    return bool({CLASSES.rstrip("/"), OBJECTS.rstrip("/")} & set(name.split("/")[:-1]))


def decode(source: Source) -> Decoded:
    """See Format.decode."""
    report = Report()
    for rejected in source.rejected:
        report.problem(rejected.name, "", rejected.code, **rejected.params)
    palette = palette_file(source)
    labels: dict[int, str] = {}
    if palette is None:
        report.problem("", "", "nothing-found", format="Masks (PNG)")
    else:
        labels, wrong = read_palette(_text(source, palette, report))
        for line in wrong:
            report.problem(palette, f"line {line}", "bad-value", field="color", reason="must be label:r,g,b::")
    gatherer = SchemaGatherer()
    for label in labels.values():
        gatherer.label(label, ["mask"])
    root = palette.removesuffix("labelmap.txt") if palette else ""
    reader = _Reader(source, root, labels, report)
    return Decoded(Header(gatherer.schema(["mask"])), reader.items() if palette else iter(()), report)


class _Reader:
    """State of one reading."""

    def __init__(self, source: Source, root: str, labels: dict[int, str], report: Report) -> None:
        self._source = source
        self._root = root
        self._labels = labels
        self._report = report
        self._images = ImageIndex(source, is_label_picture)
        self._names = set(source.names)
        self._splits = self._read_splits()

    def items(self) -> Iterator[Item]:
        folder = self._root + CLASSES
        for file in self._source.names:
            if not (file.startswith(folder) and file.lower().endswith(".png")):
                continue
            classes = codes_of(self._source, file, self._report)
            if classes is None:
                continue
            within = stem(file.removeprefix(folder))
            name, media = self._image(within)
            if name is None:
                self._report.problem(file, "", "unsafe-name", name=within)
                continue
            records = list(self._records(file, name, classes, self._objects(within, classes)))
            self._report.items += 1
            self._report.records += len(records)
            split = self._splits.get(within, "")
            height, width = classes.shape
            yield Item(name, width, height, records, media, meta={"split": split} if split else {})

    def _objects(self, within: str, classes: Codes) -> Codes:
        """Which object each pixel belongs to; where nobody says, the pixels of a class are one."""
        file = f"{self._root}{OBJECTS}{within}.png"
        found = codes_of(self._source, file, self._report) if file in self._names else None
        if found is not None and found.shape != classes.shape:
            self._report.problem(file, "", "bad-value", field="size", reason="differs from that of the classes")
            found = None
        return found if found is not None else np.zeros_like(classes)

    def _records(self, file: str, item: str, classes: Codes, objects: Codes) -> Iterator[Record]:
        pairs = classes.astype(np.uint64) << np.uint64(32) | objects
        for pair in np.unique(pairs[classes > 0]).tolist():
            label = self._labels.get(pair >> 32)
            if label is None:
                colour = pair >> 32
                rgb = f"{colour >> 16},{colour >> 8 & 255},{colour & 255}"
                self._report.problem(file, rgb, "unknown-colour", colour=rgb)
                continue
            data = mask_data(pairs == pair)
            if data:
                yield new_record(id=stable_id(item, pair), kind="mask", label=label, data=data)

    def _image(self, within: str) -> tuple[str | None, Media | None]:
        for suffix in (".jpg", ".png", ".jpeg", ".webp", ".bmp", ".tif"):
            found = self._images.find(IMAGES + within + suffix, self._root.rstrip("/"))
            if found and found.startswith(self._root + IMAGES):
                return item_name(found.removeprefix(self._root + IMAGES)), self._images.media(found)
        return item_name(within + ".jpg"), None

    def _read_splits(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for split in SPLITS:
            name = f"{self._root}ImageSets/Segmentation/{split}.txt"
            if name in self._names:
                lines = _text(self._source, name, self._report).splitlines()
                found.update((line.strip(), split) for line in lines if line.strip())
        return found


def _text(source: Source, name: str, report: Report) -> str:
    try:
        return source.read(name, LARGEST_LIST).decode("utf-8-sig", "replace")
    except Unreadable as error:
        report.problem(name, "", error.code, **error.params)
        return ""
