"""What can be measured of the sound itself, streamed: levels, clipping, noise, silence, bandwidth.

Definitions are those of docs/audio.md. Energies are mean squares of 20 ms frames, so that 0 dBFS is a full-scale square
wave.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.audio import bandwidth, wada
from annotation.modalities.audio.pcm import Pcm, Samples

FRAME_SECONDS = 0.020
SILENCE = -120.0
FULL = 0.999
FLAT = 0.999
"""Share of a channel's own extreme above which samples count as flat."""
SPEECH_ABOVE = 9.0
"""Decibels above the noise floor at which a frame counts as speech, at the least."""
HANGOVER = 10
"""Frames that speech is thought to go on over a short pause."""


@dataclass
class _Channel:
    """Sums over what was read of one channel."""

    total: float = 0.0
    squares: float = 0.0
    clipped: int = 0
    edges: list[_Edge] = field(default_factory=lambda: [_Edge(), _Edge()])
    frames: list[NDArray[np.float32]] = field(default_factory=list)
    zeros: _Zeros = field(default_factory=lambda: _Zeros())
    shape: wada.Shape = field(default_factory=wada.Shape)

    def add(self, values: NDArray[np.float32], frame: int) -> None:
        self.total += float(values.sum(dtype=np.float64))
        self.squares += float(np.square(values, dtype=np.float64).sum())
        self.clipped += int(np.count_nonzero(np.abs(values) >= FULL))
        self.edges[0].add(values)
        self.edges[1].add(-values)
        whole = values[: len(values) - len(values) % frame].reshape(-1, frame)
        if len(whole):
            self.frames.append(np.square(whole).mean(axis=1))
        self.zeros.add(values)
        self.shape.add(values)


@dataclass
class _Edge:
    """Flat tops at the highest value: what was clipped, at whatever level it is now."""

    highest: float = 0.0
    runs: int = 0

    def add(self, values: NDArray[np.float32]) -> None:
        top = float(values.max(initial=0.0))
        if top * FLAT > self.highest:
            self.runs = 0
        self.highest = max(self.highest, top)
        if self.highest <= 0 or top < self.highest * FLAT:
            return
        near = values >= self.highest * FLAT
        starts = np.flatnonzero(near[:-2] & near[1:-1] & near[2:])
        self.runs += int(np.count_nonzero(np.diff(starts, prepend=-2) > 1))


@dataclass
class _Zeros:
    """Runs of exact zeros between sounds; those at either end are how recordings are padded."""

    longest: int = 0
    open: int = -1
    """Length of the run at the end of what was read; -1 while nothing has sounded yet."""

    def add(self, values: NDArray[np.float32]) -> None:
        sounding = np.flatnonzero(values)
        if not len(sounding):
            self.open += len(values) if self.open >= 0 else 0
            return
        if self.open >= 0:
            self.longest = max(self.longest, self.open + int(sounding[0]))
        self.longest = max(self.longest, int(np.diff(sounding).max(initial=1)) - 1)
        self.open = len(values) - 1 - int(sounding[-1])


def measure(pcm: Pcm) -> list[dict[str, Any]]:
    """The facts of every channel."""
    frame = max(1, round(pcm.rate * FRAME_SECONDS))
    channels = [_Channel() for _ in range(pcm.channels)]
    for block in pcm.blocks(frame * max(1, 2**20 // (frame * pcm.channels))):
        for number, channel in enumerate(channels):
            channel.add(_column(block, number), frame)
    energies = [np.concatenate(each.frames) if each.frames else np.zeros(0, np.float32) for each in channels]
    tops = bandwidth.measure(pcm, [_loud(each) for each in energies], frame)
    return [_facts(channel, energy, pcm, top) for channel, energy, top in zip(channels, energies, tops, strict=True)]


def _column(block: Samples, number: int) -> NDArray[np.float32]:
    return np.ascontiguousarray(block[:, number])


def _loud(energy: NDArray[np.float32]) -> float:
    """Power of a frame from which on it tells of the recording's bandwidth."""
    return float(np.percentile(energy, 75)) if len(energy) else 0.0


def _facts(channel: _Channel, energy: NDArray[np.float32], pcm: Pcm, top: float) -> dict[str, Any]:
    low, high = channel.edges[1].highest, channel.edges[0].highest
    speech, floor = speech_frames(energy)
    sounding = np.flatnonzero(speech)
    seconds = FRAME_SECONDS
    pause = float(np.diff(sounding).max(initial=1) - 1) * seconds
    lead = float(sounding[0]) * seconds if len(sounding) else pcm.samples / pcm.rate
    tail = float(len(speech) - 1 - sounding[-1]) * seconds if len(sounding) else pcm.samples / pcm.rate
    return {
        "peak": _decibels(max(low, high) ** 2),
        "rms": _decibels(channel.squares / pcm.samples),
        "floor": _decibels(floor),
        "clipped": round(channel.clipped / pcm.samples, 9),
        "flat_runs": channel.edges[0].runs + channel.edges[1].runs,
        "flat_level": _decibels(max(low, high) ** 2),
        "dc": round(channel.total / pcm.samples, 6),
        "snr": _snr(energy, speech),
        "wada": channel.shape.snr(),
        "bandwidth": round(top),
        "silence": round(1 - float(speech.mean()), 4) if len(speech) else 1.0,
        "lead": round(lead, 3),
        "tail": round(tail, 3),
        "pause": round(pause, 3),
        "zeros": round(channel.zeros.longest / pcm.rate, 4),
    }


def speech_frames(energy: NDArray[np.float32]) -> tuple[NDArray[np.bool_], float]:
    """(which frames hold speech, power of the noise floor), by energy alone.

    A frame is speech when it lies 9 dB, or a third of the way in decibels to the loud frames, above the floor (10th
    percentile of the frames that are not digital silence); pauses of up to 0.2 s between such frames belong to it.
    """
    sounding = energy[energy > 1e-12]
    if not len(sounding):
        return np.zeros(len(energy), np.bool_), 0.0
    level = 10 * np.log10(np.maximum(energy, 1e-12))
    floor, loud = (10 * np.log10(np.percentile(sounding, share)) for share in (10, 95))
    speech = level >= floor + max(SPEECH_ABOVE, (loud - floor) / 3)
    return _closed(speech), float(10 ** (floor / 10)) if len(sounding) > len(energy) / 10 else 0.0


def _closed(speech: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Short pauses filled."""
    at = np.flatnonzero(speech)
    result = speech.copy()
    for left, right in pairwise(at):
        if 1 < right - left <= HANGOVER:
            result[left:right] = True
    return result


def _snr(energy: NDArray[np.float32], speech: NDArray[np.bool_]) -> float | None:
    if not speech.any() or speech.all():
        return None
    noise = float(energy[~speech].mean())
    signal = float(energy[speech].mean())
    if noise <= 1e-12 or signal <= noise:
        return None
    return round(10 * float(np.log10((signal - noise) / noise)), 1)


def _decibels(power: float) -> float:
    return round(max(SILENCE, 10 * float(np.log10(max(power, 1e-12)))), 2)
