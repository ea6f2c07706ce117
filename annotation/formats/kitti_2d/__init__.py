"""KITTI's boxes in the picture: `label_2/000000.txt` beside `image_2/000000.png`, a line for each object.

See https://www.cvlibs.net/datasets/kitti/eval_object.php. A line is "type truncated occluded alpha left top right
bottom height width length x y z rotation_y", and for results a score. What it says of space is not read here, and
written as KITTI writes what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annotation.formats.base import IMAGE_SUFFIXES, Decoded, Format, Header, Item, Options
from annotation.formats.gathering import Gathering, Image
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.names import stem
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable, beginnings
from annotation.formats.splits import split_in, split_of
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds import KINDS
from annotation.kinds.box import Box
from annotation.kinds.record import Record
from core.text import Text

NUMBER = rb"-?\d+(\.\d+)?(e-?\d+)?"
LINE = re.compile(rb"^\S+([ \t]+" + NUMBER + rb"){14,15}[ \t]*\r?$", re.MULTILINE)
LARGEST = 64 * 1024**2
FOLDERS = {"label_2": "image_2", "label_3": "image_3"}
TRUNCATED, OCCLUDED = "truncated", "occluded"
UNKNOWN = "-1 -1 -1 -1000 -1000 -1000 -10"
AS_BOX = {"polygon": "polygon-as-box", "mask": "mask-as-box", "rotated_box": "rotated-box-as-box"}


def label_files(source: Source) -> Iterator[str]:
    """The text files that begin with such a line."""
    return (name for name, head in beginnings(source, ".txt", 4096) if LINE.match(head))


def _with_empty(source: Source) -> list[str]:
    """The label files; those of a folder that is called so may be empty, too."""
    empty = (name for name, head in beginnings(source, ".txt", 16) if not head.strip())
    return sorted({*label_files(source), *(name for name in empty if set(name.split("/")[:-1]) & set(FOLDERS))})


@FORMATS.register
class Kitti2d(Format):
    """Upright boxes with how far they are cut off and hidden."""

    slug = "kitti_2d"
    title = Text(en="KITTI 2D boxes", zh="KITTI 二维框")
    extensions = (".txt",)
    kinds = frozenset({"box"})
    cannot_carry = (
        Text(
            en="Polygons, masks and rotated boxes become the boxes around them; other kinds are left out.",
            zh="多边形、掩码和旋转框转换为外接矩形框；其他类型省略。",
        ),
        Text(
            en="Attributes but “truncated” (0 to 1) and “occluded” (0 to 3), groups, ids and z-order are left out; yes "
            "comes back as 1, no and 0 as nothing.",
            zh="不含“truncated”（0 至 1）和“occluded”（0 至 3）以外的属性、分组、编号和叠放次序；“是”读回后为 1，"
            "“否”和 0 读回后为空。",
        ),
        Text(en="What a file says of the object in space is left out.", zh="不含文件中物体的三维信息。"),
        Text(
            en="Blanks in class names become underscores; coordinates are rounded to 2 digits.",
            zh="类别名中的空格改为下划线；坐标保留 2 位小数。",
        ),
        EMPTY_UNSEEN,
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        gathering = Gathering(source, cls.title.en)
        for file in _with_empty(source):
            _read(gathering, file)
        return gathering.decoded()

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        taken: set[str] = set()
        for item in items:
            report.items += 1
            split, name = split_of(item.meta), free_stem(item, taken, report)
            folder = f"{split}/" if split else ""
            lines = [line for record in item.records if (line := _line(record, report))]
            sink.write(f"{folder}label_2/{name}.txt", "".join(lines).encode())
            if images:
                copy_image(item, f"{folder}image_2/{item.name}", sink, report)
        return report


def _read(gathering: Gathering, file: str) -> None:
    try:
        text = gathering.source.read(file, LARGEST).decode("utf-8-sig", "replace")
    except Unreadable as error:
        gathering.report.problem(file, "", error.code, **error.params)
        return
    parts = file.split("/")
    at = next((index for index, part in enumerate(parts[:-1]) if part in FOLDERS), None)
    within = stem("/".join(parts[at + 1 :]) if at is not None else parts[-1])
    folder = "/".join([*parts[:at], FOLDERS[parts[at]]] if at is not None else parts[:-1])
    name = next((within + each for each in IMAGE_SUFFIXES if gathering.images.find(within + each, folder)), None)
    split = split_in(*parts[: at if at is not None else -1])
    image = gathering.image(file, "", name or f"{within}.png", split=split, near=folder)
    if image is None:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            _object(image, f"line {number}", line.split())
    gathering.keep(image)


def _object(image: Image, place: str, parts: list[str]) -> None:
    try:
        numbers = [float(part) for part in parts[1:]]
    except ValueError:
        numbers = []
    if len(numbers) not in {14, 15}:
        image.problem(place, "bad-line", reason="it is not a class and 14 or 15 numbers")
        return
    truncated, occluded, score = numbers[0], numbers[1], numbers[14] if len(numbers) == 15 else None
    attributes = {TRUNCATED: truncated} if truncated > 0 else {}
    attributes |= {OCCLUDED: int(occluded)} if occluded > 0 and occluded.is_integer() else {}
    sure = score if score is not None and 0 <= score <= 1 else None
    image.add(place, "box", Box.from_bounds(*numbers[3:7]), parts[0], attributes, score=sure)


def _line(record: Record, report: Report) -> str:
    """The line of a record; empty for those that are left out."""
    kind = record["kind"]
    if kind != "box" and kind not in AS_BOX:
        count_left_out(record, report)
        return ""
    if kind in AS_BOX:
        report.loss(AS_BOX[kind])
    count_losses(record, report, "group", "z")
    attributes = record["attributes"]
    report.loss("attributes-dropped", int(bool(set(attributes) - {TRUNCATED, OCCLUDED})))
    report.records += 1
    name = "_".join(record["label"].split())
    report.loss("blank-changed", int(name != record["label"]))
    edges = " ".join(f"{value:.2f}" for value in KINDS[kind].measure(record["data"]).bounds or ())
    cut, hidden = (_share(attributes.get(key), most) for key, most in ((TRUNCATED, 1), (OCCLUDED, 3)))
    score = "" if record["score"] is None else f" {record['score']}"
    return f"{name} {cut:.2f} {hidden:.0f} -10 {edges} {UNKNOWN}{score}\n"


def _share(value: object, most: int) -> float:
    return min(max(float(value), 0.0), float(most)) if isinstance(value, int | float) else 0.0
