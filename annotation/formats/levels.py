"""Formats that carry no labels hold entries of one level: utterances or, by choice, words, phones or readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotation.formats.base import Decoded, Item, Option, Options
from annotation.formats.report import Report
from annotation.formats.timed import KINDS, PHONE, READING, SPEECH, WORD, header
from annotation.kinds.record import Record
from core.text import Text

LEVEL = Option(
    "level",
    Text(en="Entries are", zh="条目层级"),
    (
        (SPEECH, Text(en="Utterances", zh="语句")),
        (WORD, Text(en="Words", zh="词")),
        (PHONE, Text(en="Phones", zh="音素")),
        (READING, Text(en="Readings: pinyin, furigana", zh="读音：拼音、假名")),
    ),
)


def read(decoded: Decoded, chosen: Options) -> Decoded:
    """The data set with the label of the chosen level, which its files do not say."""
    level = chosen.get(LEVEL.key, SPEECH)
    if level == SPEECH:
        return decoded
    head = header((level,), points=decoded.header.has("time_point"))
    return Decoded(head, (_with_label(item, item.records, level) for item in decoded.items), decoded.report)


def written(items: Iterable[Item], chosen: Options, report: Report) -> Iterator[Item]:
    """The items with what the format is to write of them: of other levels than utterances nothing else, counted."""
    level = chosen.get(LEVEL.key, SPEECH)
    for item in items:
        if level == SPEECH:
            yield item
            continue
        kept = [record for record in item.records if record["kind"] not in KINDS or record["label"] == level]
        report.loss("other-level", len(item.records) - len(kept))
        yield _with_label(item, kept, SPEECH)


def _with_label(item: Item, records: list[Record], label: str) -> Item:
    """What is the only label of a file is no loss, and no label."""
    return replace(item, records=[{**each, "label": label} if each["kind"] in KINDS else each for each in records])
