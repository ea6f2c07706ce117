"""Kaldi data directories: wav.scp, segments, text, utt2spk, spk2utt, and reco2file_and_channel where channels matter.

The rules are those of Kaldi's own validate_data_dir.sh. A wav.scp line that ends in a pipe is a command of a stranger:
it is never run, and only names its recording. With the media, channels that are told apart are files of their own, for
Kaldi reads the first channel of whatever it is given. ESPnet takes the same files below dump/raw, a directory for each
split, with paths from where its recipe runs. Times are seconds with six digits, which tell all samples up to 500 kHz
apart.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotation.formats import levels, timed
from annotation.formats.base import Decoded, Format, Header, Item, Option, Options
from annotation.formats.kaldi import decode, encode
from annotation.formats.names import base
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class Kaldi(Format):
    slug = "kaldi"
    title = Text(en="Kaldi data directory", zh="Kaldi 数据目录")
    extensions = (
        "wav.scp",
        "segments",
        "utt2spk",
        "spk2utt",
        "text",
        "spk2gender",
        "reco2file_and_channel",
        "utt2lang",
    )
    kinds = frozenset({"segment"})
    modalities = timed.AUDIO
    cannot_carry = (
        Text(en="Tiers, labels, attributes, scores and points in time.", zh="层、标签、属性、置信度和时间点。"),
        Text(en="Line breaks in texts and blanks in names.", zh="文本中的换行和名称中的空白。"),
        Text(en="Segments without text.", zh="没有文本的时间段。"),
    )

    options = (
        Option(
            "layout",
            Text(en="Layout", zh="目录布局"),
            (
                ("kaldi", Text(en="One directory", zh="单一目录")),
                ("espnet", Text(en="ESPnet: dump/raw, one for each split", zh="ESPnet：dump/raw 下按划分")),
            ),
            reading=False,
        ),
        levels.LEVEL,
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(base(name) == "wav.scp" for name in source.names)

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        chosen = cls.chosen(options)
        report = Report()
        return levels.read(Decoded(timed.header(), decode.items(source, report), report), chosen)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        return encode.write(items, sink, cls.chosen(options), copy=images)
