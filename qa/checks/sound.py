"""What checks of recordings share: where records lie in time, and the samples beneath them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.audio.pcm import Pcm
from core.text import Text
from qa.checks.base import Answer, Record

MODALITIES = frozenset({"audio"})
FRAME_SECONDS = 0.020
ABOVE_FLOOR = 10.0
"""Decibels above the noise floor at which sound counts as speech."""
QUIETEST = -75.0
"""dBFS below which nothing is speech, however quiet the recording is elsewhere."""

Read = Callable[[int, int, int | None], NDArray[np.float32]]
"""(start, stop, channel or None for their mean) -> samples, full scale 1.0."""

RULES = {
    "tags": Text("tags", "标签"),
    "script": Text("writing system", "文字系统"),
    "digits": Text("digits", "数字"),
    "punctuation": Text("punctuation", "标点"),
    "width": Text("full and half width", "全角半角"),
    "casing": Text("upper and lower case", "大小写"),
    "spaces": Text("blanks", "空白"),
    "forbidden": Text("words not used here", "禁用词"),
    "lexicon": Text("word not in the lexicon", "词表外的词"),
    "rate": Text("characters per second", "每秒字符数"),
    "empty": Text("no words", "无内容"),
}


def segments(answer: Answer) -> Iterator[Record]:
    return (record for record in answer.records if record["kind"] == "segment")


def rate_of(answer: Answer) -> int:
    return int(answer.asset.get("rate") or 0)


def seconds(answer: Answer, record: Record) -> float | None:
    """Length of a segment; None where the rate is unknown or the record is a moment."""
    rate = rate_of(answer)
    return (record["data"]["stop"] - record["data"]["start"]) / rate if rate and record["kind"] == "segment" else None


def floor_of(answer: Answer, channel: int | None) -> float:
    """The noise floor in dBFS; of several channels the highest."""
    found = [each["floor"] for each in answer.asset.get("signal", [])]
    chosen = found if channel is None or channel >= len(found) else [found[channel]]
    return float(max(chosen, default=-120.0))


@contextmanager
def listening(answer: Answer) -> Iterator[Read | None]:
    """Read samples of the canonical PCM (docs/audio.md); None where there is none."""
    try:
        with answer.files("pcm", "") as path:
            pcm = Pcm.of(path)

            def read(start: int, stop: int, channel: int | None) -> NDArray[np.float32]:
                block = pcm.read(max(0, start), max(0, min(stop, pcm.samples)))
                return block.mean(axis=1) if channel is None else block[:, min(channel, pcm.channels - 1)]

            yield read
    except KeyError:
        yield None


def levels(samples: NDArray[Any], rate: int) -> NDArray[np.float64]:
    """dBFS of 20 ms frames."""
    size = max(1, round(rate * FRAME_SECONDS))
    whole = samples[: len(samples) - len(samples) % size].reshape(-1, size) if len(samples) >= size else samples[None]
    if not whole.size:
        return np.zeros(0)
    power: NDArray[np.float64] = np.square(whole, dtype=np.float64).mean(axis=1)
    return 10 * np.log10(np.maximum(power, 1e-12))


def is_speech(found: NDArray[np.float64], floor: float) -> NDArray[np.bool_]:
    """Which frames may hold speech, by their level over the recording's noise floor."""
    return found > max(floor + ABOVE_FLOOR, QUIETEST)
