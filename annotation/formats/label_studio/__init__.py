"""Label Studio JSON of audio: tasks with regions of `labels`, their texts as `textarea`, speakers as a second one.

Times are seconds with nine digits, so that every sample comes back, and count from the recording's own beginning;
channels count from 0. Of a task with several annotations the first that was not cancelled is read, of one without
any its first prediction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from annotation.formats import timed
from annotation.formats.base import Decoded, Format, Header, Item, Options
from annotation.formats.json_lines import text_of
from annotation.formats.labels import SchemaGatherer
from annotation.formats.lined import number, span_of
from annotation.formats.names import base
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.formats.timed import Line, Recording, Recordings, Span
from annotation.formats.writing import copy_image
from core.text import Text

LABELS, WORDS, SPEAKER, AUDIO = "label", "transcription", "speaker", "audio"
DIGITS = 9
UPLOADED = re.compile(r"^[0-9a-f]{8}-")
"""What Label Studio puts before the names of uploaded files."""


@FORMATS.register
class LabelStudio(Format):
    slug = "label_studio"
    title = Text(en="Label Studio JSON (audio)", zh="Label Studio JSON（音频）")
    extensions = (".json",)
    kinds = frozenset({"segment"})
    modalities = timed.AUDIO
    file_name = "label_studio.json"
    carries = frozenset({"label", "speaker", "text", "channel", "score"})
    cannot_carry = (Text(en="Tiers, attributes and points in time.", zh="层、属性和时间点。"),)

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return bool(_files(source))

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        report, gatherer = Report(), SchemaGatherer()
        gatherer.label(timed.SPEECH, ["segment"])
        tasks = [(name, place, task) for name in _files(source) for place, task in _tasks(source, name, report)]
        for _, _, task in tasks:
            for label in sorted({label for row in _rows(task) for label in _labels(row)}):
                gatherer.label(label, ["segment"])
        return Decoded(Header(gatherer.schema()), _items(tasks, Recordings(source), report), report)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        report = Report()
        cls.chosen(options)
        tasks: list[str] = []
        for item in items:
            report.items += 1
            lines = timed.lines_of(item, report, kinds=cls.kinds, carries=cls.carries)
            tasks.append(json.dumps(_task(report.items, item, lines), ensure_ascii=False))
            if images:
                copy_image(item, item.name, sink, report)
        sink.write(cls.file_name, ("[\n" + ",\n".join(tasks) + "\n]\n").encode())
        return report


def _files(source: Source) -> list[str]:
    """JSON files that begin with a list of tasks."""
    found = [name for name in source.names if name.lower().endswith(".json")]
    return [name for name in found if _begins(source, name)]


def _begins(source: Source, name: str) -> bool:
    """With sound: those of images have a format of their own."""
    head = timed.head(source, name).lstrip()
    tasks = head.startswith("[") and '"data"' in head and ('"annotations"' in head or '"predictions"' in head)
    return tasks and any(suffix in head.lower() for suffix in timed.SUFFIXES)


def _tasks(source: Source, name: str, report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    text = timed.read_text(source, name, report)
    try:
        content = json.loads(text) if text is not None else []
    except (ValueError, RecursionError) as error:
        report.problem(name, "", "bad-json", reason=str(error)[:200])
        return
    for at, task in enumerate(content if isinstance(content, list) else []):
        if isinstance(task, dict) and isinstance(task.get("data"), dict):
            yield f"[{at}]", task
        else:
            report.problem(name, f"[{at}]", "bad-line", reason="it is no task with data")


def _items(tasks: Iterable[tuple[str, str, dict[str, Any]]], recordings: Recordings, report: Report) -> Iterator[Item]:
    for file, place, task in tasks:
        said = [value for value in task["data"].values() if isinstance(value, str)]
        sound = next((value for value in said if value.lower().endswith(timed.SUFFIXES)), said[0] if said else "")
        name = next((each for each in (sound, UPLOADED.sub("", base(sound))) if recordings.named(each)), sound)
        recording = recordings.find(file, name, report, place)
        if recording is not None:
            records = timed.records_of(_spans(task, recording, file, place, report), recording, file)
            report.items += 1
            report.records += len(records)
            yield timed.item_of(recording, records)


def _rows(task: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of the answer that is read."""
    answers = [each for key in ("annotations", "predictions") for each in _objects(task.get(key))]
    kept = next((each for each in answers if not each.get("was_cancelled")), {})
    return _objects(kept.get("result"))


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _spans(task: dict[str, Any], recording: Recording, file: str, place: str, report: Report) -> Iterator[Span]:
    """Regions in the order in which they come; results of one id are of one region."""
    regions: dict[str, dict[str, Any]] = {}
    for at, row in enumerate(_rows(task)):
        try:
            key, part = text_of(row, "id") or f"#{at}", _part(row)
        except (ValueError, TypeError, KeyError) as error:
            report.problem(file, f"{place}.result[{at}]", "bad-line", reason=str(error))
            continue
        known = regions.setdefault(key, {})
        known.update({key: value for key, value in part.items() if value not in (None, "")})
    for found in regions.values():
        channel = found.pop("channel", None)
        if "start" in found:
            yield Span(**found, channel=timed.channel_of("" if channel is None else str(channel + 1), recording))


def _part(row: dict[str, Any]) -> dict[str, Any]:
    """What a result says of its region. Raises ValueError, TypeError, KeyError."""
    value = row["value"]
    if "start" not in value:
        return {}
    start, stop = span_of(number(str(value["start"])), number(str(value["end"])))
    channel = value.get("channel")
    found: dict[str, Any] = {"start": start, "stop": stop, "channel": channel if type(channel) is int else None}
    if row.get("type") == "textarea":
        lines = value.get("text") or []
        text = "\n".join(map(str, [lines] if isinstance(lines, str) else lines))
        return found | {"speaker": text[:100]} if row.get("from_name") == SPEAKER else found | {"text": text}
    score = row.get("score")
    labels = _labels(row)
    return found | {
        "label": labels[0] if labels else None,
        "score": float(score) if isinstance(score, int | float) and 0 <= score <= 1 else None,
    }


def _labels(row: dict[str, Any]) -> list[str]:
    value = row.get("value")
    labels = value.get("labels") if isinstance(value, dict) else None
    return [label for label in labels if isinstance(label, str) and label] if isinstance(labels, list) else []


def _task(at: int, item: Item, lines: list[Line]) -> dict[str, Any]:
    length = (item.facts.get("samples") or 0) / item.facts["rate"] if item.facts.get("rate") else 0
    result = [row for line in lines for row in _results(line, round(length, DIGITS))]
    return {"id": at, "data": {AUDIO: item.name}, "annotations": [{"id": at, "result": result}]}


def _results(line: Line, length: float) -> Iterator[dict[str, Any]]:
    assert line.stop is not None
    place = {"start": round(line.start, DIGITS), "end": round(line.stop, DIGITS)}
    if line.data["channel"] is not None:
        place["channel"] = line.data["channel"]
    common = {"id": line.record["id"], "to_name": AUDIO, "original_length": length}
    labels = common | {"from_name": LABELS, "type": "labels", "value": place | {"labels": [line.record["label"]]}}
    yield labels if line.record["score"] is None else labels | {"score": line.record["score"]}
    for name, text in ((WORDS, line.data["text"]), (SPEAKER, line.data["speaker"])):
        if text:
            yield common | {"from_name": name, "type": "textarea", "value": place | {"text": [text]}}
