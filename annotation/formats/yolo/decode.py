"""Reading YOLO text files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotation.formats.base import Decoded, Header, Item
from annotation.formats.images import image_size
from annotation.formats.labels import SchemaGatherer
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.yolo.layout import Layout
from annotation.formats.yolo.poses import Poses
from annotation.kinds import KINDS, Data, InvalidData
from annotation.kinds.record import Record, new_record, stable_id
from annotation.kinds.rotated_box import RotatedBox

LARGEST = 64 * 1024**2
DIGITS = 6
"""Decimals of a pixel that are kept: the files themselves hold fewer."""
ROUNDING = 2e-6
"""Share of the image's size by which six-digit files miss the edge; a box so close is put on it."""
SAME = 0.01
"""Pixels by which a box may differ from the bounds of its key points and still be nothing else."""
SLACK = 0.001
"""Share of the image's size by which an object may reach outside before it is mentioned."""
KINDS_OF_TASK = {"detect": ["box"], "segment": ["polygon"], "obb": ["rotated_box"], "pose": ["box", "skeleton"]}


def decode(source: Source, task: str) -> Decoded:
    """See Format.decode. `task` "auto" tells boxes from polygons by the number of columns."""
    report = Report()
    for rejected in source.rejected:
        report.problem(rejected.name, "", rejected.code, **rejected.params)
    layout = Layout(source, report)
    task = layout.task if task == "auto" else task
    if not any(layout.labels.values()):
        report.problem("", "", "nothing-found", format="YOLO")
    for name in layout.orphans:
        report.problem(name, "", "missing-image", name=name)
    gatherer = SchemaGatherer()
    for label in layout.classes:
        gatherer.label(label)
    schema = gatherer.schema(KINDS_OF_TASK.get(task, ["box", "polygon"]))
    poses = Poses(layout.settings)
    for number, label in enumerate(schema["labels"]):
        if task == "pose":
            label["skeleton"] = poses.template(number)
    return Decoded(Header(schema), _items(source, layout, task, report), report)


def _items(source: Source, layout: Layout, task: str, report: Report) -> Iterator[Item]:
    for image in layout.images.names:
        name, split = layout.name_of(image), layout.split_of(image)
        media = layout.images.media(image)
        width, height = (image_size(media) if media else None) or (None, None)
        label = layout.labels[image]
        records: list[Record] = []
        if label and width and height:
            records = _Reader(source, layout, task, report, name, (width, height)).records(label)
        elif label:
            report.problem(image, "", "no-size")
        report.items += 1
        report.records += len(records)
        yield Item(name, width, height, records, media, meta={"split": split} if split else {})


class _Reader:
    """Reads the label file of one image."""

    def __init__(
        self, source: Source, layout: Layout, task: str, report: Report, item: str, size: tuple[int, int]
    ) -> None:
        self._source = source
        self._classes = layout.classes
        self._task = task
        self._report = report
        self._item = item
        self._size = size
        self._poses = Poses(layout.settings)

    def records(self, file: str) -> list[Record]:
        try:
            text = self._source.read(file, LARGEST).decode("utf-8-sig", "replace")
        except Unreadable as error:
            self._report.problem(file, "", error.code, **error.params)
            return []
        found: list[Record] = []
        for number, line in enumerate(text.splitlines(), 1):
            columns = line.split()
            if columns:
                found.extend(self._line(file, number, columns))
        return found

    def _line(self, file: str, number: int, columns: list[str]) -> list[Record]:
        place = f"line {number}"
        try:
            values = [float(column) for column in columns]
        except ValueError:
            self._report.problem(file, place, "bad-value", field="line", reason="must hold only numbers")
            return []
        label = self._label(values[0])
        if label is None:
            self._report.problem(file, place, "unknown-category", id=columns[0])
            return []
        shapes, score = self._shapes(int(values[0]), values[1:])
        if shapes is None:
            reason = f"has {len(values)} columns, which is no known layout"
            self._report.problem(file, place, "bad-geometry", field="line", reason=reason)
            return []
        sound = [(kind, data) for kind, data in shapes if self._sound(kind, data, file, place)]
        group = stable_id(self._item, number, "group") if len(sound) > 1 else None
        return [
            new_record(
                id=stable_id(self._item, number, index), kind=kind, data=data, label=label, group=group, score=score
            )
            for index, (kind, data) in enumerate(sound)
        ]

    def _label(self, value: float) -> str | None:
        """The name of the class; its number where the data set names no classes."""
        if not value.is_integer() or value < 0:
            return None
        if not self._classes:
            return str(int(value))
        return self._classes[int(value)] if value < len(self._classes) else None

    def _shapes(self, number: int, values: list[float]) -> tuple[list[tuple[str, Data]] | None, float | None]:
        """The shapes of a line without its class, and a score if it has one."""
        if len(values) == 4:
            return [("box", self._box(values))], None
        if self._task == "pose" and len(values) > 4 and (len(values) - 4) % self._poses.dimensions == 0:
            return self._pose(number, values), None
        if len(values) == 5 and self._task in {"auto", "detect"}:
            return [("box", self._box(values))], values[4] if 0 <= values[4] <= 1 else None
        if self._task == "obb" and len(values) == 8:
            return [("rotated_box", RotatedBox.from_corners(self._points(values)))], None
        if len(values) >= 6 and len(values) % 2 == 0 and self._task != "obb":
            return [("polygon", {"points": self._points(values), "holes": []})], None
        return None, None

    def _box(self, values: list[float]) -> Data:
        x, y, w, h = values[:4]
        (left, right), (top, bottom) = (_edges(x, w, self._size[0]), _edges(y, h, self._size[1]))
        return {"x": left, "y": top, "width": round(right - left, DIGITS), "height": round(bottom - top, DIGITS)}

    def _points(self, values: list[float]) -> list[list[float]]:
        width, height = self._size
        pairs = zip(values[::2], values[1::2], strict=True)
        return [[round(x * width, DIGITS), round(y * height, DIGITS)] for x, y in pairs]

    def _pose(self, number: int, values: list[float]) -> list[tuple[str, Data]]:
        """The box and the skeleton in it; only the skeleton where the box says no more than its points."""
        box, joints = self._box(values), self._poses.joints(number, values[4:], self._size)
        if not joints:
            return [("box", box)]
        data: Data = {"points": joints}
        left, top, right, bottom = KINDS["skeleton"].measure(data).bounds or (0, 0, 0, 0)
        around = (box["x"] - left, box["y"] - top, box["width"] - (right - left), box["height"] - (bottom - top))
        says_more = max(map(abs, around)) > SAME
        return [*([("box", box)] if says_more else []), ("skeleton", data)]

    def _sound(self, kind: str, data: Any, file: str, place: str) -> bool:
        try:
            KINDS[kind].validate(data)
        except InvalidData as error:
            where, messages = next(iter(error.fields.items()))
            self._report.problem(file, place, "bad-geometry", field=where, reason=messages[0])
            return False
        width, height = self._size
        left, top, right, bottom = KINDS[kind].measure(data).bounds or (0, 0, 0, 0)
        slack = SLACK * max(width, height)
        if min(left, top) < -slack or right > width + slack or bottom > height + slack:
            self._report.problem(file, place, "outside-image", width=width, height=height)
        return True


def _edges(centre: float, extent: float, side: int) -> tuple[float, float]:
    """Both edges in pixels, put on the image's own edge where only rounding keeps them off it."""
    low, high = centre - extent / 2, centre + extent / 2
    low = 0.0 if -ROUNDING <= low < 0 else low
    high = 1.0 if 1 < high <= 1 + ROUNDING else high
    return round(low * side, DIGITS), round(high * side, DIGITS)
