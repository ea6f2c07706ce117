"""Recordings made for tests: voiced bursts with pauses that show where every sample went."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

Sound = NDArray[np.float64]


def speechlike(seconds: float, rate: int, channels: int = 1, *, seed: int = 7) -> Sound:
    """Bursts of voiced sound between pauses with a little noise, (moments, channels), within -1..1."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    voice = sum(np.sin(2 * np.pi * 120 * k * time + k) / k for k in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * time), 0, 1) * (np.sin(2 * np.pi * 0.37 * time + 0.4) > -0.2)
    mono = 0.12 * voice * syllables + 0.0005 * random.standard_normal(len(time))
    delays = [np.roll(mono, 37 * channel) for channel in range(channels)]
    return np.stack(delays, axis=1)


def written(path: Path, sound: Sound, rate: int, subtype: str = "PCM_16", format: str | None = None) -> Path:
    soundfile.write(str(path), sound, rate, subtype=subtype, format=format)
    return path


def encoded(path: Path, sound: Sound, rate: int, codec: str, container: str, **options: str) -> Path:
    """Compressed by FFmpeg; `rate` must be one that the codec takes."""
    channels = sound.shape[1]
    layout = {1: "mono", 2: "stereo"}[channels]
    with av.open(str(path), "w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=rate, layout=layout, options=options)
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate, frame_size=size)
        data = np.ascontiguousarray((sound * 32767).astype(np.int16).reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(data, format="s16", layout=layout)
        frame.sample_rate = rate
        frame.pts = 0
        for each in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(each))
        file.mux(stream.encode(None))
    return path


def wav(*, rate: int = 8000, channels: int = 1, data: bytes = b"\0\0" * 800, promised: int | None = None) -> bytes:
    """A 16-bit WAV whose header may lie."""
    length = len(data) if promised is None else promised
    form = struct.pack("<HHIIHH", 1, channels, rate, min(2**32 - 1, rate * channels * 2), 2 * channels & 0xFFFF, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", length) + data
    return b"RIFF" + struct.pack("<I", min(2**32 - 1, 4 + len(body))) + body


def as_flac(sound: Sound | NDArray[np.int16], rate: int) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, sound, rate, format="FLAC", subtype="PCM_16")
    return buffer.getvalue()
