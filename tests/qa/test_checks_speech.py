"""Checks of recordings find what they are for, leave good work alone, and mend what they can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotation.modalities import MODALITIES
from qa.checks import CHECKS, Answer, Found
from tests.annotation.modalities.sounds import written
from tests.qa.test_checks import record

RATE = 16_000
SCHEMA: dict[str, Any] = {
    "labels": [
        {"key": key, "kinds": ["segment", "time_point"], "attributes": [], "name": {}, "color": "#000000"}
        for key in ("speech", "word")
    ],
    "questions": [],
    "transcription": {
        "scripts": ["Latin"],
        "digits": "forbidden",
        "tags": [{"tag": "[noise]"}],
        "rate": {"least": 2, "most": 25},
    },
}
SIGNAL = {
    "peak": -6.0, "rms": -20.0, "floor": -60.0, "clipped": 0.0, "flat_runs": 1, "flat_level": -6.0, "dc": 0.0001,
    "snr": 35.0, "wada": 40.0, "bandwidth": 8000, "silence": 0.3, "lead": 0.4, "tail": 0.4, "zeros": 0.001,
}  # fmt: skip
ASSET = {"rate": RATE, "samples": 10 * RATE, "channels": 1, "seconds": 10.0, "signal": [SIGNAL], "pcm_sha256": "a"}


def segment(start: float, stop: float, text: str = "so it goes on", /, **more: Any) -> dict[str, Any]:
    """In seconds."""
    label = more.pop("label", "speech")
    lane = {"channel": None, "tier": "", "speaker": "", "parent": None, **more}
    return record("segment", label, start=round(start * RATE), stop=round(stop * RATE), text=text, **lane)


def point(at: float, **more: Any) -> dict[str, Any]:
    lane = {"channel": None, "tier": "", "speaker": "", "text": "", "parent": None, **more}
    return record("time_point", "speech", at=round(at * RATE), **lane)


def answer(*records: dict[str, Any], task: str = "t1", **asset: Any) -> Answer:
    return Answer(task, list(records), SCHEMA, None, None, asset={**ASSET, **asset})


def signal(**facts: Any) -> Answer:
    return answer(segment(1, 2), signal=[SIGNAL, {**SIGNAL, **facts}])


def run(slug: str, *answers: Answer, **params: float) -> list[Found]:
    check = CHECKS[slug]
    return [found for _, found in check().run_batch(answers, {**check.defaults(), **params})]


SPEECH = sorted(check.slug for check in CHECKS if check.modalities is None or "audio" in check.modalities)
WORD = segment(1, 2)
BAD: list[tuple[str, Answer]] = [
    ("transcription", answer(segment(1, 2, "at 12"))),
    ("transcription", answer(segment(1, 2, "so [cough] yes"))),
    ("transcription", answer(segment(1, 2, "a \u202eb"))),
    ("transcription", answer(point(1, text="да"))),
    ("transcription-advice", answer(segment(1, 2, "so  yes"))),
    ("transcription-advice", answer(segment(1, 9, "so"))),
    ("outside-recording", answer(segment(9, 11))),
    ("outside-recording", answer(segment(11, 12))),
    ("outside-recording", answer(point(10))),
    ("speaker-overlap", answer(segment(1, 3, speaker="S1"), segment(2, 4, speaker="S1"))),
    ("speaker-overlap", answer(segment(1, 9), segment(2, 3), segment(4, 5))),
    ("segment-length", answer(segment(1, 1.1, "a"))),
    ("part-outside", answer(WORD, segment(1.5, 2.5, "b", label="word", parent=WORD["id"]))),
    ("part-outside", answer(segment(1, 2, "b", label="word", parent="gone"))),
    ("clipped", signal(clipped=0.01)),
    ("clipped", signal(flat_runs=500)),
    ("noisy", signal(snr=4.0)),
    ("dc-offset", signal(dc=-0.02)),
    ("quiet", signal(peak=-40.0)),
    ("mostly-silent", signal(silence=0.8)),
    ("narrow-band", signal(bandwidth=3400)),
    ("digital-silence", signal(zeros=0.2)),
]


@pytest.mark.parametrize(("slug", "bad"), BAD, ids=[f"{slug}-{n}" for n, (slug, _) in enumerate(BAD)])
def test_check_finds_what_it_is_for(slug: str, bad: Answer) -> None:
    found = run(slug, bad)
    assert found
    for each in found:
        for text in (CHECKS[slug].message.en, CHECKS[slug].message.zh):
            text.format(**each.params)


@pytest.mark.parametrize("slug", SPEECH)
def test_check_leaves_good_work_alone(slug: str) -> None:
    whole = segment(1, 3, "so it goes", speaker="S1")
    good = answer(
        whole,
        segment(1, 2, "so", label="word", parent=whole["id"], speaker="S1"),
        segment(2.5, 4, "and on and on", speaker="S2"),
        segment(4.0, 5, "[noise]", speaker="S1"),
        point(2),
    )
    assert run(slug, good, answer(segment(2, 3), task="t2", pcm_sha256="b")) == []


@pytest.mark.parametrize(("slug", "bad"), BAD, ids=[f"{slug}-{n}" for n, (slug, _) in enumerate(BAD)])
def test_fix_mends_the_finding(slug: str, bad: Answer) -> None:
    for found in run(slug, bad):
        if found.fix is None:
            continue
        records = {each["id"]: each for each in bad.records}
        for change in found.fix:
            assert change["before"] == records.pop(change["id"])
            if change["after"] is not None:
                records[change["id"]] = change["after"]
        again = {(each.record, each.key) for each in run(slug, replace(bad, records=list(records.values())))}
        assert (found.record, found.key) not in again


def test_every_overlap_of_a_long_segment_is_found() -> None:
    found = run("speaker-overlap", answer(segment(1, 9), segment(2, 3), segment(4, 5), segment(9, 9.5)))
    assert [each.params["seconds"] for each in found] == [1, 1]


def test_different_lanes_may_overlap() -> None:
    pairs: list[dict[str, Any]] = [
        {"speaker": "S2"}, {"tier": "b"}, {"channel": 1}, {"label": "word"}
    ]  # fmt: skip
    for other in pairs:
        assert run("speaker-overlap", answer(segment(1, 3, channel=0), segment(2, 4, **{"channel": 0, **other}))) == []


def test_the_same_sound_is_found_in_both_tasks() -> None:
    check = CHECKS["same-sound"]
    pairs = check().run_batch([answer(task="a"), answer(task="b"), answer(task="c", pcm_sha256="c")], {})
    assert {task for task, _ in pairs} == {"a", "b"}


@pytest.fixture
def heard(tmp_path: Path) -> Answer:
    """Ten seconds: noise, with a voice from 2 to 4 and from 6 to 7."""
    random = np.random.default_rng(1)
    sound = 0.0005 * random.standard_normal(10 * RATE)
    for start, stop in ((2, 4), (6, 7)):
        time = np.arange((stop - start) * RATE) / RATE
        sound[start * RATE : stop * RATE] += 0.2 * np.sin(2 * np.pi * 200 * time)
    audio = MODALITIES["audio"]
    result = audio.prepare({"x": written(tmp_path / "x.wav", sound[:, None], RATE)}, tmp_path, audio.limits)

    @contextmanager
    def files(role: str, key: str) -> Iterator[Path]:
        yield next(each.path for each in result.derivatives if (each.role, each.key) == (role, key))

    return Answer("t", [], SCHEMA, None, None, asset=result.facts.meta, files=files)


def test_text_and_sound_are_compared(heard: Answer) -> None:
    silent_text, spoken = segment(8, 9, "so"), segment(1.8, 4.2, "so it goes on")
    wordless, quiet = segment(5.8, 7.2, ""), segment(4.4, 5.5, "")
    whole = replace(heard, records=[silent_text, spoken, wordless, quiet])
    assert [found.record for found in run("nothing-heard", whole)] == [silent_text["id"]]
    assert [found.record for found in run("nothing-written", whole)] == [wordless["id"]]


def test_an_edge_inside_sound_is_found(heard: Answer) -> None:
    cut = segment(1.8, 3, "so it goes")
    found = run("speech-cut", replace(heard, records=[cut, segment(5.8, 7.2, "and on")]))
    assert [(each.record, each.key) for each in found] == [(cut["id"], "stop")]
    meant = [segment(1.8, 3, "so it"), segment(3, 4.2, "goes on")]
    assert run("speech-cut", replace(heard, records=meant)) == []


def test_without_samples_nothing_is_claimed(heard: Answer) -> None:
    for slug in ("nothing-heard", "nothing-written", "speech-cut"):
        assert run(slug, answer(segment(1, 2), segment(3, 4, ""))) == []
