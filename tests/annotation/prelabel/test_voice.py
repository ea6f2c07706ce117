"""Voice activity: segments where somebody speaks, lanes for channels, and what it is worth on a real meeting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotation.prelabel.base import Picture, PrelabelError, Setup
from annotation.prelabel.voice import Voice
from tests.annotation.modalities.sounds import written
from tests.annotation.prelabel.recordings import DEMO, recording

RATE = 16_000


def voice(**config: Any) -> Voice:
    return Voice(Setup(Voice.configuration(config), {"speech": frozenset({"segment"})}))


def found(model: Voice, one: Picture) -> list[dict[str, Any]]:
    ((_, proposals),) = model.predict([one])
    assert all(0 < each.score <= 1 for each in proposals)
    return [dict(each.data) for each in proposals]


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Picture]:
    """Noise with a voice in these stretches (seconds) of each channel, over noise that rises at half time."""

    def build(*channels: list[tuple[float, float]], seconds: float = 20, bleed: float = 0.0) -> Picture:
        random = np.random.default_rng(4)
        time = np.arange(round(seconds * RATE)) / RATE
        voices = np.zeros((len(time), len(channels)))
        for channel, stretches in enumerate(channels):
            for start, stop in stretches:
                part = slice(round(start * RATE), round(stop * RATE))
                voices[part, channel] = 0.2 * np.sin(2 * np.pi * (150 + 40 * channel) * time[part])
        noise = 0.001 * random.standard_normal(voices.shape)
        sound = voices + bleed * voices[:, ::-1] + noise
        return recording(written(tmp_path / "x.wav", sound, RATE), tmp_path / "out")

    return build


def seconds(records: list[dict[str, Any]]) -> list[tuple[float, float]]:
    return [(each["start"] / RATE, each["stop"] / RATE) for each in records]


def test_segments_lie_where_the_voice_is(make: Callable[..., Picture]) -> None:
    one = make([(2, 4), (4.2, 6), (9, 9.1), (12, 15)])
    segments = seconds(found(voice(margin=0.1), one))
    assert segments == [pytest.approx((1.9, 6.1), abs=0.05), pytest.approx((11.9, 15.1), abs=0.05)]


def test_a_long_one_is_cut_where_it_is_quietest(make: Callable[..., Picture]) -> None:
    segments = seconds(found(voice(longest=8, pause=0.5, margin=0), make([(2, 8.1), (8.3, 15)])))
    assert segments == [pytest.approx((2, 8.2), abs=0.15), pytest.approx((8.2, 15), abs=0.15)]


def test_each_channel_of_a_call_is_a_speaker(make: Callable[..., Picture]) -> None:
    """What is heard on the other channel from afar is not said there."""
    one = make([(2, 4), (10, 12)], [(5, 7), (11, 14)], bleed=0.05)
    lanes = found(voice(channels="apart", margin=0), one)
    by_speaker = {name: seconds([each for each in lanes if each["speaker"] == name]) for name in ("S1", "S2")}
    assert by_speaker["S1"] == [pytest.approx((2, 4), abs=0.05), pytest.approx((10, 12), abs=0.05)]
    assert by_speaker["S2"] == [pytest.approx((5, 7), abs=0.05), pytest.approx((11, 14), abs=0.05)]
    assert {each["channel"] for each in lanes} == {0, 1}


def test_silence_and_a_moment_have_no_segments(tmp_path: Path) -> None:
    for number, length in enumerate((1, RATE * 3)):
        one = recording(written(tmp_path / f"{number}.wav", np.zeros((length, 1)), RATE), tmp_path / str(number))
        assert found(voice(), one) == []


def test_on_a_real_meeting_it_finds_most_of_the_speech(tmp_path: Path) -> None:
    """Missed and false seconds against the reference of the AMI corpus, as a share of the speech."""
    one = recording(DEMO / "meeting" / "dev00.flac", tmp_path / "out")
    frames = np.zeros((2, 3000), np.bool_)
    for line in (DEMO / "meeting" / "dev00.rttm").read_text().splitlines():
        start, length = (float(value) for value in line.split()[3:5])
        frames[0, round(start * 100) : round((start + length) * 100)] = True
    for start, stop in seconds(found(voice(), one)):
        frames[1, round(start * 100) : round(stop * 100)] = True
    wrong = np.count_nonzero(frames[0] != frames[1]) / np.count_nonzero(frames[0])
    assert wrong < 0.15


def test_a_label_that_cannot_be_a_segment_is_refused(make: Callable[..., Picture]) -> None:
    with pytest.raises(PrelabelError) as caught:
        found(voice(label="lorry"), make([(1, 2)], seconds=3))
    assert caught.value.code == "bad-config"
