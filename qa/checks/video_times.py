from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from annotation.kinds import KINDS
from annotation.kinds.keyframes import trim
from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Params, Patch, Record, change
from qa.checks.registry import CHECKS


@CHECKS.register
class EventsOverlap(Check):
    """Two events of one label at once, in one row of events: it is one event, or the other has another label."""

    slug = "events-overlap"
    code = "V10"
    title = Text("Events overlap", "事件重叠")
    message = Text("Overlaps another “{label}” by {frames:frame|frames}.", "与另一个“{label}”重叠 {frames} 帧。")
    severity = "block"
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        rows: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for record in answer.records:
            if record["kind"] == "segment":
                rows[record["label"], record["data"]["tier"]].append(record)
        for row in rows.values():
            row.sort(key=lambda record: (record["data"]["start"], record["id"]))
            last = row[0]
            for record in row[1:]:
                shared = min(last["data"]["stop"], record["data"]["stop"]) - record["data"]["start"]
                if shared > 0:
                    both = {**last["data"], "stop": max(last["data"]["stop"], record["data"]["stop"])}
                    fix = [change(last, {**last, "data": both}), change(record, None)]
                    yield Found(record["id"], {"label": record["label"], "frames": shared}, fix, key=last["id"])
                last = max(last, record, key=lambda each: int(each["data"]["stop"]))


@CHECKS.register
class BeyondVideo(Check):
    """An event, a frame tag or a keyframe behind the last frame of the video."""

    slug = "beyond-video"
    code = "V10"
    title = Text("Beyond the video", "超出视频范围")
    message = Text("Reaches frame {frame}; the last one is {last}.", "到达第 {frame} 帧，而最后一帧为 {last}。")
    severity = "block"
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        last = followed.last_frame(answer)
        for record in answer.records if last is not None else ():
            frame = _reaches(record)
            if frame is not None and last is not None and frame > last:
                yield Found(record["id"], {"frame": frame, "last": last}, _cut(record, last))


def _reaches(record: Record) -> int | None:
    """The last frame that a record names."""
    data = record["data"]
    if record["kind"] == "track":
        frames = data["keyframes"]
        # To end behind the last frame is to last to the end.
        return int(frames[-1]["frame"]) - int(frames[-1]["outside"])
    if record["kind"] == "segment":
        return int(data["stop"]) - 1
    return int(data["at"]) if record["kind"] == "time_point" else None


def _cut(record: Record, last: int) -> Patch:
    """What is left of it within the video, or nothing."""
    data = record["data"]
    if record["kind"] == "track":
        kept = trim(data, 0, last, KINDS[data["of"]].interpolate)
        return [change(record, {**record, "data": kept} if kept else None)]
    if record["kind"] == "segment" and data["start"] <= last:
        return [change(record, {**record, "data": {**data, "stop": last + 1}})]
    return [change(record, None)]
