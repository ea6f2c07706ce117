"""Nearly the same sound is found again: coded with loss, quieter and cut at its ends; other recordings are not it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import soundfile

from annotation.modalities import MODALITIES
from annotation.modalities.image.perceptual import distance
from annotation.services.importing.lookalikes import CLOSE
from tests.annotation.prelabel.recordings import DEMO


def hash_of(path: Path, folder: Path) -> str:
    folder.mkdir()
    audio = MODALITIES["audio"]
    return audio.prepare({path.name: path}, folder, audio.limits).perceptual_hash


def test_copies_are_alike_and_others_are_not(tmp_path: Path) -> None:
    originals = sorted(DEMO.rglob("*.flac"))
    known = [hash_of(path, tmp_path / str(number)) for number, path in enumerate(originals)]
    assert min(distance(int(a, 16), int(b, 16)) for a, b in combinations(known, 2)) > CLOSE
    for number, path in enumerate(originals[:3]):
        sound, rate = soundfile.read(path, always_2d=True)
        later = np.concatenate([np.zeros((rate // 4, sound.shape[1])), sound[: -rate // 20]])
        for suffix, changed in ((".mp3", sound * 0.5), (".ogg", sound * 0.7), (".wav", later * 0.3)):
            copy = tmp_path / f"{number}{suffix}"
            soundfile.write(copy, changed, rate)
            found = hash_of(copy, tmp_path / f"{number}-{suffix[1:]}")
            assert distance(int(found, 16), int(known[number], 16)) <= CLOSE, copy.name


def test_silence_is_like_nothing(tmp_path: Path) -> None:
    silent = tmp_path / "silent.wav"
    soundfile.write(silent, np.zeros(16_000), 16_000)
    assert hash_of(silent, tmp_path / "made") == ""
