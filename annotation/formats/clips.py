"""Parts of recordings as files of their own."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotation.formats.base import Media
from annotation.formats.names import base, stem

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm

MOST_BYTES = 32 * 1024**3


@contextmanager
def decoded(media: Media) -> Iterator[Pcm]:
    """The samples of a recording that an import has let in, as the import counts them. Raises Rejected, Unreadable."""
    from annotation.modalities.audio import opening, pcm

    with tempfile.TemporaryDirectory(prefix="groundwork-clips-") as name:
        folder = Path(name)
        path = folder / f"recording{base(media.name)[len(stem(base(media.name))) :]}"
        with media.open() as source, open(path, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        with closing(opening.opened(path)) as recording:
            sound = pcm.write(recording, folder / "pcm.wav", MOST_BYTES)
        yield sound


def channel(sound: Pcm, number: int) -> Iterator[bytes]:
    """A channel of a recording as the WAV of a recording of its own, in pieces."""
    import numpy as np

    from annotation.modalities.audio import riff

    yield riff.header(wide=sound.wide, rate=sound.rate, channels=1, samples=sound.samples)
    for block in sound.blocks(1 << 20):
        one = block[:, number]
        yield (one.astype("<f4") if sound.wide else np.round(one * 32768).astype("<i2")).tobytes()
    yield bytes(sound.samples * (4 if sound.wide else 2) % 2)


def clip(sound: Pcm, start: int, stop: int, channel: int | None, kind: str) -> bytes:
    """Samples `start` to `stop` of a channel (None for all) as WAV of the recording's own samples, or as FLAC of 16 bit
    (24 where the recording has more)."""
    import numpy as np
    import soundfile

    from annotation.modalities.audio import riff

    block = sound.read(start, stop)
    block = block if channel is None else block[:, channel : channel + 1]
    if kind == "flac":
        stream = io.BytesIO()
        subtype = "PCM_24" if sound.wide else "PCM_16"
        soundfile.write(stream, block, sound.rate, format="FLAC", subtype=subtype)
        return stream.getvalue()
    count, channels = block.shape
    plain = block.astype("<f4") if sound.wide else np.round(block * 32768).astype("<i2")
    data = plain.tobytes()
    head = riff.header(wide=sound.wide, rate=sound.rate, channels=channels, samples=count)
    return head + data + bytes(len(data) % 2)
