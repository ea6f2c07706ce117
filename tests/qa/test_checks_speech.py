"""Checks of recordings find what they are for, leave good work alone, and mend what they can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy.signal import fftconvolve, resample_poly

from annotation.modalities import MODALITIES
from qa.checks import CHECKS, Answer, Found
from tests.annotation.modalities.sounds import written
from tests.annotation.prelabel.recordings import DEMO
from tests.qa.test_checks import record

RATE = 16_000
SCHEMA: dict[str, Any] = {
    "labels": [
        {"key": key, "kinds": ["segment", "time_point"], "attributes": [], "name": {}, "color": "#000000"}
        for key in ("speech", "word", "reading")
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
    "snr": 35.0, "wada": 40.0, "bandwidth": 8000, "silence": 0.3, "lead": 0.4, "tail": 0.4, "pause": 1.2,
    "zeros": 0.001,
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


def in_scripts(*records: dict[str, Any]) -> Answer:
    """Of a project without rules of transcription."""
    return replace(answer(*records), schema={**SCHEMA, "transcription": None})


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
    ("loud", signal(peak=-0.05)),
    ("gated", signal(floor=-96.0)),
    ("long-silence", signal(tail=2.5)),
    ("long-silence", signal(pause=11.0)),
    ("mostly-silent", signal(silence=0.8)),
    ("narrow-band", signal(bandwidth=3400)),
    ("digital-silence", signal(zeros=0.2)),
    ("noise-unsure", signal(snr=5.0, wada=60.0)),
    ("cut-ends", signal(lead=0.0)),
    ("cut-ends", signal(tail=0.02)),
    ("noise-floor", signal(floor=-20.0)),
    ("speaking-rate", in_scripts(segment(1, 2, "so it goes on and on and on and on and on"))),
    ("speaking-rate", in_scripts(segment(1, 9, "so it"))),
    ("speaking-rate", in_scripts(segment(1, 2, "一二三四五六七八九十"))),
    ("misread", answer(segment(1, 3, "so it goes on", tier="prompt"), segment(1.1, 2.9, "so it went on"))),
    ("misread", answer(segment(1, 3, "so it goes", label="prompt"), segment(1, 2, "so it"), segment(2, 3, "went"))),
    (
        "unlike-machine",
        replace(answer(segment(1, 2, "the cat sat here")), suggestions={"m": segment(1, 2.1, "a dog ran")}),
    ),
    (
        "unlike-machine",
        replace(
            answer(segment(1, 9, "one two three four five six seven eight nine ten eleven twelve")),
            suggestions={"m": segment(1, 9, "one two three nine ten eleven twelve")},
        ),
    ),
]


@pytest.mark.parametrize(("slug", "bad"), BAD, ids=[f"{slug}-{n}" for n, (slug, _) in enumerate(BAD)])
def test_check_finds_what_it_is_for(slug: str, bad: Answer) -> None:
    found = run(slug, bad)
    assert found
    for each in found:
        text = CHECKS[slug].message.format(**each.params)
        # A dash stands for what is missing, but between two numbers.
        assert not re.search(r"(?<!\d)–|–(?!\d)", text.en + text.zh)


def test_nothing_is_asked_of_a_recording_that_only_pictures_have() -> None:
    assert not {CHECKS[slug].code for slug in SPEECH if CHECKS[slug].code.startswith("I")} - {"I19", "I22"}


@pytest.mark.parametrize("slug", SPEECH)
def test_check_leaves_good_work_alone(slug: str) -> None:
    whole = segment(1, 3, "so it goes", speaker="S1")
    good = answer(
        whole,
        segment(1, 2, "so", label="word", parent=whole["id"], speaker="S1"),
        segment(1, 3, "со 1", label="reading", parent=whole["id"], speaker="S1"),
        segment(2.5, 4, "and on and on", speaker="S2"),
        segment(4.0, 5, "[noise]", speaker="S1"),
        point(2),
    )
    read = segment(1, 3, "so it goes [noise] on")
    prompt = segment(0.9, 3.1, "So it goes on.", tier="Prompt")
    prompted = answer(prompt, read, task="t3", pcm_sha256="c")
    assert run(slug, good, answer(segment(2, 3), task="t2", pcm_sha256="b"), prompted) == []


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


def test_who_speaks_otherwise_than_elsewhere_is_found_across_tasks() -> None:
    """Within the limits; a segment that is too short to have a rate, and another speaker, do not count."""
    usual = [segment(at % 9, at % 9 + 1.5, "so it goes on" + at * "s", speaker="Ann") for at in range(12)]
    odd = segment(1, 6, "so it goes on", speaker="Ann")
    other = [segment(1, 6, "so it goes on", speaker="Ben"), segment(1, 1.4, "so", speaker="Ann")]
    answers = [answer(*usual, task="a"), answer(*usual, odd, *other, task="b")]
    check = CHECKS["speaking-rate"]
    (found,) = check().run_batch(answers, check.defaults())
    assert (found[0], found[1].record) == ("b", odd["id"])
    assert list(check().run(answers[1], check.defaults())) == []


def test_a_rate_that_the_rules_point_out_is_not_pointed_out_twice() -> None:
    """Those of the project are 2 to 25 letters a second."""
    fast, slow = answer(segment(1, 2, 3 * "so it goes on ")), answer(segment(1, 6, "so it goes on on"))
    assert run("transcription-advice", fast)
    assert run("speaking-rate", fast) == []
    assert run("speaking-rate", slow, least=4)


def test_a_gate_and_a_long_pause_are_heard(tmp_path: Path) -> None:
    """A voice with noise between its words, and the same with the noise taken out down to the last bit."""
    random, time = np.random.default_rng(4), np.arange(30 * RATE) / RATE
    talking = (time % 2 < 1) & (time < 14) | (time > 26)
    noise = 0.001 * random.standard_normal(len(time))
    voice = 0.1 * np.sin(2 * np.pi * 170 * time) * talking
    bits = random.choice([0, 1], len(time)) / 32768
    plain, gated = (
        room(tmp_path, voice + noise, "plain"),
        room(tmp_path, np.where(talking, voice + noise, bits), "gated"),
    )
    assert run("gated", plain) == []
    assert run("gated", gated)
    for each in (plain, gated):
        (found,) = run("long-silence", each)
        assert found.params["pause"] == pytest.approx(13, abs=0.1)


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
    return room(tmp_path, sound, "heard")


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


def test_a_transcript_is_compared_with_the_nearest_of_what_machines_heard() -> None:
    """Of several recognisers one agrees; another place, another lane and a short answer say nothing."""
    said = segment(1, 3, "so it goes on and on")
    for other in (segment(1, 3, "So it goes on, and on!"), segment(5, 7, "no"), segment(1, 3, "no", label="word")):
        suggestions = {"a": segment(1, 3, "sue eats goats"), "b": other}
        found = run("unlike-machine", replace(answer(said), suggestions=suggestions))
        assert len(found) == (other["data"]["text"] == "no")
    assert run("unlike-machine", replace(answer(segment(1, 3, "yes")), suggestions={"a": segment(1, 3, "no")})) == []


def test_speakers_are_counted_beside_what_models_told_apart() -> None:
    def turn(speaker: str, model: str) -> dict[str, Any]:
        return {**segment(1, 2, "", speaker=speaker), "source": {"origin": "model", "version": model}}

    said = replace(answer(segment(1, 2, speaker="Ann"), segment(3, 4, speaker="Ben")), suggestions={})
    one, two = {"a": turn("S1", "m")}, {"a": turn("S1", "m"), "b": turn("S2", "m")}
    assert [each.params for each in run("speaker-count", replace(said, suggestions=one))] == [
        {"speakers": 2, "heard": 1}
    ]
    other = {**one, "c": turn("S1", "n"), "d": turn("S2", "n")}
    for fine in ({}, two, other):
        assert run("speaker-count", replace(said, suggestions=fine)) == []


def room(tmp_path: Path, sound: NDArray[np.float64], name: str) -> Answer:
    folder = tmp_path / name
    folder.mkdir()
    audio = MODALITIES["audio"]
    result = audio.prepare({"x": written(folder / "x.wav", sound.reshape(len(sound), -1), RATE)}, folder, audio.limits)

    @contextmanager
    def files(role: str, key: str) -> Iterator[Path]:
        yield next(each.path for each in result.derivatives if (each.role, each.key) == (role, key))

    return Answer("t", [], SCHEMA, None, None, asset=result.facts.meta, files=files)


def test_the_mains_are_heard_in_the_pauses(tmp_path: Path) -> None:
    random, time = np.random.default_rng(2), np.arange(20 * RATE) / RATE
    speech = 0.2 * np.sin(2 * np.pi * 173 * time) * (time % 4 < 2)
    noise = 0.001 * random.standard_normal(len(time))
    mains = sum(0.002 / n * np.sin(2 * np.pi * 60 * n * time) for n in range(1, 6))
    (found,) = run("hum", room(tmp_path, speech + noise + mains, "hum"))
    assert found.params["hertz"] == 60
    assert run("hum", room(tmp_path, speech + noise, "clean")) == []


@pytest.mark.parametrize(("seconds", "least", "most"), [(0.3, 0.2, 0.5), (1.2, 0.9, 1.6)])
def test_reverberation_is_heard_as_sounds_die_away(seconds: float, least: float, most: float, tmp_path: Path) -> None:
    """Bursts in a room whose sound falls by 60 dB in so many seconds."""
    random, time = np.random.default_rng(3), np.arange(int(2 * RATE)) / RATE
    echo = random.standard_normal(len(time)) * 10 ** (-3 * time / seconds)
    dry = np.zeros(40 * RATE)
    for start in range(20):
        dry[start * 2 * RATE : start * 2 * RATE + RATE // 5] = random.standard_normal(RATE // 5)
    wet = fftconvolve(dry, echo)[: len(dry)]
    sound = 0.3 * wet / np.abs(wet).max() + 1e-4 * random.standard_normal(len(dry))
    (found,) = run("reverberant", room(tmp_path, sound, "room"), seconds=0.1)
    assert least <= found.params["seconds"] <= most


def test_real_readers_in_a_quiet_room_have_neither(tmp_path: Path) -> None:
    for number, path in enumerate(sorted((DEMO / "reading").glob("*.flac"))):
        sound, _ = soundfile.read(path)
        one = room(tmp_path, sound, str(number))
        assert run("hum", one) == []
        assert run("reverberant", one) == []


def test_one_voice_under_two_names_is_heard_and_two_voices_are_not_one(tmp_path: Path) -> None:
    """So little speech is further apart than the seconds that the check wants."""
    address, rate = soundfile.read(DEMO / "address" / "jfk.flac")
    speaker = resample_poly(address.mean(axis=1), RATE, rate)
    readers = [soundfile.read(path)[0] for path in sorted((DEMO / "reading").glob("*.flac"))[1:]]
    both = room(tmp_path, np.concatenate([speaker, *readers]), "both")
    first, whole = len(speaker) / RATE, (len(speaker) + sum(map(len, readers))) / RATE
    said = [
        segment(0, first / 2, speaker="A"),
        segment(first / 2, first, speaker="B"),
        segment(first, whole, speaker="C"),
    ]
    found = run("one-voice", replace(both, records=said), seconds=2, apart=1.6)
    assert [each.params for each in found] == [{"one": "A", "two": "B"}]
    assert run("one-voice", replace(both, records=said), seconds=30) == []


def harmonic(hertz: float, seconds: float) -> NDArray[np.float64]:
    """A voice of one pitch that wavers a little, as vowels do."""
    time = np.arange(round(seconds * RATE)) / RATE
    phase = 2 * np.pi * hertz * (time + 0.01 * np.sin(2 * np.pi * 0.7 * time))
    parts = [np.sin(number * phase) / number for number in range(1, 12)]
    voice: NDArray[np.float64] = 0.05 * np.sum(parts, axis=0)
    return voice


def test_a_high_and_a_low_voice_under_one_name(tmp_path: Path) -> None:
    pitches = (120, 125, 215, 130)
    sound = np.concatenate([part for hertz in pitches for part in (harmonic(hertz, 1.5), np.zeros(RATE // 2))])
    said = [segment(2 * place, 2 * place + 1.5, speaker="A") for place in range(len(pitches))]
    one = room(tmp_path, sound, "both")
    [found] = run("two-voices", replace(one, records=said))
    assert (found.record, found.params["speaker"]) == (said[2]["id"], "A")
    assert found.params["here"] == pytest.approx(215, abs=6)
    assert found.params["elsewhere"] == pytest.approx(125, abs=6)
    assert run("two-voices", replace(one, records=[said[0], said[1], said[3]])) == []
    apart = [*said[:2], {**said[2], "data": {**said[2]["data"], "speaker": "B"}}]
    assert run("two-voices", replace(one, records=apart)) == []


def test_rate_channels_and_depth_are_those_that_were_agreed() -> None:
    assert run("recorded-as", answer(bits=16)) == []
    assert run("recorded-as", answer(bits=16), rate=RATE, channels=1, bits=16) == []
    for asked in ({"rate": 48_000}, {"channels": 2}, {"bits": 24}):
        (found,) = run("recorded-as", answer(bits=16), **asked)
        assert found.params == {"rate": RATE, "channels": 1, "bits": 16}
    (lossy,) = run("recorded-as", answer(bits=None), bits=16)
    assert lossy.params["bits"] == "–"


def test_channels_that_are_copies_are_told_from_two_microphones(tmp_path: Path) -> None:
    one = np.random.default_rng(1).normal(0, 0.1, RATE)
    other = one.copy()
    other[-1] += 0.01
    for copy, count in ((one, 1), (other, 0)):
        stereo = room(tmp_path, np.stack([one, copy], axis=1), str(count))
        assert len(run("same-channels", stereo)) == count


def test_of_real_people_a_man_and_a_woman_are_told_apart(tmp_path: Path) -> None:
    meeting, _ = soundfile.read(DEMO / "meeting" / "dev00.flac")
    (path,) = (DEMO / "reading").glob("1998*.flac")
    woman, _ = soundfile.read(path)
    both = room(tmp_path, np.concatenate([meeting, woman]), "both")
    lines = (line.split() for line in (DEMO / "meeting" / "dev00.rttm").read_text().splitlines())
    turns = [(float(row[3]), float(row[4])) for row in lines if row[7] == "MEE009"]
    parts = [segment(start, start + length, speaker="A") for start, length in turns]
    last = segment(len(meeting) / RATE, (len(meeting) + len(woman)) / RATE, speaker="A")
    assert run("two-voices", replace(both, records=parts)) == []
    assert [each.record for each in run("two-voices", replace(both, records=[*parts, last]))] == [last["id"]]


def test_without_samples_nothing_is_claimed(heard: Answer) -> None:
    for slug in ("nothing-heard", "nothing-written", "speech-cut", "hum", "reverberant", "one-voice", "two-voices"):
        assert run(slug, answer(segment(1, 2), segment(3, 4, ""))) == []
