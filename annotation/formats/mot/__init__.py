"""MOTChallenge: `<sequence>/gt/gt.txt`, a line for each box in each frame, and `seqinfo.ini` about the video.

See https://motchallenge.net/instructions. A line is "frame,id,left,top,width,height,counts,class,visibility", and
frames are counted from 1. `gt/labels.txt` names the classes, as CVAT writes it; else they are those of MOT17.
"""

from __future__ import annotations

import configparser
import csv
import io
import re
from collections.abc import Iterable, Iterator

from annotation.formats.base import VIDEO_SUFFIXES, Decoded, Format, Header, Item, Options
from annotation.formats.gathering import Gathering, Image, side
from annotation.formats.labels import label_keys, label_name
from annotation.formats.names import base
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sequences import Seen, frames_of, states, track_of
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable, beginnings
from annotation.formats.splits import split_in, split_of
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds import KINDS
from annotation.kinds.record import Record
from core.text import Text

LINE = re.compile(rb"^\s*\d+\s*,\s*-?\d+(\.\d+)?(\s*,\s*-?\d+(\.\d+)?(e-?\d+)?){4,8}\s*$", re.MULTILINE)
VIDEO = re.compile(r"^; video: (.+)$", re.MULTILINE)
"""How we say which file a sequence is."""
CLASSES = (
    "pedestrian", "person on vehicle", "car", "bicycle", "motorbike", "non motorized vehicle", "static person",
    "distractor", "occluder", "occluder on the ground", "occluder full", "reflection",
)  # fmt: skip
"""Of MOT17, from 1."""
LARGEST = 512 * 1024**2
LARGEST_INFO = 1 << 20
DIGITS = 2
SEEN = 0.5
"""Visibility below which something is taken as hidden."""
Object = tuple[int, int, str]
"""Id, number of the class, and what tells things of no id apart."""


def label_files(source: Source) -> Iterator[str]:
    """The tables called gt.txt that begin with such a line."""
    for name, head in beginnings(source, "gt.txt", 4096):
        if base(name) == "gt.txt" and (LINE.match(head.split(b"\n")[0]) or not head.strip()):
            yield name


@FORMATS.register
class Mot(Format):
    """Tracks of boxes."""

    slug = "mot"
    title = Text(en="MOTChallenge", zh="MOTChallenge")
    extensions = (".txt", ".ini")
    kinds = frozenset({"track"})
    modalities = frozenset({"video"})
    cannot_carry = (
        Text(
            en="Tracks of other things than boxes become tracks of the boxes around them; everything else is left out.",
            zh="非矩形框轨迹转换为外接矩形框轨迹；其他内容省略。",
        ),
        Text(
            en="There is a box for every frame: keyframes come back where the boxes need them, within 0.01 pixels.",
            zh="逐帧写出矩形框：读回时按需生成关键帧，误差 0.01 像素。",
        ),
        Text(
            en="Attributes, scores, groups, ids and z-order are left out.",
            zh="不含属性、置信度、分组、编号和叠放次序。",
        ),
        Text(en="Coordinates are rounded to 2 digits.", zh="坐标保留 2 位小数。"),
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(LINE.match(head) for name, head in beginnings(source, "gt.txt", 4096) if base(name) == "gt.txt")

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        gathering = Gathering(source, cls.title.en, suffixes=VIDEO_SUFFIXES)
        for file in label_files(source):
            _sequence(gathering, file)
        return gathering.decoded()

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        labels = {key: number for number, key in enumerate(label_keys(header.schema), 1)}
        taken: set[str] = set()
        for item in items:
            report.items += 1
            split, name = split_of(item.meta), free_stem(item, taken, report)
            folder = f"{split}/{name}" if split else name
            sink.write(f"{folder}/gt/gt.txt", _table(item, labels, report))
            sink.write(f"{folder}/gt/labels.txt", "".join(f"{label}\n" for label in labels).encode())
            sink.write(f"{folder}/seqinfo.ini", _info(item, name).encode())
            if images:
                copy_image(item, f"{folder}/{base(item.name)}", sink, report)
        return report


def _sequence(gathering: Gathering, file: str) -> None:
    folder = file.rpartition("/")[0].rpartition("/")[0]
    source = gathering.source
    info = _read_info(source, f"{folder}/seqinfo.ini".lstrip("/"))
    names = _labels(source, f"{file.rpartition('/')[0]}/labels.txt".lstrip("/"))
    for label in names if names is not CLASSES else ():
        gathering.gatherer.label(label)
    size = side(_whole(info.get("imwidth"))), side(_whole(info.get("imheight")))
    name, split = _name(gathering, folder, info)
    video = gathering.image(file, "", name, size=size, split=split, near=folder)
    if video is None:
        return
    found: dict[Object, dict[int, Seen]] = {}
    try:
        text = source.read(file, LARGEST).decode("utf-8-sig", "replace")
    except Unreadable as error:
        video.problem("", error.code, **error.params)
        text = ""
    for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
        if row:
            _row(video, f"line {number}", row, found)
    length = _whole(info.get("seqlength"))
    for (identity, kind, alone), seen in sorted(found.items(), key=lambda each: each[0]):
        label = names[kind - 1] if 0 < kind <= len(names) else f"class {kind}"
        data = track_of("box", seen, length)
        video.add(alone or f"track {identity}", "track", data, label)
    gathering.keep(video)


def _row(video: Image, place: str, row: list[str], found: dict[Object, dict[int, Seen]]) -> None:
    try:
        numbers = [float(each) for each in row]
    except ValueError:
        numbers = []
    if not 6 <= len(numbers) <= 10 or not all(each.is_integer() for each in numbers[:2]) or numbers[0] < 1:
        video.problem(place, "bad-line", reason="it is not a frame, an id, a box and what is said of it")
        return
    x, y, width, height = numbers[2:6]
    if not (width > 0 and height > 0):
        video.problem(place, "bad-geometry", field="width", reason="must be greater than 0")
        return
    kind = int(numbers[7]) if len(numbers) > 7 and numbers[7] > 0 else 1
    hidden = len(numbers) > 8 and 0 <= numbers[8] < SEEN
    identity = int(numbers[1])
    key = (identity, kind, "" if identity > 0 else place)
    box = {"x": x, "y": y, "width": width, "height": height}
    found.setdefault(key, {})[int(numbers[0]) - 1] = (box, hidden, {})


def _name(gathering: Gathering, folder: str, info: dict[str, str]) -> tuple[str, str]:
    """The name of the video and its split: the file beside the table, else what the sequence is called."""
    beside = [name for name in gathering.images.names if name.rpartition("/")[0] == folder]
    parts = folder.split("/")
    split = split_in(parts[0]) if len(parts) > 1 else ""
    within = "/".join(parts[1:] if split else parts)
    above = "/".join(within.split("/")[:-1])
    file = base(beside[0]) if len(beside) == 1 else f"{info.get('name') or base(within) or 'video'}.mp4"
    if info.get("video"):
        file = info["video"]
    return (f"{above}/{file}" if above else file), split


def _read_info(source: Source, name: str) -> dict[str, str]:
    if name not in source.names:
        return {}
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        text = source.read(name, LARGEST_INFO).decode("utf-8-sig", "replace")
        parser.read_string(text)
        video = VIDEO.search(text)
        return {**parser["Sequence"], **({"video": video[1].strip()} if video else {})}
    except (Unreadable, configparser.Error, KeyError):
        return {}


def _labels(source: Source, name: str) -> tuple[str, ...]:
    if name not in source.names:
        return CLASSES
    try:
        lines = source.read(name, LARGEST_INFO).decode("utf-8-sig", "replace").splitlines()
    except Unreadable:
        return CLASSES
    return (
        tuple(label_name(line) or f"class {number}" for number, line in enumerate(lines, 1) if line.strip()) or CLASSES
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _table(item: Item, labels: dict[str, int], report: Report) -> bytes:
    """A line for every track in every frame, by frames."""
    frames = frames_of(item)
    lines: list[tuple[int, int, str]] = []
    for number, record in enumerate(_tracks(item, report), 1):
        kind = KINDS[record["data"]["of"]]
        label = labels.setdefault(record["label"], len(labels) + 1)
        for each in states(record, frames):
            left, top, right, bottom = kind.measure(each["data"]).bounds or (0, 0, 0, 0)
            place = ",".join(f"{value:.{DIGITS}f}" for value in (left, top, right - left, bottom - top))
            visible = 0 if each["occluded"] else 1
            lines.append((each["frame"], number, f"{each['frame'] + 1},{number},{place},1,{label},{visible}\n"))
    return "".join(line for *_, line in sorted(lines)).encode()


def _tracks(item: Item, report: Report) -> Iterator[Record]:
    for record in item.records:
        of = record["data"]["of"] if record["kind"] == "track" else ""
        if not of or not KINDS[of].spatial:
            count_left_out(record, report)
            continue
        report.loss("track-as-boxes", int(of != "box"))
        count_losses(record, report, "group", "score", "z")
        changing = any(each["attributes"] for each in record["data"]["keyframes"])
        report.loss("attributes-dropped", int(bool(record["attributes"]) or changing))
        report.records += 1
        yield record


def _info(item: Item, name: str) -> str:
    rate = item.facts.get("rate") or 25
    said = {
        "name": base(name),
        "imDir": "img1",
        "frameRate": str(max(round(float(rate)), 1)),
        "seqLength": str(frames_of(item)),
        "imWidth": str(item.width or ""),
        "imHeight": str(item.height or ""),
        "imExt": ".jpg",
    }
    # As a remark: there are readers that refuse keys which they do not know.
    return f"[Sequence]\n; video: {base(item.name)}\n" + "".join(f"{key}={value}\n" for key, value in said.items())
