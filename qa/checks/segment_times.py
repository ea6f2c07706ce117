from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from annotation.transcription.versions import PARTS
from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Record, change
from qa.checks.registry import CHECKS


@CHECKS.register
class OutsideRecording(Check):
    """A segment or moment lies beyond the end of the recording."""

    slug = "outside-recording"
    code = "S5"
    title = Text("Beyond the recording", "超出录音范围")
    message = Text("Ends {seconds} s after the recording.", "超出录音结尾 {seconds} 秒。")
    severity = "block"
    modalities = sound.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        samples, rate = answer.asset.get("samples"), sound.rate_of(answer)
        if not samples or not rate:
            return
        for record in answer.records:
            data = record["data"]
            end = data.get("stop", data.get("at", 0) + 1 if "at" in data else 0)
            if end > samples:
                yield Found(record["id"], {"seconds": round((end - samples) / rate, 3)}, _cut(record, samples))


def _cut(record: Record, samples: int) -> list[dict[str, object]]:
    data = record["data"]
    if "at" in data:
        return [change(record, {**record, "data": {**data, "at": samples - 1}})]
    inside = {**data, "stop": samples}
    return [change(record, {**record, "data": inside} if data["start"] < samples else None)]


@CHECKS.register
class SpeakerOverlap(Check):
    """Two segments of one speaker on one lane overlap: nobody says two things at once."""

    slug = "speaker-overlap"
    code = "S5"
    title = Text("Speaks twice at once", "同一说话人重叠")
    message = Text(
        "Overlaps another segment of “{speaker}” by {seconds} s.", "与“{speaker}”的另一时间段重叠 {seconds} 秒。"
    )
    severity = "block"
    modalities = sound.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        lanes: dict[tuple[object, ...], list[Record]] = defaultdict(list)
        for record in sound.segments(answer):
            data = record["data"]
            if data["speaker"] or data["text"]:
                lanes[record["label"], data["tier"], data["channel"], data["speaker"]].append(record)
        for lane in lanes.values():
            yield from _overlaps(sorted(lane, key=lambda record: record["data"]["start"]), answer)


def _overlaps(lane: list[Record], answer: Answer) -> Iterator[Found]:
    rate = sound.rate_of(answer) or 1
    last = lane[0]
    for record in lane[1:]:
        shared = min(last["data"]["stop"], record["data"]["stop"]) - record["data"]["start"]
        if shared > 0:
            params = {"speaker": record["data"]["speaker"] or "-", "seconds": round(shared / rate, 3)}
            yield Found(record["id"], params, key=last["id"])
        last = max(last, record, key=lambda each: each["data"]["stop"])


@CHECKS.register
class SegmentLength(Check):
    """An utterance much shorter or longer than people say at a stretch."""

    slug = "segment-length"
    code = "S4"
    title = Text("Unusual length", "时长异常")
    message = Text("{seconds} s long.", "时长 {seconds} 秒。")
    modalities = sound.MODALITIES
    params = (
        Param("shortest", Text("At least", "不短于"), 0.3, 0, 600, "s"),
        Param("longest", Text("At most", "不长于"), 30, 0, 36_000, "s"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        """Words and phones are parts of something and have no such length."""
        for record in sound.segments(answer):
            length = sound.seconds(answer, record)
            if length is None or record["data"]["parent"] or not record["data"]["text"] or _is_part(record):
                continue
            if not params["shortest"] <= length <= params["longest"]:
                yield Found(record["id"], {"seconds": round(length, 2)})


def _is_part(record: Record) -> bool:
    return record["label"] in PARTS


@CHECKS.register
class PartOutside(Check):
    """A word or phone is not inside what it is a part of, or that is gone."""

    slug = "part-outside"
    code = "S5"
    title = Text("Not inside its parent", "超出上级时间段")
    message = Text("Reaches {seconds} s beyond what it is a part of.", "超出上级时间段 {seconds} 秒。")
    severity = "block"
    modalities = sound.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        by_id = {record["id"]: record for record in sound.segments(answer)}
        rate = sound.rate_of(answer) or 1
        for record in answer.records:
            parent = record["data"].get("parent")
            if not parent:
                continue
            start, stop = _span(record)
            whole = by_id.get(parent)
            beyond = stop - start if whole is None else _beyond(start, stop, whole)
            if beyond > 0 or whole is None:
                fix = None if whole else [change(record, {**record, "data": {**record["data"], "parent": None}})]
                yield Found(record["id"], {"seconds": round(beyond / rate, 4)}, fix)


def _span(record: Record) -> tuple[int, int]:
    data = record["data"]
    return (data["at"], data["at"]) if "at" in data else (data["start"], data["stop"])


def _beyond(start: int, stop: int, whole: Record) -> int:
    return max(int(whole["data"]["start"]) - start, stop - int(whole["data"]["stop"]), 0)
