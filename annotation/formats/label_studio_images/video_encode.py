"""Writing videos as Label Studio imports them: the tasks, and the labelling interface."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from annotation.formats.base import Item
from annotation.formats.label_studio_images.encode import (
    ANSWERS,
    RELATION,
    WHOLE,
    Encoder,
    choices_of,
    controls_of,
    corner_of,
)
from annotation.formats.sequences import frames_of
from annotation.formats.writing import count_left_out, count_losses
from annotation.kinds import KINDS
from annotation.kinds.box import Box
from annotation.kinds.keyframes import Keyframe
from annotation.kinds.record import Record
from annotation.kinds.track import at

RATE = 25.0

Result = dict[str, Any]


class VideoEncoder(Encoder):
    """The same of videos."""

    folder = "videos"

    def _interface(self, schema: dict[str, Any]) -> Element:
        return _interface(schema)

    def _task(self, item: Item) -> dict[str, Any]:
        results = [result for record in item.records for result in self._results_of(record, item)]
        address = f"/data/local-files/?d={quote(f'videos/{item.name}')}"
        annotations = [{"result": results}] if results else []
        return {"id": self._report.items, "data": {"video": address}, "annotations": annotations}

    def _results_of(self, record: Record, item: Item) -> Iterator[Result]:
        if record["kind"] in {WHOLE, ANSWERS, RELATION}:
            self._report.records += 1
            count_losses(record, self._report, "group", "score", "z")
            yield from self._about_whole(record, {"to_name": "video"})
            return
        of = record["data"]["of"] if record["kind"] == "track" else ""
        if record["kind"] != "segment" and not (of and KINDS[of].spatial):
            count_left_out(record, self._report)
            return
        if of and not (item.width and item.height):
            self._report.loss("no-size")
            return
        self._report.records += 1
        count_losses(record, self._report, "group", "score", "z")
        same: Result = {"id": record["id"], "to_name": "video"}
        same |= {"original_width": item.width, "original_height": item.height} if item.width and item.height else {}
        if of:
            self._report.loss("track-as-boxes", int(of not in {"box", "rotated_box"}))
            told = any(each["attributes"] or each["occluded"] for each in record["data"]["keyframes"])
            self._report.loss("attributes-dropped", int(told))
            yield {**same, "from_name": "box", "type": "videorectangle", "value": _value(record, item)}
        else:
            spans = [{"start": record["data"]["start"] + 1, "end": record["data"]["stop"]}]
            value = {"ranges": spans, "timelinelabels": [record["label"]]}
            yield {**same, "from_name": "timeline", "type": "timelinelabels", "value": value}
        yield from self._answers(record, same)


def _value(record: Record, item: Item) -> dict[str, Any]:
    rate, frames = float(item.facts.get("rate") or RATE), frames_of(item)
    sequence = [
        {"frame": each["frame"] + 1, "enabled": enabled, "time": each["frame"] / rate, **_place(record, each, item)}
        for each, enabled in _shown(record)
    ]
    return {"framesCount": frames, "duration": frames / rate, "sequence": sequence, "labels": [record["label"]]}


def _shown(record: Record) -> list[tuple[Keyframe, bool]]:
    """The keyframes in which it is there, and whether it goes on; where it ends, the last frame before."""
    found: list[tuple[Keyframe, bool]] = []
    for each in record["data"]["keyframes"]:
        if not each["outside"]:
            found.append((each, True))
            continue
        last = at(record["data"], each["frame"] - 1)
        assert last is not None  # what is outside has been there before
        if found[-1][0]["frame"] == last["frame"]:
            found.pop()
        found.append((last, False))
    return found


def _place(record: Record, each: Keyframe, item: Item) -> dict[str, float]:
    of, data = record["data"]["of"], each["data"]
    if of not in {"box", "rotated_box"}:
        data = Box.from_bounds(*(KINDS[of].measure(data).bounds or (0, 0, 0, 0)))
    x, y = corner_of(data) if of == "rotated_box" else (data["x"], data["y"])
    across, down = 100 / (item.width or 1), 100 / (item.height or 1)
    return {
        "x": x * across,
        "y": y * down,
        "width": data["width"] * across,
        "height": data["height"] * down,
        "rotation": math.degrees(data.get("angle", 0.0)) % 360,
    }


def _interface(schema: dict[str, Any]) -> Element:
    view = Element("View")
    SubElement(view, "Video", {"name": "video", "value": "$video"})
    SubElement(view, "VideoRectangle", {"name": "box", "toName": "video"})
    for name, tag, is_event in (("labels", "Labels", False), ("timeline", "TimelineLabels", True)):
        drawn = [label for label in schema.get("labels", []) if not {*label.get("kinds", [])} <= {WHOLE, RELATION}]
        used = [label for label in drawn if is_event == (label.get("kinds") == ["segment"])]
        control = SubElement(view, tag, {"name": name, "toName": "video"}) if used else None
        for label in used if control is not None else ():
            SubElement(control, "Label", {"value": label["key"], "background": label["color"]})  # type: ignore[arg-type]
    tags = [label["key"] for label in schema.get("labels", []) if WHOLE in label.get("kinds", [])]
    if tags:
        choices_of(SubElement(view, "Choices", {"name": WHOLE, "toName": "video", "choice": "multiple"}), tags)
    controls_of(view, schema, "video")
    return view
