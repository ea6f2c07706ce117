"""Words laid roughly along the sound in any language: by their lengths, over the time in which somebody speaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, Labelled, Picture, Prelabeler, Proposal, Refused
from annotation.prelabel.hearing import RATE, heard
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.speech import samples, segment_label
from annotation.transcription import Rules, tokens
from core.text import Text

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm

FRAME = RATE // 100
SHARE = 1 / 3
"""Of the way, in decibels, from the quietest to the loudest frames: from there on somebody speaks."""
SNAP = 8
"""Frames that a boundary may move to where it is quietest."""
CONFIDENCE = 0.3
"""Places by length are right to a tenth of a second or two."""


@PRELABELERS.register
class Rough(Prelabeler):
    slug = "rough"
    title = Text(en="Words, roughly, in any language", zh="任意语言的词粗对齐")
    description = Text(
        en="Lays the words of transcripts along the speech by their lengths: right to about a tenth of a second, a"
        " first draft to drag into place. For English use words and phones.",
        zh="按词长将转写文本的词粗略对齐到语音，误差约十分之一秒，供拖动修正。英语请使用英语词与音素对齐。",
    )
    kinds = frozenset({"segment"})
    modalities = frozenset({"audio"})
    fields = (
        Field("label", Text(en="Label of utterances", zh="语句标签"), "text", "speech", required=True),
        Field("word", Text(en="Label of words", zh="词标签"), "text", "word", required=True),
    )

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        utterance, word = (segment_label(self.setup, key) for key in ("label", "word"))
        for picture in pictures:
            said = [each for each in picture.labelled if each.label == utterance and each.data.get("text")]
            found: list[Proposal] = []
            with samples(picture) as pcm:
                for each in said:
                    self.setup.check()
                    found += self._laid(each, pcm, word)
            yield picture, found

    def _laid(self, said: Labelled, pcm: Pcm, word: str) -> list[Proposal]:
        data = said.data
        words = [token.text for token in tokens(data["text"], Rules()) if token.type == "word"]
        sound = heard(pcm, data["start"], data["stop"], data["channel"])
        if not words or len(sound) // FRAME < len(words):
            self.refused[Refused("not-aligned", data["text"][:40])] += 1
            return []
        lane: dict[str, Any] = {"channel": data["channel"], "tier": "", "speaker": data["speaker"]}
        step = FRAME * pcm.rate / RATE
        found = []
        for text, (first, last) in zip(words, spans(sound.astype(np.float64), words), strict=True):
            start = data["start"] + round(first * step)
            stop = max(start + 1, min(data["stop"], data["start"] + round(last * step)))
            place = {"start": start, "stop": stop, "text": text, "parent": said.id or None}
            found.append(Proposal("segment", word, {**place, **lane}, CONFIDENCE))
        return found


def spans(sound: NDArray[np.float64], words: list[str]) -> list[tuple[int, int]]:
    """First frame of every word and the one behind it; pauses lie between words."""
    whole = sound[: len(sound) - len(sound) % FRAME].reshape(-1, FRAME)
    level = 10 * np.log10(np.square(whole).mean(axis=1) + 1e-3)
    quiet, loud = np.percentile(level, (5, 95))
    speaking = level >= quiet + SHARE * (loud - quiet)
    spoken = np.flatnonzero(speaking)
    sizes = np.array([_size(word) for word in words], dtype=np.float64)
    shares = np.concatenate([[0.0], np.cumsum(sizes) / sizes.sum()])
    inner = [_quietest(level, int(spoken[min(len(spoken) - 1, int(share * len(spoken)))])) for share in shares[1:-1]]
    edges = [int(spoken[0]), *inner, int(spoken[-1]) + 1]
    rising = np.maximum.accumulate(np.array(edges) - np.arange(len(edges))) + np.arange(len(edges))
    return [_without_pause(int(first), int(last), speaking) for first, last in pairwise(rising)]


def _size(word: str) -> float:
    """About how long it takes to say: vowel signs and long letters are not told apart, a Han character counts three."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in word)
    return 1.5 + len(word) + 2 * wide


def _quietest(level: NDArray[np.float64], place: int) -> int:
    first = max(0, place - SNAP)
    return first + int(np.argmin(level[first : place + SNAP + 1]))


def _without_pause(first: int, last: int, speaking: NDArray[np.bool_]) -> tuple[int, int]:
    """The part in which somebody speaks, if there is one."""
    inside = np.flatnonzero(speaking[first:last])
    return (first + int(inside[0]), first + int(inside[-1]) + 1) if len(inside) else (first, last)
