"""Peaks and spectrograms: a fine level streamed into a file, and coarser ones made from the level before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from annotation.modalities.audio.pcm import Pcm, Samples

FINEST = 256
"""Samples per bin of the finest peaks."""
FACTOR = 4
FEW = 512
"""A level with so few bins or frames is the last."""
CHUNK = 2**13
"""Rows of a level that are reduced at a time; a multiple of FACTOR."""
WINDOW_SECONDS = 0.025
BINS = 256
FLOOR, STEP = -120.0, 0.5
HOPS = ((60, 0.005), (600, 0.010))
"""Seconds of sound up to which a hop of so many seconds is used; beyond, LONG_HOP."""
LONG_HOP = 0.020
NUMBERS = 2**21
"""Numbers in memory at a time while transforming."""

Reduce = Callable[[NDArray[Any]], NDArray[Any]]
"""(groups, FACTOR, ...) -> (groups, ...)"""


def peaks(pcm: Pcm, path: Path) -> dict[str, Any]:
    """Write the lowest and highest of every bin as int16; returns the meta that docs/audio.md describes."""
    step = FINEST * max(1, 2**20 // (FINEST * pcm.channels))
    rows = (_outline(block) for block in pcm.blocks(step))
    bins = -(-pcm.samples // FINEST)
    levels = _levels(path, rows, bins, (pcm.channels, 2), np.dtype("<i2"), _extremes)
    table = [
        {"step": FINEST * FACTOR**number, "bins": count, "offset": offset}
        for number, (count, offset) in enumerate(levels)
    ]
    return {"channels": pcm.channels, "samples": pcm.samples, "levels": table}


def _outline(block: Samples) -> NDArray[np.int16]:
    """(bins, channels, 2)."""
    starts = np.arange(0, len(block), FINEST)
    pairs = np.stack([np.minimum.reduceat(block, starts), np.maximum.reduceat(block, starts)], axis=2)
    scaled: NDArray[np.float32] = np.clip(np.rint(pairs * 32767), -32768, 32767)
    return scaled.astype(np.int16)


def _extremes(groups: NDArray[Any]) -> NDArray[Any]:
    return np.stack([groups[..., 0].min(axis=1), groups[..., 1].max(axis=1)], axis=-1)


def spectrogram(pcm: Pcm, path: Path) -> dict[str, Any]:
    """Write one byte per frequency and moment; returns the meta that docs/audio.md describes."""
    window = max(8, round(pcm.rate * WINDOW_SECONDS))
    length = max(32, 2 ** (window - 1).bit_length())
    bins = min(BINS, length // 2)
    hop = hop_of(pcm)
    frames = -(-pcm.samples // hop)
    rows = _spectra(pcm, hop, frames, np.hanning(window + 1)[:-1].astype(np.float32), length, bins)
    shape = (pcm.channels, bins)
    levels = _levels(path, rows, frames, shape, np.dtype("u1"), lambda groups: groups.max(axis=1))
    table = [
        {"hop": hop * FACTOR**number, "frames": count, "offset": offset}
        for number, (count, offset) in enumerate(levels)
    ]
    return {
        "channels": pcm.channels, "samples": pcm.samples, "bins": bins, "top": pcm.rate / 2, "window": window,
        "fft": length, "floor": FLOOR, "step": STEP, "levels": table,
    }  # fmt: skip


def hop_of(pcm: Pcm) -> int:
    seconds = pcm.samples / pcm.rate
    hop = next((hop for most, hop in HOPS if seconds <= most), LONG_HOP)
    return max(1, round(pcm.rate * hop))


def powers(pcm: Pcm, hop: int, frames: int, window: NDArray[np.float32], length: int) -> Iterator[NDArray[np.float32]]:
    """Powers of consecutive frames, (frames, channels, length // 2); 1 is a full-scale sine."""
    at_once = max(1, NUMBERS // (length * pcm.channels))
    half = len(window) // 2
    gain = np.float32((2 / window.sum()) ** 2)
    for first in range(0, frames, at_once):
        last = min(first + at_once, frames)
        sound = pcm.read(first * hop - half, (last - 1) * hop - half + len(window))
        framed = np.lib.stride_tricks.sliding_window_view(sound, len(window), axis=0)[::hop]
        spectrum = fft.rfft(framed * window, length, axis=2)[..., : length // 2]
        yield (spectrum.real**2 + spectrum.imag**2) * gain


def _spectra(
    pcm: Pcm, hop: int, frames: int, window: NDArray[np.float32], length: int, bins: int
) -> Iterator[NDArray[np.uint8]]:
    for power in powers(pcm, hop, frames, window, length):
        pooled = power.reshape(len(power), pcm.channels, bins, -1).max(axis=3)
        decibels = 10 * np.log10(np.maximum(pooled, 1e-12))
        yield np.clip(np.rint((decibels - FLOOR) / STEP), 0, 255).astype("u1")


def _levels(
    path: Path, rows: Iterator[NDArray[Any]], count: int, shape: tuple[int, ...], dtype: np.dtype[Any], reduce: Reduce
) -> list[tuple[int, int]]:
    """Write the rows, then level after level; returns (rows, first byte) of each."""
    size = dtype.itemsize * int(np.prod(shape))
    levels = [(count, 0)]
    with path.open("wb") as file:
        for block in rows:
            file.write(np.ascontiguousarray(block, dtype).tobytes())
    while levels[-1][0] > FEW:
        above, start = levels[-1]
        with path.open("r+b") as file:
            file.seek(0, 2)
            offset = file.tell()
            for first in range(0, above, CHUNK):
                wanted = min(CHUNK, above - first)
                flat = np.fromfile(path, dtype, wanted * size // dtype.itemsize, offset=start + first * size)
                file.write(np.ascontiguousarray(_reduced(flat.reshape(wanted, *shape), reduce), dtype).tobytes())
        levels.append((-(-above // FACTOR), offset))
    return levels


def _reduced(block: NDArray[Any], reduce: Reduce) -> NDArray[Any]:
    """FACTOR rows become one; the last group is filled up with its last row."""
    missing = -len(block) % FACTOR
    if missing:
        block = np.concatenate([block, np.repeat(block[-1:], missing, axis=0)])
    return reduce(block.reshape(-1, FACTOR, *block.shape[1:]))
