"""SemanticKITTI labels of points: `sequences/00/labels/000000.label`, one for each sweep in `velodyne/`.

A file is uint32 little-endian, one for each point in the order of the sweep: the lower 16 bits are the class, the upper
16 the instance, 0 for none. Labels have no frame of reference, for they name no place. `semantic-kitti.yaml` says what
the classes are called; without it the numbers are those of the data set's authors. Read and written again the bytes
are the same.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from annotation.formats.base import Decoded, Format, Header, Item, Media, Options
from annotation.formats.labels import SchemaGatherer, label_keys
from annotation.formats.names import folded, stem
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.semantic_kitti.classes import name_of, numbers_of, table, yaml_of
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable
from annotation.formats.writing import copy_files
from annotation.kinds.point_labels import MOST_CLASSES, Values, pack, summed, unpack
from annotation.kinds.record import Record, new_record, stable_id
from core.text import Text

LABELS = re.compile(r"(?P<root>(?:.*/)?)labels/(?P<frame>\d+)\.label", re.IGNORECASE)
SWEEP = re.compile(r"(?P<root>(?:.*/)?)velodyne/(?P<frame>\d+)\.bin", re.IGNORECASE)
YAML = "semantic-kitti.yaml"
LARGEST_FILE = 1024**3
LARGEST_TABLE = 1024**2


@FORMATS.register
class SemanticKitti(Format):
    """One folder for each scene."""

    slug = "semantic_kitti"
    title = Text(en="SemanticKITTI labels", zh="SemanticKITTI 点标签")
    extensions = (".label", ".yaml")
    kinds = frozenset({"point_labels"})
    modalities = frozenset({"scene"})
    cannot_carry = (
        Text(en="Anything but labels of points.", zh="点标签以外的任何内容。"),
        Text(en="Sources and scores.", zh="来源与置信度。"),
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(LABELS.fullmatch(name) for name in source.names)

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        report = Report()
        for rejected in source.rejected:
            report.problem(rejected.name, "", rejected.code, **rejected.params)
        scenes = _by_root(source.names, LABELS)
        if not scenes:
            report.problem("", "", "nothing-found", format=cls.title.en)
        names = _names(source)
        gathered = SchemaGatherer()
        for number in sorted(_classes(source, scenes)):
            gathered.label(name_of(number, names), cls.kinds)
        return Decoded(Header(gathered.schema(cls.kinds)), _items(source, scenes, names, report), report)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        numbers = numbers_of(label_keys(header.schema))
        taken: set[str] = set()
        for item in items:
            report.items += 1
            root = _root(item, taken)
            frames = _frames(item)
            for record in item.records:
                if record["kind"] not in cls.kinds:
                    report.loss("kind-not-carried")
                    continue
                report.records += 1
                at = record["data"]["frame"]
                frame = frames[at] if at < len(frames) else f"{at:06d}"
                sink.write(f"{root}labels/{frame}.label", _file(record["data"], item.blobs, numbers))
            if images:
                copy_files(item, "scenes", sink, report)
        sink.write(YAML, yaml_of(numbers, header.schema).encode())
        return report


def _by_root(names: Iterable[str], pattern: re.Pattern[str]) -> dict[str, dict[str, str]]:
    """Root folder -> frame -> name; frames in the order of their numbers."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        if match := pattern.fullmatch(name):
            found[match["root"]][match["frame"]] = name
    return {root: dict(sorted(frames.items(), key=lambda each: int(each[0]))) for root, frames in found.items()}


def _names(source: Source) -> dict[int, str]:
    found = next((name for name in source.names if folded(name).endswith((".yaml", ".yml"))), None)
    try:
        return table(source.read(found, LARGEST_TABLE).decode("utf-8", "replace")) if found else {}
    except Unreadable:
        return {}


def _classes(source: Source, scenes: Mapping[str, Mapping[str, str]]) -> set[int]:
    """Numbers of all classes that occur."""
    found: set[int] = set()
    for frames in scenes.values():
        for name in frames.values():
            try:
                found.update(np.unique(_read(source, name) & MOST_CLASSES).tolist())
            except Unreadable:
                continue  # it is told of when the items are read
    return found - {0}


def _read(source: Source, name: str) -> Values:
    content = source.read(name, LARGEST_FILE)
    if len(content) % 4:
        raise Unreadable("not-readable", f"{name} is cut off.", reason="it is cut off")
    return np.frombuffer(content, "<u4")


def _items(
    source: Source, scenes: Mapping[str, Mapping[str, str]], names: Mapping[int, str], report: Report
) -> Iterator[Item]:
    sweeps = _by_root(source.names, SWEEP)
    for root, frames in sorted(scenes.items()):
        records: list[Record] = []
        blobs: dict[str, bytes] = {}
        order = {frame: at for at, frame in enumerate(sweeps.get(root) or frames)}
        for frame, name in frames.items():
            try:
                data, content = _data(_read(source, name), order.get(frame, len(records)), names)
            except Unreadable as error:
                report.problem(name, "", error.code, **error.params)
                continue
            blobs[data["blob"]] = content
            records.append(new_record(id=stable_id(root, frame), kind="point_labels", data=data))
        report.items += 1
        report.records += len(records)
        first = next(iter(sweeps.get(root, {}).values()), None)
        media = Media(first, lambda first=first: source.open(first)) if first else None  # type: ignore[misc]
        yield Item(root.rstrip("/") or "sequence", None, None, records, media, blobs=blobs)


def _data(values: Values, frame: int, names: Mapping[int, str]) -> tuple[dict[str, Any], bytes]:
    """Classes are numbered anew, from 1 in the order of their own numbers."""
    present = np.unique(values & MOST_CLASSES)
    present = present[present > 0]
    ours = np.zeros(MOST_CLASSES + 1, np.uint32)
    ours[present] = np.arange(1, len(present) + 1)
    renumbered = (values & ~np.uint32(MOST_CLASSES)) | ours[values & MOST_CLASSES]
    content = pack(renumbered)
    classes = summed(renumbered, [name_of(int(number), names) for number in present])
    blob = hashlib.sha256(content).hexdigest()
    return {"frame": frame, "blob": blob, "count": len(values), "classes": classes}, content


def _file(data: Mapping[str, Any], blobs: Mapping[str, bytes], numbers: Mapping[str, int]) -> bytes:
    values = unpack(blobs[data["blob"]], data["count"])
    theirs = np.zeros(MOST_CLASSES + 1, np.uint32)
    theirs[1 : len(data["classes"]) + 1] = [numbers.get(each["label"], 0) for each in data["classes"]]
    written: Values = (values & ~np.uint32(MOST_CLASSES)) | theirs[values & MOST_CLASSES]
    return written.astype("<u4").tobytes()


def _root(item: Item, taken: set[str]) -> str:
    """The folder of a scene: that of its sweeps where it came as a sequence, else one with its name."""
    first = item.files[0].name if item.files else ""
    match = SWEEP.fullmatch(first)
    root = match["root"] if match else f"{item.name}/"
    root = root if "sequences/" in root else f"sequences/{root.lstrip('/')}"
    while folded(root) in taken:
        root = root.rstrip("/") + "_/"
    taken.add(folded(root))
    return root


def _frames(item: Item) -> list[str]:
    """Names of the frames where the sweeps say them."""
    sweeps = sorted(stem(media.name.rpartition("/")[2]) for media in item.files if SWEEP.fullmatch(media.name))
    return sorted(sweeps, key=int)
