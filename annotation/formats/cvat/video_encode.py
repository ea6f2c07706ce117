"""Writing CVAT for video: a file for each video."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from annotation.formats.base import Header, Item
from annotation.formats.cvat.attributes import text_of
from annotation.formats.cvat.encode import HEAD, drawn, labels_of, text
from annotation.formats.report import Report
from annotation.formats.sequences import frames_of
from annotation.formats.sink import Sink
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds.keyframes import Keyframe
from annotation.kinds.record import Record
from annotation.kinds.skeleton import HIDDEN, UNLABELLED

CARRIED = frozenset({"box", "rotated_box", "ellipse", "polygon", "polyline", "points", "skeleton", "cuboid2d", "mask"})


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._header, self._sink, self._copy = header, sink, images
        self._report = Report()
        self._taken: set[str] = set()

    def run(self, items: Iterable[Item]) -> Report:
        for item in items:
            self._report.items += 1
            groups: dict[str, int] = {}
            with self._sink.create(f"{free_stem(item, self._taken, self._report)}.xml") as stream:
                stream.write(HEAD + text(self._meta(item)))
                for record in item.records:
                    track = self._track(record, groups)
                    if track is not None:
                        stream.write(text(track))
                stream.write(b"</annotations>\n")
            if self._copy:
                copy_image(item, item.name, self._sink, self._report)
        return self._report

    def _meta(self, item: Item) -> Element:
        meta = Element("meta")
        task = SubElement(meta, "task")
        tracks = [record for record in item.records if record["kind"] == "track"]
        frames = max(frames_of(item), 1)
        for tag, said in (
            ("name", item.name),
            ("size", frames),
            ("mode", "interpolation"),
            ("start_frame", 0),
            ("stop_frame", frames - 1),
        ):
            SubElement(task, tag).text = str(said)
        changing: dict[str, set[str]] = {}
        for record in tracks:
            names = (name for each in record["data"]["keyframes"] for name in each["attributes"])
            changing.setdefault(record["label"], set()).update(names)
        task.append(labels_of(self._header.schema, changing))
        sizes = SubElement(task, "original_size")
        SubElement(sizes, "width").text = str(item.width or 0)
        SubElement(sizes, "height").text = str(item.height or 0)
        SubElement(meta, "source").text = item.name
        return meta

    def _track(self, record: Record, groups: dict[str, int]) -> Element | None:
        if record["kind"] != "track" or record["data"]["of"] not in CARRIED:
            count_left_out(record, self._report)
            return None
        of, frames = record["data"]["of"], record["data"]["keyframes"]
        said = {"id": str(self._report.records), "label": record["label"], "source": "manual"}
        if record["group"]:
            said["group_id"] = str(groups.setdefault(record["group"], len(groups) + 1))
        track = Element("track", said)
        for each in frames:
            self._shape(track, record, each)
        if of == "skeleton":
            for number, name in enumerate(dict.fromkeys(n for each in frames for n in each["data"]["points"])):
                _joints(
                    SubElement(track, "track", {"id": str(number), "label": name, "source": "manual"}), name, frames
                )
        self._report.loss("holes-dropped", int(any(each["data"].get("holes") for each in frames)))
        count_losses(record, self._report, "score")
        self._report.records += 1
        return track

    def _shape(self, track: Element, record: Record, each: Keyframe) -> None:
        of = record["data"]["of"]
        tag, place = ("skeleton", {}) if of == "skeleton" else drawn(of, {**each["data"], "holes": []})
        shape = SubElement(track, tag, {**_flags(each), **place, "z_order": str(record["z"])})
        for name, value in {**record["attributes"], **each["attributes"]}.items():
            SubElement(shape, "attribute", {"name": name}).text = text_of(value)


def _flags(each: Keyframe) -> dict[str, str]:
    flags = {"frame": str(each["frame"]), "keyframe": "1"}
    return flags | {name: str(int(each[name])) for name in ("outside", "occluded")}


def _joints(track: Element, name: str, frames: list[Keyframe]) -> None:
    """One point of a skeleton at every keyframe; where its place is not known it is outside."""
    for each in frames:
        x, y, seen = each["data"]["points"].get(name, (0, 0, UNLABELLED))
        flags = {**_flags(each), "outside": str(int(seen == UNLABELLED)), "occluded": str(int(seen == HIDDEN))}
        SubElement(track, "points", {**flags, **drawn("points", {"points": [[x, y]]})[1]})
