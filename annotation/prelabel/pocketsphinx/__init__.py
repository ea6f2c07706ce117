"""English by PocketSphinx, whose model comes with its package: recognition, and words and phones laid along a text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from annotation.prelabel.base import Field, Labelled, Picture, Prelabeler, Proposal, Refused, Setup
from annotation.prelabel.hearing import Heard, heard
from annotation.prelabel.pieces import one_by_one
from annotation.prelabel.pocketsphinx.ears import Ears, Part
from annotation.prelabel.pocketsphinx.letters import phones
from annotation.prelabel.recognising import Recognising
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.said import Said
from annotation.prelabel.speech import CHANNELS, LABEL, samples, segment_label
from annotation.transcription import Rules, tokens
from core.text import Text

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm

LONGEST = 60.0
"""Seconds that are laid along at once."""
PER_FRAME = 40.0
"""Acoustic log likelihood per frame at which a part that was laid is taken for half right."""


class _WithEars(Prelabeler):
    modalities = frozenset({"audio"})
    kinds = frozenset({"segment"})

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._ears = Ears()

    def close(self) -> None:
        self._ears.close()


@PRELABELERS.register
class Recogniser(_WithEars, Recognising):
    slug = "pocketsphinx"
    title = Text(en="English recognition (PocketSphinx)", zh="英语识别（PocketSphinx）")
    description = Text(
        en="Writes down English speech without a download or a server. It errs often: good for commands, digits and a"
        " first draft of clear reading. A server with a newer model does better.",
        zh="无需下载和服务即可转写英语。错误较多，适合口令、数字和清晰朗读的初稿；新模型的服务效果更好。",
    )
    fields = (
        LABEL,
        CHANNELS,
        Field("longest", Text(en="Longest segment (s)", zh="最长时间段（秒）"), "number", 15, 2, 60),
    )

    def hear(self, sound: Heard) -> Said | Refused:
        words = self._ears.hear(sound)
        if not words:
            return Refused("nothing-said", "–")
        return Said(" ".join(word.text for word in words), sum(word.score for word in words) / len(words))


@PRELABELERS.register
class Aligner(_WithEars):
    slug = "align"
    title = Text(en="English words and phones", zh="英语词与音素对齐")
    description = Text(
        en="Lays the words of transcripts, and their phones, where they are spoken. Utterances must have been written"
        " down by people first.",
        zh="将转写文本的词及其音素对齐到语音位置。语句须先由人工转写。",
    )
    fields = (
        Field("label", Text(en="Label of utterances", zh="语句标签"), "text", "speech", required=True),
        Field("word", Text(en="Label of words", zh="词标签"), "text", "word", required=True),
        Field("phone", Text(en="Label of phones (none when empty)", zh="音素标签（留空则不标）"), "text", "phone"),
    )

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        utterance, word = (segment_label(self.setup, key) for key in ("label", "word"))
        phone = segment_label(self.setup, "phone") if self.setup.config["phone"] else ""
        for picture in pictures:
            said = [each for each in picture.labelled if each.label == utterance and each.data.get("text")]
            with samples(picture) as pcm:
                found = one_by_one(self.setup, picture, said, partial(self._laid, pcm=pcm, word=word, phone=phone))
            yield picture, found

    def _laid(self, said: Labelled, pcm: Pcm, word: str, phone: str) -> list[Proposal]:
        start, stop = said.data["start"], said.data["stop"]
        text = [token.text for token in tokens(said.data["text"], Rules()) if token.type == "word"]
        plain = [each.lower().replace("’", "'") for each in text]
        pronounced = {each: phones(each) for each in plain}
        if not text or not all(pronounced.values()) or stop - start > LONGEST * pcm.rate:
            self.refused[Refused("not-pronounceable", said.data["text"][:40])] += 1
            return []
        laid = self._ears.align(heard(pcm, start, stop, said.data["channel"]), " ".join(plain), pronounced)
        if len(laid) != len(text):
            self.refused[Refused("not-aligned", said.data["text"][:40])] += 1
            return []
        lane = {"channel": said.data["channel"], "tier": "", "speaker": said.data["speaker"]}
        found = []
        for part, spelled in zip(laid, text, strict=True):
            found.append(_proposal(part, word, {**lane, "text": spelled, "parent": said.id or None}, said, pcm))
            for inner in part.parts if phone else ():
                found.append(_proposal(inner, phone, {**lane, "text": inner.text, "parent": None}, said, pcm))
        return found


def _proposal(part: Part, label: str, lane: dict[str, Any], said: Labelled, pcm: Pcm) -> Proposal:
    start = said.data["start"] + round(part.start * pcm.rate)
    stop = min(said.data["stop"], said.data["start"] + round(part.stop * pcm.rate))
    frames = max(1.0, (part.stop - part.start) * 100)
    score = 1 / (1 + math.exp(min(50.0, -part.score / frames - PER_FRAME) / 10))
    return Proposal("segment", label, {"start": start, "stop": max(start + 1, stop), **lane}, round(score, 4))
