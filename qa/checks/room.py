from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Tier
from qa.checks.registry import CHECKS

LONGEST = 120.0
"""Seconds of a recording that are listened to, from its beginning."""
MAINS = (50, 60)
HARMONICS = 4
STEP = 0.010
"""Seconds between levels of a decay."""
DECAY = 8
"""Steps that a level must fall through to count as a decay."""
LEAST_DECAYS = 10
FAST = 20
"""Percentile of the decays that the room explains; slower ones are voices that fade."""
Sound = NDArray[np.float32]


class _Room(Check):
    """Listens to every channel of a recording; batch only, because the samples must be read."""

    code = "S10"
    about_asset = True
    tiers: ClassVar[frozenset[Tier]] = frozenset({"batch"})
    modalities = sound.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        rate = sound.rate_of(answer)
        with sound.listening(answer) as read:
            if read is None or not rate:
                return
            for channel in range(int(answer.asset.get("channels") or 1)):
                samples = read(0, round(LONGEST * rate), channel)
                found = self.look(samples, rate, sound.floor_of(answer, channel), params)
                if found is not None:
                    yield Found(None, {"channel": channel + 1, **found}, key=str(channel))

    def look(self, samples: Sound, rate: int, floor: float, params: Params) -> dict[str, float] | None:
        raise NotImplementedError


@CHECKS.register
class Hum(_Room):
    """The mains are heard: a line at 50 or 60 Hz and its multiples stands out of the quiet parts."""

    slug = "hum"
    title = Text("Hum of the mains", "电源嗡声")
    message = Text(
        "Channel {channel}: {hertz} Hz and its multiples stand {level} dB over their neighbours.",
        "声道 {channel}：{hertz} Hz 及其倍频高出邻近频率 {level} dB。",
    )
    params = (Param("level", Text("Over its neighbours", "高出邻近频率"), 15, 3, 80, "dB"),)

    def look(self, samples: Sound, rate: int, floor: float, params: Params) -> dict[str, float] | None:
        level, hertz = max((mains_level(samples, rate, hertz), hertz) for hertz in MAINS)
        return {"hertz": hertz, "level": round(level)} if level > params["level"] else None


def mains_level(samples: Sound, rate: int, hertz: int) -> float:
    """By how many decibels the mains stand out, as the mean of the first harmonics, in the quietest seconds."""
    size = rate
    whole = samples[: len(samples) - len(samples) % size].reshape(-1, size)
    if not len(whole):
        return 0.0
    power = np.square(whole, dtype=np.float64).mean(axis=1)
    quiet = whole[(power > 1e-12) & (power <= np.percentile(power, 30))]
    if not len(quiet):
        return 0.0
    spectrum = np.square(np.abs(np.fft.rfft(quiet * np.hanning(size), axis=1))).mean(axis=0) + 1e-12
    levels = []
    for harmonic in range(1, HARMONICS + 1):
        place = hertz * harmonic  # a second has bins of one hertz
        beside = np.concatenate([spectrum[place - 8 : place - 3], spectrum[place + 4 : place + 9]])
        levels.append(10 * np.log10(spectrum[place - 1 : place + 2].max() / np.median(beside)))
    return float(np.mean(levels))


@CHECKS.register
class Reverberant(_Room):
    """Sound takes long to die away: a hall or a bare room, or the microphone is far."""

    slug = "reverberant"
    title = Text("Reverberant room", "混响过长")
    message = Text("Channel {channel}: about {seconds} s of reverberation.", "声道 {channel}：混响约 {seconds} 秒。")
    severity = "info"
    params = (Param("seconds", Text("RT60 at most", "混响时间（RT60）不超过"), 0.8, 0.1, 10, "s"),)

    def look(self, samples: Sound, rate: int, floor: float, params: Params) -> dict[str, float] | None:
        seconds = reverberation(samples, rate, floor)
        return {"seconds": round(seconds, 1)} if seconds is not None and seconds > params["seconds"] else None


def reverberation(samples: Sound, rate: int, floor: float) -> float | None:
    """RT60 in seconds, blind, from how levels fall after sounds; None with too few decays to tell.

    The room lets nothing die faster than it does, and voices fade in their own time: the fast decays are its own.
    """
    size = max(1, round(rate * STEP))
    whole = samples[: len(samples) - len(samples) % size].reshape(-1, size)
    levels = 10 * np.log10(np.square(whole, dtype=np.float64).mean(axis=1) + 1e-12)
    above = levels > floor + 6
    times = []
    for start in np.flatnonzero(np.diff(levels, prepend=levels[:1]) >= 0):
        stop = start + 1
        while stop < len(levels) and above[stop] and levels[stop] < levels[stop - 1] + 0.5:
            stop += 1
        if stop - start >= DECAY and levels[start] - levels[stop - 1] >= 10:
            slope = np.polyfit(np.arange(start, stop) * STEP, levels[start:stop], 1)[0]
            times.append(-60 / slope)
    return float(np.percentile(times, FAST)) if len(times) >= LEAST_DECAYS else None
