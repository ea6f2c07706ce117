"""Pronunciation scores of speechocean762: scores.json (one value each) and scores-detail.json (a value of each rater).

Scores are those of the template for pronunciation: of the sentence accuracy, completeness, fluency and prosody (its
"prosodic"), of words accuracy and stress (10 is right, 5 wrong), of phones 0 to 2. Totals follow from them and are
written by the corpus's own formulas: a word's is 0.8 accuracy + 0.2 stress, a sentence's (0.8 accuracy + 0.1 fluency +
0.1 prosodic) (0.2 + 0.8 completeness), both to two digits (a few totals of incomplete readings are its own). The files
know no times: words and phones are read as equal shares of the recording by the number of phones, to be laid along the
sound afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotation.formats import timed
from annotation.formats.base import Decoded, Format, Header, Item, Option, Options
from annotation.formats.names import base, stem
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.formats.speechocean.scores import SCHEMA, Sentence, read_sentence, write_sentence
from annotation.formats.timed import Recording, Recordings
from annotation.formats.writing import copy_image
from annotation.kinds.record import Record, new_record, stable_id
from core.text import Text

RATERS = [(str(number), Text(en=f"No. {number}", zh=f"第 {number} 位")) for number in range(1, 6)]
NAMES = ("scores.json", "scores-detail.json")


@FORMATS.register
class Speechocean(Format):
    slug = "speechocean"
    title = Text(en="Pronunciation scores (speechocean762)", zh="发音评分（speechocean762）")
    extensions = NAMES
    kinds = frozenset({"segment", "answers"})
    modalities = timed.AUDIO
    cannot_carry = (
        Text(en="Times of words and phones.", zh="词和音素的时间。"),
        Text(
            en="Other attributes than the scores, speakers, tiers and channels.",
            zh="评分以外的属性、说话人、层和声道。",
        ),
    )
    options = (
        Option(
            "rater",
            Text(en="Rater", zh="评分员"),
            (("mean", Text(en="Mean of all", zh="全体均值")), *RATERS),
            writing=False,
        ),
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(base(name) in NAMES for name in source.names)

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        rater = cls.chosen(options)["rater"]
        report = Report()
        return Decoded(Header(SCHEMA), _items(source, rater, report), report)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        report = Report()
        cls.chosen(options)
        rows: dict[str, Any] = {}
        taken: set[str] = set()
        for item in items:
            report.items += 1
            name = timed.free_name(base(stem(item.name)), stem(item.name).replace("/", "-"), taken)
            row = write_sentence(item.records, report)
            if row is not None:
                rows[name] = row
            if images:
                copy_image(item, item.name, sink, report)
        content = json.dumps(dict(sorted(rows.items())), ensure_ascii=False, indent=1)
        sink.write(NAMES[0], (content + "\n").encode())
        return report


def _items(source: Source, rater: str, report: Report) -> Iterator[Item]:
    recordings = Recordings(source)
    for file in [name for name in source.names if base(name) in NAMES]:
        text = timed.read_text(source, file, report)
        try:
            content = json.loads(text) if text is not None else {}
        except (ValueError, RecursionError) as error:
            report.problem(file, "", "bad-json", reason=str(error)[:200])
            continue
        for name, row in content.items() if isinstance(content, dict) else ():
            recording = recordings.find(file, name, report, name)
            if recording is None:
                continue
            try:
                sentence = read_sentence(row, rater)
            except (KeyError, TypeError, ValueError, IndexError) as error:
                report.problem(file, name, "bad-line", reason=f"{type(error).__name__}: {error}")
                continue
            records = _records(sentence, recording, file)
            report.items += 1
            report.records += len(records)
            yield timed.item_of(recording, records)


def _records(sentence: Sentence, recording: Recording, file: str) -> list[Record]:
    total = recording.samples or recording.rate
    count = max(1, sum(len(word.phones) or 1 for word in sentence.words))

    def record(place: str, kind: str, label: str, data: dict[str, Any], attributes: dict[str, Any]) -> Record:
        uid = stable_id(file, recording.name, place)
        return new_record(id=uid, kind=kind, label=label, data=data, attributes=attributes)

    def part(first: int, size: int, text: str, parent: str | None) -> dict[str, Any]:
        start, stop = total * first // count, max(total * first // count + 1, total * (first + size) // count)
        lane = {"channel": None, "tier": "", "speaker": "", "text": text, "parent": parent}
        return {"start": start, "stop": stop, **lane}

    found = [record("?", "answers", "", {}, sentence.scores)]
    whole = record("sentence", "segment", timed.SPEECH, part(0, count, sentence.text, None), {})
    found.append(whole)
    at = 0
    for number, word in enumerate(sentence.words):
        size = len(word.phones) or 1
        made = record(f"word {number}", "segment", timed.WORD, part(at, size, word.text, whole["id"]), word.scores)
        found.append(made)
        for place, (phone, score) in enumerate(word.phones):
            attributes = {} if score is None else {"score": score}
            data = part(at + place, 1, phone, made["id"])
            found.append(record(f"phone {number} {place}", "segment", timed.PHONE, data, attributes))
        at += size
    return found
