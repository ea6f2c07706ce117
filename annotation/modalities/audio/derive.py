"""Decode a recording to its end, then look at the samples: outline, spectrogram, picture, facts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from annotation.modalities.audio import likeness, opening, pcm, picture, pyramid, signal
from annotation.modalities.base import Derivative, Facts, Limits, Prepared


def probe(path: Path) -> Facts:
    """Raises Rejected."""
    with closing(opening.opened(path)) as recording:
        return _facts(recording, _header(recording.shape))


def prepare(path: Path, folder: Path, limits: Limits) -> Prepared:
    """Raises Rejected."""
    with closing(opening.opened(path)) as recording:
        sound = pcm.write(recording, folder / "pcm.wav", limits.file_bytes)
    outline = pyramid.peaks(sound, folder / "peaks.bin")
    spectra = pyramid.spectrogram(sound, folder / "spectrogram.bin")
    picture.draw(folder / "peaks.bin", outline, folder / "thumbnail.webp")
    meta = {
        **_header(recording.shape),
        "samples": sound.samples,
        "seconds": round(sound.samples / sound.rate, 3),
        "pcm_sha256": sound.sha256,
        "overshoot": recording.overshoot,
        "signal": signal.measure(sound),
    }
    return Prepared(
        _facts(recording, meta),
        (
            Derivative("thumbnail", folder / "thumbnail.webp", ".webp"),
            Derivative("pcm", sound.path, ".wav", meta=sound.meta()),
            Derivative("peaks", folder / "peaks.bin", ".bin", meta=outline),
            Derivative("spectrogram", folder / "spectrogram.bin", ".bin", meta=spectra),
        ),
        likeness.hash_of(folder / "spectrogram.bin", spectra, sound.rate),
    )


def _header(shape: opening.Shape) -> dict[str, Any]:
    return {
        "container": shape.container.name,
        "codec": shape.codec,
        "bits": shape.bits,
        "rate": shape.rate,
        "channels": shape.channels,
        "samples": shape.samples,
        "decoder": shape.decoder,
    }


def _facts(recording: opening.Recording, meta: dict[str, Any]) -> Facts:
    container = recording.shape.container
    return Facts(container.media_type, container.suffix, None, None, meta, tuple(recording.warnings))
