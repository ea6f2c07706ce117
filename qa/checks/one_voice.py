from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.audio.pcm import Pcm
from annotation.prelabel.hearing import heard
from annotation.prelabel.turns import apart, cepstra
from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Record
from qa.checks.registry import CHECKS

MOST_SECONDS = 30.0
"""Of each speaker so much is listened to."""
FRAMES = 100
"""Of the cepstra, a second."""


@CHECKS.register
class OneVoice(Check):
    """Two speakers of a recording sound like one person. Voices are compared by their spectra, without a model: that
    one name stands for two people is not told this way."""

    slug = "one-voice"
    code = "S12"
    title = Text("One voice, two speakers", "同一声音标为两人")
    message = Text("{one} and {two} sound like the same person.", "{one} 和 {two} 听起来是同一人。")
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES
    params = (
        Param("apart", Text("Voices less apart than", "声音差异小于"), 0.7, 0.1, 3),
        Param("seconds", Text("Of each at least so much speech", "每人最少语音"), 8, 2, 30, "s"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        by_speaker: dict[str, list[Record]] = defaultdict(list)
        for record in sound.segments(answer):
            if record["data"]["speaker"] and record["data"]["parent"] is None:
                by_speaker[record["data"]["speaker"]].append(record)
        if len(by_speaker) < 2:
            return
        try:
            with answer.files("pcm", "") as path:
                pcm = Pcm.of(path)
                found = {name: _frames(pcm, records) for name, records in by_speaker.items()}
        except KeyError:
            return
        enough = {name: each for name, each in found.items() if len(each) >= params["seconds"] * FRAMES}
        for one, two in combinations(enough, 2):
            if apart(enough[one], enough[two]) < params["apart"]:
                yield Found(by_speaker[two][0]["id"], {"one": one, "two": two}, key=f"{one} {two}")


def _frames(pcm: Pcm, records: list[Record]) -> NDArray[np.float64]:
    """Cepstra of the loud moments in these segments, the longest segments first."""
    parts = []
    left = round(MOST_SECONDS * pcm.rate)
    for record in sorted(records, key=lambda each: each["data"]["start"] - each["data"]["stop"]):
        data = record["data"]
        stop = min(data["stop"], data["start"] + left, pcm.samples)
        if stop - data["start"] < pcm.rate // 5:
            continue
        left -= stop - data["start"]
        parts.append(_loud(heard(pcm, data["start"], stop, data["channel"]).astype(np.float64)))
    return np.concatenate(parts) if parts else np.zeros((0, 1))


def _loud(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pauses are alike whoever pauses."""
    frames = cepstra(samples)
    size = max(1, len(samples) // len(frames))
    power = np.square(samples[: size * len(frames)]).reshape(len(frames), size).mean(axis=1)
    level = 10 * np.log10(power + 1)
    chosen: NDArray[np.float64] = frames[level > np.percentile(level, 95) - 25]
    return chosen
