"""Speaker turns without a model: on real readers in turn, and what is left of it in a meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from annotation.prelabel.base import Picture, PrelabelError, Setup
from annotation.prelabel.turns import Turns
from qa.metrics.turns import Turn, diarization
from tests.annotation.modalities.sounds import written
from tests.annotation.prelabel.recordings import DEMO, recording

LABELS = {"speech": frozenset({"segment"})}
RATE = 16_000


def found(one: Picture, **config: Any) -> list[Turn]:
    model = Turns(Setup(Turns.configuration(config), LABELS))
    ((_, proposals),) = model.predict([one])
    assert all(0.5 <= each.score <= 1 for each in proposals)
    return [(each.data["start"] / RATE, each.data["stop"] / RATE, each.data["speaker"]) for each in proposals]


@pytest.fixture
def readers(tmp_path: Path) -> tuple[Picture, list[Turn]]:
    """Three people who read in turn, four seconds at a time, and who it was."""
    sounds = {path.stem: soundfile.read(path)[0] for path in sorted((DEMO / "reading").glob("*.flac"))}
    parts, reference, at = [], [], 0.0
    for turn in range(3):
        for name, sound in sounds.items():
            part = sound[turn * 4 * RATE : (turn + 1) * 4 * RATE]
            parts += [part, np.random.default_rng(turn).normal(0, 1e-4, RATE // 2)]
            reference.append((at, at + len(part) / RATE, name))
            at += len(part) / RATE + 0.5
    return recording(written(tmp_path / "talk.wav", np.concatenate(parts)[:, None], RATE), tmp_path / "out"), reference


def test_three_readers_are_told_apart(readers: tuple[Picture, list[Turn]]) -> None:
    one, reference = readers
    turns = found(one)
    assert [who for _, _, who in turns][:1] == ["S1"]
    assert {who for _, _, who in turns} == {"S1", "S2", "S3"}
    figures = diarization(reference, turns, collar=0.25)
    assert (figures.rate or 0) < 0.15
    assert figures.confusion < 0.05 * figures.speech


def test_the_number_of_speakers_may_be_known(readers: tuple[Picture, list[Turn]]) -> None:
    one, _ = readers
    assert {who for _, _, who in found(one, most=2)} == {"S1", "S2"}
    assert len({who for _, _, who in found(one, least=4)}) >= 3


def test_a_meeting_is_better_than_one_speaker_for_all(tmp_path: Path) -> None:
    lines = (line.split() for line in (DEMO / "meeting" / "dev00.rttm").read_text().splitlines())
    reference = [(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in lines]
    turns = found(recording(DEMO / "meeting" / "dev00.flac", tmp_path / "out"))
    alone = [(start, stop, "S1") for start, stop, _ in turns]
    ours, simple = (diarization(reference, each).rate or 0 for each in (turns, alone))
    assert ours < 0.25
    assert ours < simple - 0.05


def test_silence_has_no_turns_and_an_unknown_label_is_refused(tmp_path: Path) -> None:
    one = recording(written(tmp_path / "a.wav", np.zeros((RATE, 1)), RATE), tmp_path / "out")
    assert found(one) == []
    with pytest.raises(PrelabelError):
        found(one, label="lorry")
