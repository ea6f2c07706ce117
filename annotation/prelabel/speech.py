"""Where somebody speaks, by energy alone; what pre-labellers of recordings share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, Picture, PrelabelError, Setup
from core.text import Text

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm

FRAME = 0.010
"""Seconds between the levels that are looked at."""
STRETCH = 30.0
"""Seconds over which the noise is thought to stay alike; its floor is taken over three of them."""
ABOVE = 9.0
"""Decibels above the floor at which a frame is speech, at the least."""
QUIETEST = -75.0
"""dBFS below which nothing is."""
BLEED = 6.0
"""Decibels by which another channel must be louder for a voice to be its, heard here only from afar."""
Levels = NDArray[np.float64]
Run = tuple[int, int]
"""First frame, and the first one behind it."""
LABEL = Field("label", Text(en="Label", zh="标签"), "text", "speech", required=True)
CHANNELS = Field(
    "channels", Text(en="Channels", zh="声道"), "select", "together",
    options=(
        ("together", Text(en="All together", zh="合并处理")),
        ("apart", Text(en="A speaker on each", zh="每声道一位说话人")),
    ),
)  # fmt: skip
MARGIN = Text(en="Silence kept at either end (s)", zh="首尾保留静音（秒）")
CUT = {"channels": "together", "shortest": 0.25, "pause": 0.4, "longest": 15, "margin": 0.15}
"""How recordings are cut where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody speaks from sample `start` to `stop`, on one channel or (None) on all together."""

    start: int
    stop: int
    channel: int | None
    speaker: str
    score: float

    def data(self, text: str = "") -> dict[str, Any]:
        """As a segment."""
        lane = {"channel": self.channel, "tier": "", "speaker": self.speaker, "text": text, "parent": None}
        return {"start": self.start, "stop": self.stop, **lane}


def segment_label(setup: Setup, key: str = "label") -> str:
    """The label that a setting names. Raises PrelabelError unless segments may have it."""
    label = str(setup.config[key])
    if "segment" not in setup.labels.get(label, ()):
        raise PrelabelError("bad-config", f"{label!r} is no label for segments.", fields={key: ["is unknown"]})
    return label


@contextmanager
def samples(picture: Picture) -> Iterator[Pcm]:
    """The canonical PCM of a recording. Raises PrelabelError."""
    from annotation.modalities.audio.pcm import Pcm

    try:
        opened = picture.file("pcm", "")
    except KeyError as error:
        raise PrelabelError("image-unreadable", f"{picture.name} has no samples.", name=picture.name) from error
    with opened as path:
        yield Pcm.of(path)


def stretches(pcm: Pcm, config: Mapping[str, Any]) -> list[Stretch]:
    """Where somebody speaks, by time; `config` is cut as CUT."""
    apart = config["channels"] == "apart" and pcm.channels > 1
    levels = _levels(pcm) if apart else _levels(pcm).max(axis=1, keepdims=True)
    step = FRAME * pcm.rate
    found: list[Stretch] = []
    for channel in range(levels.shape[1]):
        speech, excess = _speech(levels[:, channel])
        if apart:
            others = np.delete(levels, channel, axis=1).max(axis=1)
            speech &= levels[:, channel] > others - BLEED
        for first, last in _cut_runs(speech, levels[:, channel], config):
            start = round(first * step)
            stop = min(pcm.samples, max(round(last * step), start + 1))
            score = round(float(1 / (1 + np.exp(-excess[first:last].mean() / ABOVE))), 3)
            found.append(Stretch(start, stop, channel if apart else None, f"S{channel + 1}" if apart else "", score))
    return sorted(found, key=lambda each: each.start)


def _cut_runs(speech: NDArray[np.bool_], levels: Levels, config: Mapping[str, Any]) -> list[Run]:
    frames = {name: round(config[name] / FRAME) for name in ("shortest", "pause", "longest", "margin")}
    joined = [run for run in _joined(_runs(speech), frames["pause"]) if run[1] - run[0] >= frames["shortest"]]
    wide = _widened(joined, frames["margin"], len(speech))
    return [part for run in wide for part in _cut(run, levels, frames["longest"])]


def _levels(pcm: Pcm) -> Levels:
    """dBFS of every frame and channel."""
    size = max(1, round(pcm.rate * FRAME))
    parts = []
    for block in pcm.blocks(size * 6000):
        whole = block[: len(block) - len(block) % size].reshape(-1, size, pcm.channels)
        parts.append(np.square(whole, dtype=np.float64).mean(axis=1))
    power = np.concatenate(parts) if parts else np.zeros((0, pcm.channels))
    return 10 * np.log10(np.maximum(power, 1e-12))


def _speech(levels: Levels) -> tuple[NDArray[np.bool_], Levels]:
    """(which frames hold speech, by how many decibels they lie above the threshold)."""
    if not len(levels):
        return np.zeros(0, np.bool_), levels
    floor = _floor(levels)
    sounding = levels[levels > QUIETEST]
    loud = float(np.percentile(sounding, 95)) if len(sounding) else QUIETEST
    threshold = np.maximum(floor + np.maximum(ABOVE, (loud - floor) / 3), QUIETEST)
    smooth = np.convolve(levels, np.ones(5) / 5, mode="same") if len(levels) >= 5 else levels
    return smooth > threshold, smooth - threshold


def _floor(levels: Levels) -> Levels:
    """The noise floor at every frame; digital silence tells nothing of it."""
    size = round(STRETCH / FRAME)
    floors = []
    for start in range(0, len(levels), size):
        around = levels[max(0, start - size) : start + 2 * size]
        sounding = around[around > -100]
        value = float(np.percentile(sounding, 10)) if len(sounding) else -120.0
        floors.append(np.full(min(size, len(levels) - start), value))
    return np.concatenate(floors)


def _runs(speech: NDArray[np.bool_]) -> list[Run]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speech.astype(np.int8), [0]])))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def _joined(runs: list[Run], pause: int) -> list[Run]:
    """Runs with pauses shorter than `pause` between them are one."""
    result: list[Run] = []
    for start, stop in runs:
        if result and start - result[-1][1] < pause:
            result[-1] = (result[-1][0], stop)
        else:
            result.append((start, stop))
    return result


def _widened(runs: list[Run], margin: int, length: int) -> list[Run]:
    """With some silence at either end, up to the middle of the pause."""
    if not runs:
        return []
    bounds = [0, *((left[1] + right[0]) // 2 for left, right in pairwise(runs)), length]
    return [
        (max(first, start - margin), min(last, stop + margin))
        for (start, stop), (first, last) in zip(runs, pairwise(bounds), strict=True)
    ]


def _cut(run: Run, levels: Levels, longest: int) -> list[Run]:
    """Cut at the quietest place of the middle half until no part is longer."""
    start, stop = run
    if stop - start <= longest:
        return [run]
    quarter = (stop - start) // 4
    inside = levels[start + quarter : stop - quarter]
    at = start + quarter + int(np.argmin(np.convolve(inside, np.ones(9) / 9, mode="same")[4:-4])) + 4
    return [*_cut((start, at), levels, longest), *_cut((at, stop), levels, longest)]
