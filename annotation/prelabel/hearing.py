"""Parts of a recording as recognisers want to hear them: one channel, 16 kHz, 16 bit."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm

RATE = 16_000
Heard = NDArray[np.int16]


def heard(pcm: Pcm, start: int, stop: int, channel: int | None) -> Heard:
    """Samples `start` to `stop` of a channel, or (None) of all mixed."""
    from scipy.signal import resample_poly

    block = pcm.read(start, stop)
    mixed = block.mean(axis=1) if channel is None else block[:, channel]
    shared = gcd(RATE, pcm.rate)
    even = resample_poly(mixed, RATE // shared, pcm.rate // shared) if pcm.rate != RATE else mixed
    whole: Heard = np.clip(np.round(even * 32767), -32768, 32767).astype("<i2")
    return whole


def wav(samples: Heard) -> bytes:
    from annotation.modalities.audio import riff

    return riff.header(wide=False, rate=RATE, channels=1, samples=len(samples)) + samples.tobytes()
