from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Record, Tier
from qa.checks.registry import CHECKS

WORKER: frozenset[Tier] = frozenset({"submit", "batch"})
"""The samples are on the server."""


def _speech_seconds(read: sound.Read, record: Record, answer: Answer) -> float:
    data = record["data"]
    found = sound.levels(read(data["start"], data["stop"], data["channel"]), sound.rate_of(answer))
    floor = sound.floor_of(answer, data["channel"])
    return float(np.count_nonzero(sound.is_speech(found, floor))) * sound.FRAME_SECONDS


@CHECKS.register
class NothingWritten(Check):
    """Speech is heard in a segment whose text is empty."""

    slug = "nothing-written"
    code = "S1"
    title = Text("Speech without text", "有语音无文本")
    message = Text("{seconds} s of sound, and nothing is written.", "有 {seconds} 秒声音，但未转写。")
    severity = "block"
    tiers = WORKER
    modalities = sound.MODALITIES
    params = (Param("seconds", Text("From so much speech", "最短语音时长"), 0.3, 0.02, 60, "s"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        """Only where the project writes down what is said, and only what it calls speech."""
        if not answer.schema.get("transcription"):
            return
        empty = [
            each for each in sound.segments(answer) if each["label"] == "speech" and not each["data"]["text"].strip()
        ]
        if not empty:
            return
        with sound.listening(answer) as read:
            for record in empty if read else ():
                heard = _speech_seconds(read, record, answer) if read else 0.0
                if heard >= params["seconds"]:
                    yield Found(record["id"], {"seconds": round(heard, 2)})


@CHECKS.register
class NothingHeard(Check):
    """Words are written where nothing is heard."""

    slug = "nothing-heard"
    code = "S1"
    title = Text("Text without speech", "有文本无语音")
    message = Text("“{text}” is written, but nothing is heard.", "写有“{text}”，但没有声音。")
    tiers = WORKER
    modalities = sound.MODALITIES
    params = (Param("seconds", Text("Less speech than", "语音短于"), 0.04, 0.02, 5, "s"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        spoken = [each for each in sound.segments(answer) if each["label"] == "speech" and each["data"]["text"].strip()]
        if not spoken:
            return
        with sound.listening(answer) as read:
            for record in spoken if read else ():
                if read and _speech_seconds(read, record, answer) < params["seconds"]:
                    yield Found(record["id"], {"text": record["data"]["text"][:40]})


@CHECKS.register
class SpeechCut(Check):
    """Sound goes on over the edge of a segment, as when a word is cut."""

    slug = "speech-cut"
    code = "S6"
    title = Text("Cut in speech", "边界切断语音")
    message = Text("At the {edge_en} the sound goes on over the edge.", "{edge_zh}边界处声音未中断。")
    tiers = WORKER
    modalities = sound.MODALITIES
    params = (
        Param("window", Text("Look at so much on both sides", "两侧检查时长"), 50, 20, 500, "ms"),
        Param("level", Text("Above the noise floor", "高于本底噪声"), 20, 3, 60, "dB"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        """Where another segment begins or ends at that very edge, the cut may be meant."""
        spoken = [each for each in sound.segments(answer) if each["label"] == "speech" and not each["data"]["parent"]]
        edges = [(each, key, each["data"][key]) for each in spoken for key in ("start", "stop")]
        if not edges:
            return
        places = [place for _, _, place in edges]
        with sound.listening(answer) as read:
            for record, key, place in edges if read else ():
                if read and places.count(place) == 1 and self._goes_on(read, record, place, answer, params):
                    en, zh = ("beginning", "起始") if key == "start" else ("end", "结束")
                    yield Found(record["id"], {"edge_en": en, "edge_zh": zh}, key=key)

    def _goes_on(self, read: sound.Read, record: Record, place: int, answer: Answer, params: Params) -> bool:
        rate, channel = sound.rate_of(answer), record["data"]["channel"]
        reach = round(params["window"] / 1000 * rate)
        least = max(sound.floor_of(answer, channel) + params["level"], sound.QUIETEST)
        sides = (read(place - reach, place, channel), read(place, place + reach, channel))
        return all(len(side) >= reach and bool((sound.levels(side, rate) > least).all()) for side in sides)
