"""Recordings of a wanted length: the demonstration's meeting and readers one after the other, as WAV or as MP3."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

from dev.places import ROOT

SPEECH = ROOT / "demo" / "speech"
RATE = 16_000
QUALITY = {"flags": "+qscale", "global_quality": str(4 * 118)}
"""LAME's -V 4: as many bits as each moment needs."""
PIECE = 1152 * 1000

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Recording:
    minutes: int
    suffix: str

    @classmethod
    def named(cls, name: str) -> Recording:
        minutes, suffix = name.split("-minutes.")
        return cls(int(minutes), suffix)

    @property
    def name(self) -> str:
        return f"{self.minutes}-minutes.{self.suffix}"


def _round() -> Samples:
    paths = [*sorted((SPEECH / "reading").glob("*.flac")), SPEECH / "meeting" / "dev00.flac"]
    return np.concatenate([soundfile.read(path, dtype="int16")[0] for path in paths])


def _pieces(minutes: int) -> Iterator[Samples]:
    sound, left = _round(), minutes * 60 * RATE
    while left > 0:
        piece = sound[:left]
        left -= len(piece)
        yield piece


def write(folder: Path, recording: Recording) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / recording.name
    pieces = _pieces(recording.minutes)
    if recording.suffix == "wav":
        _write_wav(path, pieces)
    else:
        _write_mp3(path, pieces)
    return path


def _write_wav(path: Path, pieces: Iterator[Samples]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for piece in pieces:
            file.writeframes(piece.tobytes())


def _write_mp3(path: Path, pieces: Iterator[Samples]) -> None:
    with av.open(str(path), "w", format="mp3") as file:
        stream = file.add_stream("libmp3lame", rate=RATE, options=QUALITY)
        stream.layout = "mono"
        for piece in pieces:
            for at in range(0, len(piece), PIECE):
                frame = av.AudioFrame.from_ndarray(piece[None, at : at + PIECE], format="s16p", layout="mono")
                frame.sample_rate = RATE
                file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
