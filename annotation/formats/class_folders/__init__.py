"""One folder for each class, as ImageNet is laid out and trainers of classifiers read it: `train/cat/1.jpg`.

See https://docs.ultralytics.com/datasets/classify/. The folders are the labels, so that the images are always written.
`classes.txt` lists the classes, a line each: it names those without an image, and tells where the folders begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from annotation.formats.base import IMAGE_SUFFIXES, Decoded, Format, Header, Item, Options
from annotation.formats.gathering import Gathering
from annotation.formats.labels import label_keys, label_name
from annotation.formats.names import base, folded
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import WORDS, split_of
from annotation.formats.writing import copy_image, count_left_out, count_losses
from annotation.kinds.record import Record
from core.text import Text

CLASSES = "classes.txt"
LARGEST = 16 * 1024**2
SIGNS = str.maketrans('/\\:*?"<>|', "_________")
"""What a folder cannot be called on every system."""


class Place(NamedTuple):
    """Where an image lies: its split, its class ("" for none) and the rest of its path."""

    split: str
    label: str
    rest: str


@FORMATS.register
class ClassFolders(Format):
    """Tags: the folder of an image is its class."""

    slug = "class_folders"
    title = Text(en="Class folders (ImageNet, YOLO classify)", zh="分类文件夹（ImageNet、YOLO 分类）")
    extensions = (CLASSES,)
    kinds = frozenset({"tag"})
    cannot_carry = (
        Text(
            en="An image has one class: of several tags the first is kept. Images without a tag are left out.",
            zh="一张图片只有一个类别：多个标签时保留第一个。没有标签的图片省略。",
        ),
        Text(
            en="Everything but tags is left out; of tags their attributes, scores, groups and ids.",
            zh="仅保留整图标签；标签的属性、置信度、分组和编号省略。",
        ),
        Text(en="Images that belong to no split go to train.", zh="未划分的图片归入 train。"),
        Text(en="Signs that no folder may have become underscores.", zh="文件夹名不允许的符号改为下划线。"),
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        images = [name for name in source.names if name.lower().endswith(IMAGE_SUFFIXES)]
        listed = sum(base(name).lower() == CLASSES for name in source.names)
        told = listed or all(_split_at(each) is not None for each in images)
        if len(images) + listed < len(source.names) or not told:
            return False
        return any(place.label for place in _places(source, images).values())

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        gathering = Gathering(source, cls.title.en)
        for label in _listed(source):
            gathering.gatherer.label(label, cls.kinds)
        places = _places(source, gathering.images.names)
        often = Counter(folded(place.rest) for place in places.values())
        deep = Counter(folded(f"{place.label}/{place.rest}") for place in places.values())
        for file, place in places.items():
            name = place.rest if often[folded(place.rest)] == 1 else f"{place.label}/{place.rest}"
            name = f"{place.split}/{name}" if deep[folded(name)] > 1 and place.split else name
            image = gathering.image(file, "", name, split=place.split)
            if image is None:
                continue
            if place.label:
                image.add("", "tag", {}, place.label)
            gathering.keep(image)
        return gathering.decoded(lambda gatherer: gatherer.schema(cls.kinds))

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        classes = dict.fromkeys(_folder(label) for label in label_keys(header.schema))
        for item in items:
            report.items += 1
            label = _label(item.records, report)
            if label is None:
                report.loss("without-class")
                continue
            report.records += 1
            folder = _folder(label)
            classes.setdefault(folder)
            report.loss("sign-changed", int(folder != label))
            copy_image(item, f"{split_of(item.meta) or 'train'}/{folder}/{item.name}", sink, report)
        sink.write(CLASSES, "".join(f"{each}\n" for each in classes).encode())
        return report


def _label(records: list[Record], report: Report) -> str | None:
    """The class of an image: its first tag."""
    tags = [record for record in records if record["kind"] == "tag"]
    for record in records:
        if record["kind"] != "tag":
            count_left_out(record, report)
    for record in tags:
        count_losses(record, report, "attributes", "group", "score")
    report.loss("tag-dropped", max(len(tags) - 1, 0))
    return tags[0]["label"] if tags else None


def _folder(label: str) -> str:
    """A label as the name of a folder."""
    name = label.translate(SIGNS).strip(". ")
    return name if name and name.lower() not in WORDS else f"{name}_"


def _listed(source: Source) -> list[str]:
    """The classes of the list, in its order."""
    for name in source.names:
        if base(name).lower() == CLASSES:
            try:
                text = source.read(name, LARGEST).decode("utf-8-sig", "replace")
            except Unreadable:
                return []
            return [label for line in text.splitlines() if (label := label_name(line))]
    return []


def _places(source: Source, images: list[str]) -> dict[str, Place]:
    """Where each image lies. Below the split, or the list of classes, or the folder that holds all: its class."""
    root = next((name[: -len(CLASSES)] for name in source.names if base(name).lower() == CLASSES), None)
    if root is None:
        root = _common(images)
    found = {}
    for name in images:
        at = _split_at(name)
        parts = name.split("/")
        split = WORDS[parts[at].lower()] if at is not None else ""
        below = parts[at + 1 :] if at is not None else name.removeprefix(root).split("/")
        label = label_name(below[0]) if len(below) > 1 else None
        found[name] = Place(split, label or "", "/".join(below[1:] if label else below))
    return found


def _split_at(name: str) -> int | None:
    """Which folder of a path is a split."""
    return next((at for at, part in enumerate(name.split("/")[:-1]) if part.lower() in WORDS), None)


def _common(images: list[str]) -> str:
    """The folder that holds the folders of all images."""
    folders = [name.split("/")[:-1] for name in images]
    shared = list(folders[0]) if folders else []
    for folder in folders:
        same = next((at for at, (a, b) in enumerate(zip(shared, folder, strict=False)) if a != b), None)
        shared = shared[: min(len(shared), len(folder)) if same is None else same]
    if shared and any(folder == shared for folder in folders):
        shared.pop()
    return "".join(f"{part}/" for part in shared)
