"""Who speaks when on one channel: voices told apart by their spectra, without a model and in any language.

Stretches of speech are cut into short units, each a Gaussian over cepstra; the two most alike are joined until that
costs more (Bayesian information criterion: Chen & Gopalakrishnan, 1998) than it spares. Then every tenth of a second
goes to the voice that explains it best, with a price on changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, Picture, Prelabeler, Proposal
from annotation.prelabel.hearing import RATE, heard
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.speech import CUT, LABEL, Stretch, samples, segment_label, stretches
from core.text import Text

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm

HOP, WINDOW, POINTS = RATE // 100, RATE // 40, 512
BANDS, CEPSTRA = 32, 19
LOWEST, HIGHEST = 60.0, 7600.0
UNIT = 100
"""Frames of a unit, at the least."""
MOST_UNITS = 400
"""Longer recordings have longer units: comparing all pairs grows with the square."""
PENALTY = 2.0
"""Weight of the criterion's price for one more voice; measured on meetings and readers, 1 is its theory."""
STEP = 10
"""Frames that are given to a voice together."""
CHANGE = 60.0
"""Log likelihood that a change of voice costs."""
FLOOR = 1e-2
Frames = NDArray[np.float64]


@PRELABELERS.register
class Turns(Prelabeler):
    slug = "turns"
    title = Text(en="Speaker turns", zh="说话人轮次")
    description = Text(
        en="Cuts recordings into turns and tells voices apart, as S1, S2 and so on. Best with few speakers who speak in"
        " turn for a second or longer; for calls with a channel each, voice activity is exact.",
        zh="将录音切分为轮次并区分不同声音（S1、S2……）。适合人数少、每次发言一秒以上的录音；分声道的通话请使用语音活动检测。",
    )
    kinds = frozenset({"segment"})
    modalities = frozenset({"audio"})
    fields = (
        LABEL,
        Field("most", Text(en="Speakers at most", zh="最多说话人数"), "number", 8, 1, 20),
        Field("least", Text(en="Speakers at least", zh="最少说话人数"), "number", 1, 1, 20),
        Field("longest", Text(en="Longest segment (s)", zh="最长时间段（秒）"), "number", 30, 1, 600),
    )

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        label, config = segment_label(self.setup), self.setup.config
        for picture in pictures:
            self.setup.check()
            with samples(picture) as pcm:
                spoken = stretches(pcm, {**CUT, "longest": config["longest"]})
                found = turns(pcm, spoken, int(config["least"]), int(config["most"])) if spoken else []
            yield picture, [Proposal("segment", label, each.data(), each.score) for each in found]


def turns(pcm: Pcm, spoken: list[Stretch], least: int, most: int) -> list[Stretch]:
    """The stretches, divided where the voice changes, with speakers in the order in which they begin."""
    frames = [cepstra(heard(pcm, each.start, each.stop, None).astype(np.float64)) for each in spoken]
    total = sum(map(len, frames))
    size = max(UNIT, -(-total // MOST_UNITS))
    units = [part for each in frames for part in np.array_split(each, max(1, round(len(each) / size)))]
    voices = joined([_Voice.of(unit) for unit in units if len(unit)], max(least, 1), max(least, most))
    paths = [_path(each, voices) for each in frames]
    names: dict[int, str] = {}
    found: list[Stretch] = []
    for stretch, each, path in zip(spoken, frames, paths, strict=True):
        edges = np.linspace(stretch.start, stretch.stop, len(path) + 1).round().astype(int)
        at = 0
        for voice, steps in groupby(path):
            count = len(list(steps))
            name = names.setdefault(voice, f"S{len(names) + 1}")
            score = _certainty(each[at * STEP : (at + count) * STEP], voices, voice)
            found.append(Stretch(int(edges[at]), int(edges[at + count]), None, name, round(score, 3)))
            at += count
    return found


@dataclass(frozen=True, slots=True)
class _Voice:
    """A Gaussian over frames, by their number, sum and products."""

    count: int
    total: Frames
    products: Frames

    @classmethod
    def of(cls, frames: Frames) -> _Voice:
        return cls(len(frames), frames.sum(axis=0), frames.T @ frames)

    def __add__(self, other: _Voice) -> _Voice:
        return _Voice(self.count + other.count, self.total + other.total, self.products + other.products)

    def shape(self) -> tuple[Frames, Frames]:
        """Mean and covariance."""
        mean = self.total / self.count
        return mean, self.products / self.count - np.outer(mean, mean) + FLOOR * np.eye(len(mean))

    def spread(self) -> float:
        return float(self.count * np.linalg.slogdet(self.shape()[1])[1])


def apart(one: Frames, two: Frames) -> float:
    """How much worse one Gaussian explains the frames of two voices than one for each, in log likelihood per frame.

    Measured: one reader beside himself 0.4 to 0.7, learners in one room 0.7 to 1.8; two people 1.0 and more.
    """
    first, second = _Voice.of(one), _Voice.of(two)
    return ((first + second).spread() - first.spread() - second.spread()) / 2 / (len(one) + len(two))


def joined(voices: list[_Voice], least: int, most: int) -> list[_Voice]:
    """The most alike joined, two by two, until the next would cost more than a voice is worth."""
    size = len(voices[0].total)
    price = PENALTY * (size + size * (size + 1) / 2) * np.log(sum(voice.count for voice in voices)) / 2
    spreads = [voice.spread() for voice in voices]
    gains = np.full((len(voices), len(voices)), np.inf)
    for place in range(len(voices)):
        _compare(gains, voices, spreads, place, range(place))
    alive = set(range(len(voices)))
    while len(alive) > least:
        one, two = divmod(int(np.argmin(gains)), len(voices))
        if gains[one, two] > price and len(alive) <= most:
            break
        voices[two] = voices[two] + voices[one]
        spreads[two] = voices[two].spread()
        alive.discard(one)
        gains[one, :] = gains[:, one] = np.inf
        _compare(gains, voices, spreads, two, alive - {two})
    return [voices[place] for place in sorted(alive)]


def _compare(gains: Frames, voices: list[_Voice], spreads: list[float], place: int, others: Iterable[int]) -> None:
    """What it costs to join one voice with others, in log likelihood; below the diagonal."""
    for other in others:
        cost = ((voices[place] + voices[other]).spread() - spreads[place] - spreads[other]) / 2
        gains[max(place, other), min(place, other)] = cost


def _likelihoods(frames: Frames, voices: list[_Voice]) -> Frames:
    """Log likelihood of every frame (rows) under every voice, up to a constant."""
    found = []
    for voice in voices:
        mean, covariance = voice.shape()
        apart = frames - mean
        distances = (apart * np.linalg.solve(covariance, apart.T).T).sum(axis=1)
        found.append(-(np.linalg.slogdet(covariance)[1] + distances) / 2)
    return np.stack(found, axis=1)


def _path(frames: Frames, voices: list[_Voice]) -> list[int]:
    """The voice of every STEP frames, by the best path (Viterbi)."""
    each = _likelihoods(frames, voices)
    steps = [part.sum(axis=0) for part in np.split(each, range(STEP, len(each), STEP))]
    best, back = steps[0], []
    for step in steps[1:]:
        jump = int(np.argmax(best))
        stays = best >= best[jump] - CHANGE
        back.append(np.where(stays, np.arange(len(voices)), jump))
        best = np.where(stays, best, best[jump] - CHANGE) + step
    path = [int(np.argmax(best))]
    for places in reversed(back):
        path.append(int(places[path[-1]]))
    return path[::-1]


def _certainty(frames: Frames, voices: list[_Voice], voice: int) -> float:
    """How far the voice fits better than the next one, from 0.5 to 1; 0.5 where there is no other."""
    if len(voices) < 2 or not len(frames):
        return 0.5
    means = _likelihoods(frames, voices).mean(axis=0)
    return float(1 / (1 + np.exp(-max(0.0, min(30.0, means[voice] - np.delete(means, voice).max())))))


def cepstra(sound: Frames) -> Frames:
    """Mel cepstra of 25 ms every 10 ms, without the level; one frame at the least."""
    from scipy.fft import dct

    padded = np.append(sound[:1], sound[1:] - 0.97 * sound[:-1])
    padded = np.pad(padded, (0, max(0, WINDOW - len(padded))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * np.hamming(WINDOW)
    power = np.square(np.abs(np.fft.rfft(frames, POINTS)))
    found: Frames = dct(np.log(power @ _mel().T + 1.0), norm="ortho")[:, 1 : CEPSTRA + 1]
    return found


def _mel() -> Frames:
    """Triangles over the spectrum, one for each band."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (LOWEST, HIGHEST))
    points = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(POINTS, 1 / RATE)
    left, middle, right = points[:-2, None], points[1:-1, None], points[2:, None]
    return np.clip(np.minimum((bins - left) / (middle - left), (right - bins) / (right - middle)), 0, None)
