from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.audio.pcm import Pcm
from annotation.prelabel.hearing import RATE, heard
from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Record
from qa.checks.registry import CHECKS

WINDOW, HOP, POINTS = RATE // 25, RATE // 100, 2048
LOWEST, HIGHEST = 70, 400
"""Hertz."""
VOICED = 0.6
"""Correlation with itself from which on a moment has a pitch."""
OCTAVE = 0.9
"""The first peak that reaches so much of the highest is the pitch: the next ones are an octave and more below."""
FEWEST = 60
"""Voiced hundredths of a second that a segment's pitch is told from."""
MOST = 40
"""Segments of one speaker that are listened to, the longest first."""
LONGEST = 5.0
"""Seconds of each."""


@CHECKS.register
class TwoVoices(Check):
    """One name stands for a high and a low voice, with nothing between them, as when a man and a woman are mistaken.

    Measured on 17 speakers: the widest gap within one of them is a factor of 1.17.
    """

    slug = "two-voices"
    code = "S9"
    title = Text("One speaker, two voices", "同一说话人含两种音高")
    message = Text(
        "“{speaker}” speaks at {here} Hz here and at {elsewhere} Hz elsewhere, as two people would.",
        "“{speaker}”此处音高约 {here} Hz，别处约 {elsewhere} Hz，像是两个人。",
    )
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES
    params = (
        Param("apart", Text("Pitches apart by a factor of", "音高相差倍数"), 1.35, 1.1, 3),
        Param("segments", Text("Segments of either voice at least", "每种音高最少时间段数"), 1, 1, 20),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        by_speaker: dict[str, list[Record]] = defaultdict(list)
        for record in sound.segments(answer):
            if record["data"]["speaker"] and record["data"]["parent"] is None:
                by_speaker[record["data"]["speaker"]].append(record)
        try:
            with answer.files("pcm", "") as path:
                pcm = Pcm.of(path)
                for speaker, records in by_speaker.items():
                    yield from _apart(speaker, _pitched(pcm, records), params)
        except KeyError:
            return


def _apart(speaker: str, pitched: list[tuple[float, Record]], params: Params) -> Iterator[Found]:
    """A finding at every segment of the voice that has fewer of them."""
    least = int(params["segments"])
    pitches = np.array([pitch for pitch, _ in pitched])
    gaps = pitches[1:] / pitches[:-1]
    if not len(gaps) or gaps.max() < params["apart"]:
        return
    at = int(gaps.argmax()) + 1
    low, high = pitched[:at], pitched[at:]
    if min(len(low), len(high)) < least:
        return
    fewer, others = sorted((high, low), key=len)
    here, elsewhere = (round(float(np.median([pitch for pitch, _ in side]))) for side in (fewer, others))
    for _, record in fewer:
        yield Found(record["id"], {"speaker": speaker, "here": here, "elsewhere": elsewhere})


def _pitched(pcm: Pcm, records: list[Record]) -> list[tuple[float, Record]]:
    """Median pitch of the segments that have one, from low to high."""
    found = []
    for record in sorted(records, key=lambda each: each["data"]["start"] - each["data"]["stop"])[:MOST]:
        data = record["data"]
        stop = min(data["stop"], data["start"] + round(LONGEST * pcm.rate), pcm.samples)
        if stop > data["start"]:
            values = pitches(heard(pcm, data["start"], stop, data["channel"]).astype(np.float64))
            if len(values) >= FEWEST:
                found.append((float(np.median(values)), record))
    return sorted(found, key=lambda each: each[0])


def pitches(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hertz of the loud moments that have a pitch, every 10 ms, by how they resemble themselves a period later."""
    if len(samples) < WINDOW:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    frames = frames - frames.mean(axis=1, keepdims=True)
    level = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-9)
    window = np.hanning(WINDOW)
    loud = frames[level > np.percentile(level, 95) - 25] * window
    alike = _itself(loud) / (_itself(window[None]) / np.square(window).sum())
    alike = (alike / np.maximum(alike[:, :1], 1e-9))[:, RATE // HIGHEST : RATE // LOWEST]
    best = alike.max(axis=1, keepdims=True)
    inner = alike[:, 1:-1]
    peak = (inner >= alike[:, :-2]) & (inner >= alike[:, 2:]) & (inner >= OCTAVE * best)
    voiced = (best[:, 0] > VOICED) & peak.any(axis=1)
    found: NDArray[np.float64] = (RATE / (peak.argmax(axis=1) + 1 + RATE // HIGHEST))[voiced]
    return found


def _itself(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """Autocorrelation."""
    found: NDArray[np.float64] = np.fft.irfft(np.square(np.abs(np.fft.rfft(frames, POINTS))))[:, :WINDOW]
    return found
