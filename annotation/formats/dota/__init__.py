"""DOTA: a text file for each image with boxes at any angle, as four corners in pixels, a class and whether it is hard.

See https://captain-whu.github.io/DOTA/dataset.html. A line is "x1 y1 x2 y2 x3 y3 x4 y4 class difficult"; lines
"imagesource:" and "gsd:" may stand above. The first corner is the object's front left one: the box has a direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annotation.formats.base import Decoded, Format, Header, Item, Options
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
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import RotatedBox
from core.text import Text

HEAD = re.compile(r"^(imagesource|gsd|acquisition dates)\s*:", re.IGNORECASE)
LINE = re.compile(rb"^(\s*(imagesource|gsd)\s*:[^\n]*\n)*\s*(-?\d+(\.\d+)?\s+){8}\S+\s+\d\s*$", re.MULTILINE)
LARGEST = 64 * 1024**2
FOLDERS = ("labelTxt", "labelTxt-v1.0", "labelTxt-v1.5", "labels", "annfiles")
DIGITS = 2
DIFFICULT = "difficult"


def label_files(source: Source) -> Iterator[str]:
    """The text files with a line of eight numbers, a word and a digit among their first."""
    for name, head in beginnings(source, ".txt", 4096):
        if LINE.match(head):
            yield name


@FORMATS.register
class Dota(Format):
    """Boxes at any angle with their front, and whether they are difficult."""

    slug = "dota"
    title = Text(en="DOTA (oriented boxes)", zh="DOTA（旋转框）")
    extensions = (".txt",)
    kinds = frozenset({"rotated_box"})
    cannot_carry = (
        Text(
            en="Upright boxes come back as rotated ones; polygons and masks become boxes; other kinds are left out.",
            zh="矩形框读回后为旋转框；多边形和掩码转换为框；其他类型省略。",
        ),
        Text(
            en="Attributes but “difficult”, scores, groups, ids and z-order are left out.",
            zh="不含“difficult”以外的属性、置信度、分组、编号和叠放次序。",
        ),
        Text(
            en="Blanks in class names become underscores; corners are rounded to 2 digits.",
            zh="类别名中的空格改为下划线；角点保留 2 位小数。",
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
            split, name = split_of(item.meta), free_stem(item, taken, report)
            folder = f"{split}/" if split else ""
            lines = [line for record in item.records if (line := _line(record, report))]
            sink.write(f"{folder}labelTxt/{name}.txt", "".join(lines).encode())
            report.items += 1
            if images:
                copy_image(item, f"{folder}images/{item.name}", sink, report)
        return report


def _with_empty(source: Source) -> list[str]:
    """The label files, and in their folders the empty ones, too."""
    found = list(label_files(source))
    folders = {name.rpartition("/")[0] for name in found if set(name.split("/")) & set(FOLDERS)}
    empty = [name for name in source.names if name.endswith(".txt") and name.rpartition("/")[0] in folders]
    return sorted({*found, *empty})


def _read(gathering: Gathering, file: str) -> None:
    try:
        text = gathering.source.read(file, LARGEST).decode("utf-8-sig", "replace")
    except Unreadable as error:
        gathering.report.problem(file, "", error.code, **error.params)
        return
    parts = file.split("/")
    at = next((index for index, part in enumerate(parts) if part in FOLDERS), len(parts) - 2)
    within, folder = stem("/".join(parts[at + 1 :])), "/".join(parts[: max(at, 0)])
    suffixes = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
    name = next((within + each for each in suffixes if gathering.images.find(within + each, folder)), f"{within}.png")
    image = gathering.image(file, "", name, split=split_in(folder))
    if image is None:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not HEAD.match(line.strip()):
            _object(image, f"line {number}", line.split())
    gathering.keep(image)


def _object(image: Image, place: str, parts: list[str]) -> None:
    try:
        numbers = [float(part) for part in parts[:8]]
    except ValueError:
        numbers = []
    if len(numbers) != 8 or not 9 <= len(parts) <= 10:
        image.problem(place, "bad-line", reason="it is not eight numbers, a class and whether it is difficult")
        return
    corners = [numbers[at : at + 2] for at in range(0, 8, 2)]
    attributes = {DIFFICULT: True} if parts[9:] and parts[9] != "0" else {}
    image.add(place, "rotated_box", RotatedBox.from_corners(corners), parts[8], attributes)


def _line(record: Record, report: Report) -> str:
    """The line of a record; empty for those that are left out."""
    kind, data = record["kind"], record["data"]
    if kind == "rotated_box":
        corners = RotatedBox.corners(data)
    elif kind in {"box", "polygon", "mask"}:
        report.loss("polygon-as-box", int(kind == "polygon"))
        report.loss("mask-as-box", int(kind == "mask"))
        left, top, right, bottom = KINDS[kind].measure(data).bounds or (0, 0, 0, 0)
        corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    else:
        count_left_out(record, report)
        return ""
    count_losses(record, report, "group", "score", "z")
    report.loss("attributes-dropped", int(bool(set(record["attributes"]) - {DIFFICULT})))
    report.records += 1
    name = "_".join(record["label"].split())
    report.loss("blank-changed", int(name != record["label"]))
    numbers = " ".join(f"{value:.{DIGITS}f}" for corner in corners for value in corner)
    return f"{numbers} {name} {int(record['attributes'].get(DIFFICULT) is True)}\n"
