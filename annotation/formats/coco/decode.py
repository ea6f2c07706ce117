"""Reading COCO files of any size: annotations are brought to their images in a temporary SQLite file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from annotation.formats.base import Decoded, Header, Item
from annotation.formats.coco.annotations import AnnotationReader
from annotation.formats.images import ImageIndex, image_size, item_name
from annotation.formats.joined import Key, Spool
from annotation.formats.json_stream import members
from annotation.formats.labels import SchemaGatherer, clean_attributes, label_name
from annotation.formats.names import base, folded
from annotation.formats.report import Report
from annotation.formats.skeletons import Skeletons
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import split_in
from annotation.kinds.record import Record

ARRAYS = frozenset({"images", "annotations", "categories"})
HEAD = re.compile(rb'"(info|licenses|images|annotations|categories)"\s*:')
OTHER_TASKS = {
    "panoptic": "panoptic",
    "captions": "captions",
    "stuff": "stuff masks",
    "image_info": "images without labels",
    "labels": "tags",
}


def label_files(source: Source) -> list[str]:
    """The JSON files that begin like COCO."""
    found = []
    for name in source.names:
        if not name.lower().endswith(".json"):
            continue
        try:
            with source.open(name) as stream:
                head = stream.read(4096)
        except Unreadable:
            continue
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and HEAD.search(head):
            found.append(name)
    return found


def decode(source: Source) -> Decoded:
    """See Format.decode. All label files of the source make one data set."""
    report = Report()
    for rejected in source.rejected:
        report.problem(rejected.name, "", rejected.code, **rejected.params)
    files = _wanted(label_files(source), report)
    if not files:
        report.problem("", "", "nothing-found", format="COCO")
    reader = _Reader(source, files, report)
    for index in range(len(files)):
        reader.read(index)
    reader.spool.finish()
    for file, image, place in reader.spool.orphans():
        report.problem(files[file], f"annotations[{place}]", "unknown-image", id=_shown(image))
    schema = reader.labels.schema()
    for label in schema["labels"]:
        if template := reader.skeletons.template(label["key"]):
            label["skeleton"] = template
    return Decoded(Header(schema), reader.items(), report)


def _wanted(files: list[str], report: Report) -> list[str]:
    """Without the files of other tasks, and without key points where the same instances have a file of their own."""
    names = {base(name) for name in files}
    wanted = []
    for name in files:
        task = next((task for word, task in OTHER_TASKS.items() if base(name).startswith(word + "_")), "")
        if base(name).startswith("person_keypoints") and base(name).replace("person_keypoints", "instances") in names:
            task = "key points of the same instances"
        if task and len(files) > 1:
            report.problem(name, "", "other-task", task=task)
        else:
            wanted.append(name)
    return wanted


class _Reader:
    """State of one reading."""

    def __init__(self, source: Source, files: list[str], report: Report) -> None:
        self.source = source
        self.files = files
        self.report = report
        self.spool = Spool()
        self.images = ImageIndex(source)
        self.labels = SchemaGatherer()
        self.skeletons = Skeletons()
        self._categories: dict[tuple[int, Key], str] = {}
        self._used: dict[tuple[int, Key], set[str]] = {}
        self._attributes: dict[tuple[int, Key], list[dict[str, Any]]] = {}

    def read(self, file: int) -> None:
        """Take in one file; what comes before a fault stays."""
        takers = {"images": self._take_image, "annotations": self._take_annotation, "categories": self._take_category}
        name = self.files[file]
        try:
            with self.source.open(name) as stream:
                for key, index, value, text in members(stream, ARRAYS):
                    if index < 0:
                        if key in ARRAYS:
                            self.report.problem(name, key, "bad-value", field=key, reason="must be a list")
                    elif not isinstance(value, dict):
                        self.report.problem(name, f"{key}[{index}]", "bad-value", field=key, reason="must be an object")
                    else:
                        takers[key](file, index, value, text)
        except Unreadable as error:
            self.report.problem(name, "", error.code, **error.params)
        self._gather(file)

    def _take_category(self, file: int, index: int, value: dict[str, Any], text: str) -> None:
        name, place = self.files[file], f"categories[{index}]"
        id, label = _key(value.get("id")), label_name(value.get("name"))
        if id is None or label is None:
            field = "id" if id is None else "name"
            self.report.problem(name, place, "bad-value", field=field, reason="cannot name a class")
        elif (file, id) in self._categories:
            self.report.problem(name, place, "duplicate-id", id=_shown(id))
        else:
            if label in [taken for (other, _), taken in self._categories.items() if other == file]:
                self.report.problem(name, place, "duplicate-category", name=label)
            self._categories[file, id] = label
            self.skeletons.category(label, (file, id), value)
            self.labels.label(label)

    def _take_image(self, file: int, index: int, value: dict[str, Any], text: str) -> None:
        file_name, place = self.files[file], f"images[{index}]"
        id, name = _key(value.get("id")), item_name(value.get("file_name"))
        if id is None:
            self.report.problem(file_name, place, "bad-value", field="id", reason="must be a number or text")
        elif name is None:
            self.report.problem(file_name, place, "unsafe-name", name=value.get("file_name"))
        else:
            taken = self.spool.add_image(file, id, name, folded(name), text)
            if taken == "name":
                split = split_in(base(file_name), file_name) or str(file + 1)
                name = f"{split}/{name}"
                taken = self.spool.add_image(file, id, name, folded(name), text)
            if taken:
                code = "duplicate-id" if taken == "id" else "duplicate-name"
                self.report.problem(file_name, place, code, id=_shown(id), name=name)

    def _take_annotation(self, file: int, index: int, value: dict[str, Any], text: str) -> None:
        image, category = _key(value.get("image_id")), _key(value.get("category_id"))
        if image is None or category is None:
            field = "image_id" if image is None else "category_id"
            self.report.problem(self.files[file], f"annotations[{index}]", "missing-field", field=field)
            return
        self._note_use(file, category, value)
        self.spool.add_annotation(file, image, index, text)

    def _note_use(self, file: int, category: Key, value: dict[str, Any]) -> None:
        """Remember as what the category is drawn, for the label schema."""
        used = self._used.setdefault((file, category), set())
        used.add("polygon" if value.get("segmentation") else "points" if value.get("keypoints") else "box")
        if value.get("keypoints"):
            used.add("points")
            self.skeletons.annotation((file, category), value["keypoints"])
        attributes = value.get("attributes")
        if attributes or value.get("iscrowd") == 1:
            seen = self._attributes.setdefault((file, category), [])
            if len(seen) < 1000:
                fine, _ = clean_attributes(attributes)
                seen.append({**fine, "iscrowd": True} if value.get("iscrowd") == 1 else fine)

    def _gather(self, file: int) -> None:
        for (other, id), label in self._categories.items():
            if other == file:
                self.labels.label(label, self.skeletons.kinds(label, self._used.pop((file, id), set())))
                for attributes in self._attributes.pop((file, id), ()):
                    self.labels.attributes(label, attributes)

    def items(self) -> Iterator[Item]:
        """The images with their records."""
        try:
            for file, _, name, body, annotations in self.spool.images():
                self.report.items += 1
                yield self._item(file, name, json.loads(body), annotations)
        finally:
            self.spool.close()

    def _item(self, file: int, name: str, image: dict[str, Any], annotations: list[tuple[int, str]]) -> Item:
        label_file = self.files[file]
        folder = label_file.rpartition("/")[0]
        split = split_in(base(label_file), base(folder))
        original = item_name(image.get("file_name")) or name
        media = self.images.media(self.images.find(original, folder, split))
        width, height = _side(image.get("width")), _side(image.get("height"))
        if media is None and self.images.names:
            self.report.problem(label_file, name, "missing-image", name=original)
        if media and not (width and height):
            width, height = image_size(media) or (None, None)
        reader = AnnotationReader(f"{label_file}\0{name}", width, height)
        records = [record for place, text in annotations for record in self._records(reader, file, place, text)]
        self.report.records += len(records)
        return Item(name, width, height, records, media, meta={"split": split} if split else {})

    def _records(self, reader: AnnotationReader, file: int, place: int, text: str) -> list[Record]:
        name = self.files[file]
        annotation = json.loads(text)

        def tell(field: str, code: str, /, **params: object) -> None:
            self.report.problem(name, f"annotations[{place}].{field}", code, **params)

        id = _key(annotation["category_id"])
        label = self._categories.get((file, id)) if id is not None else None
        if label is None:
            tell("category_id", "unknown-category", id=_shown(id))
            return []
        annotation["id"] = place
        return reader.records(annotation, label, self.skeletons.names(label), tell)


def _key(value: object) -> Key | None:
    """An id as a key: integers as they are, text with a mark, so that 1 and "1" differ."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return value if abs(value) < 2**63 else None
    return "s:" + value if isinstance(value, str) and 0 < len(value) <= 500 else None


def _shown(key: Key | None) -> str:
    return str(key).removeprefix("s:")


def _side(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000_000 else None
