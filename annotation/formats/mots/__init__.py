"""MOTS: a picture for every frame, `instances/<sequence>/000001.png`, whose 16 bits are class * 1000 + track.

See https://www.vision.rwth-aachen.de/page/mots. `instances/labels.txt` names the classes, a line each from 1, as CVAT
writes it; else 1 is a car and 2 a pedestrian. Frames are counted from 0 where there is a frame 0, else from 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from annotation.formats.base import IMAGE_SUFFIXES, VIDEO_SUFFIXES, Decoded, Format, Header, Item, Options
from annotation.formats.gathering import Gathering
from annotation.formats.labels import label_keys, label_name
from annotation.formats.masks import cropped
from annotation.formats.names import base
from annotation.formats.pictures import codes_of, png
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sequences import Seen, frames_of, track_of
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import split_in, split_of
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds.keyframes import state_at
from annotation.kinds.mask import MaskKind, mask_data
from annotation.kinds.record import Record
from core.text import Text

FRAME = re.compile(r"(?P<root>(?:.*/)?)instances/(?P<sequence>(?:.*/)?)(?P<frame>\d{1,9})\.png", re.IGNORECASE)
CLASSES = ("car", "pedestrian")
IGNORED = 10_000
TRACKS = 1000
LARGEST_LIST = 1 << 20


def is_label_picture(name: str) -> bool:
    """See Format.is_label_picture."""
    return "instances" in name.split("/")[:-1]


def sequences(source: Source) -> dict[tuple[str, str], dict[int, str]]:
    """The pictures of each sequence by their numbers."""
    found: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for name in source.names:
        if match := FRAME.fullmatch(name):
            found[match["root"], match["sequence"].rstrip("/")][int(match["frame"])] = name
    return dict(found)


@FORMATS.register
class Mots(Format):
    """Tracks of masks."""

    slug = "mots"
    title = Text(en="MOTS PNG", zh="MOTS PNG")
    extensions = (".png",)
    kinds = frozenset({"track"})
    modalities = frozenset({"video"})
    is_label_picture = staticmethod(is_label_picture)
    cannot_carry = (
        Text(en="Everything but tracks of masks is left out.", zh="仅保留掩码轨迹。"),
        Text(
            en="Each pixel has one object: where several overlap, the one on top keeps it.",
            zh="每个像素只属于一个对象：重叠处归最上层对象。",
        ),
        Text(
            en="Attributes, what is hidden, scores, groups, ids and z-order are left out.",
            zh="不含属性、遮挡、置信度、分组、编号和叠放次序。",
        ),
        Text(
            en="A class has 1000 tracks at most, and there are 64 classes.",
            zh="每个类别最多 1000 条轨迹，最多 64 个类别。",
        ),
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        names = (name for name in source.names if FRAME.fullmatch(name) or base(name) == "labels.txt")
        others = (name for name in source.names if name.lower().endswith((*IMAGE_SUFFIXES, *VIDEO_SUFFIXES)))
        return bool(sequences(source)) and {*names, *others} >= {n for n in source.names if "instances/" in n}

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        gathering = Gathering(source, cls.title.en, is_label_picture, VIDEO_SUFFIXES)
        for (root, sequence), pictures in sequences(source).items():
            _read(gathering, root, sequence, pictures)
        return gathering.decoded()

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        labels = {key: number for number, key in enumerate(label_keys(header.schema), 1)}
        taken: set[str] = set()
        splits: dict[str, None] = {}
        for item in items:
            report.items += 1
            split, name = split_of(item.meta), free_stem(item, taken, report)
            root = f"{split}/" if split else ""
            splits.setdefault(root)
            _write(item, f"{root}instances/{name}", labels, sink, report)
            if images:
                copy_image(item, f"{root}videos/{item.name}", sink, report)
        for root in splits or [""]:
            sink.write(f"{root}instances/labels.txt", "".join(f"{label}\n" for label in labels).encode())
        return report


def _read(gathering: Gathering, root: str, sequence: str, pictures: dict[int, str]) -> None:
    names = _labels(gathering.source, (f"{root}instances/labels.txt", f"{root}instances/{sequence}/labels.txt"))
    for label in names if names is not CLASSES else ():
        gathering.gatherer.label(label)
    split = split_in(*reversed(root.rstrip("/").split("/")))
    called = sequence or base(root.rstrip("/")) or "video"
    there = (called + each for each in VIDEO_SUFFIXES if gathering.images.find(called + each, f"{root}videos"))
    file = next(iter(pictures.values()))
    video = gathering.image(file, "", next(there, f"{called}.mp4"), split=split, near=f"{root}videos")
    if video is None:
        return
    first = 0 if 0 in pictures else 1
    seen: defaultdict[int, dict[int, Seen]] = defaultdict(dict)
    for number, name in sorted(pictures.items()):
        codes = codes_of(gathering.source, name, gathering.report, colours=False)
        if codes is None:
            continue
        video.size = codes.shape[1], codes.shape[0]
        for code in np.unique(codes).tolist():
            data = mask_data(np.asarray(codes == code)) if code >= TRACKS and code != IGNORED else None
            if data:
                seen[code][number - first] = (data, False, {})
    frames = max(pictures) - first + 1
    for code, masks in sorted(seen.items()):
        kind = code // TRACKS
        label = names[kind - 1] if kind <= len(names) else f"class {kind}"
        video.add(str(code), "track", track_of("mask", masks, frames), label)
    gathering.keep(video)


def _labels(source: Source, files: Iterable[str]) -> tuple[str, ...]:
    name = next((name for name in files if name in source.names), None)
    try:
        lines = source.read(name, LARGEST_LIST).decode("utf-8-sig", "replace").splitlines() if name else []
    except Unreadable:
        lines = []
    return (
        tuple(label_name(line) or f"class {number}" for number, line in enumerate(lines, 1) if line.strip()) or CLASSES
    )


def _write(item: Item, folder: str, labels: dict[str, int], sink: Sink, report: Report) -> None:
    tracks = sorted(_tracks(item, labels, report), key=lambda each: (each[0]["z"], each[0]["id"]))
    if not (item.width and item.height):
        report.loss("no-size", len(tracks))
        return
    for frame in range(frames_of(item)):
        codes = np.zeros((item.height, item.width), dtype=np.uint16)
        for record, code in tracks:
            state = state_at(record["data"], frame, MaskKind.interpolate)
            if state is not None:
                where, inside = cropped(state["data"], item.width, item.height)
                codes[where][inside] = code
        sink.write(f"{folder}/{frame + 1:06d}.png", png(codes))


def _tracks(item: Item, labels: dict[str, int], report: Report) -> Iterator[tuple[Record, int]]:
    """The tracks of masks with their numbers."""
    counts: defaultdict[int, int] = defaultdict(int)
    for record in item.records:
        if record["kind"] != "track" or record["data"]["of"] != "mask":
            count_left_out(record, report)
            continue
        kind = labels.setdefault(record["label"], len(labels) + 1)
        number = counts[kind]
        code = kind * TRACKS + number
        if number >= TRACKS or code > 65535 or code == IGNORED:
            report.loss("too-many-classes")
            continue
        counts[kind] += 1
        count_losses(record, report, "attributes", "group", "score", "z")
        report.records += 1
        yield record, code
