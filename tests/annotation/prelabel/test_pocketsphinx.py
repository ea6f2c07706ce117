"""English heard and laid along its text, on a real address; the process that does it may die."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy.signal import resample_poly

from annotation.prelabel.base import Labelled, Picture, PrelabelError, Refused, Setup
from annotation.prelabel.hearing import RATE as RATE_HEARD
from annotation.prelabel.pocketsphinx import Aligner, Recogniser
from annotation.prelabel.pocketsphinx.ears import Ears
from annotation.prelabel.pocketsphinx.letters import phones
from annotation.prelabel.rough import Rough, spans
from annotation.transcription import Rules
from annotation.transcription.distance import rate, words_of
from tests.annotation.modalities.sounds import written
from tests.annotation.prelabel.recordings import DEMO, recording
from tests.shared_data import shared

JFK = DEMO / "address" / "jfk.flac"
RATE = 44_100
LABELS = {label: frozenset({"segment"}) for label in ("speech", "word", "phone")}
ASK_NOT = "And so my fellow Americans: ask not what your country can do for you, ask what you can do for your country."


def utterance(text: str, stop: float = 11.0) -> Labelled:
    lane = {"channel": None, "tier": "", "speaker": "JFK", "parent": None}
    return Labelled("segment", "speech", {"start": 0, "stop": round(stop * RATE), "text": text, **lane}, id="u1")


def laid(one: Picture, **config: Any) -> tuple[list[dict[str, Any]], Aligner]:
    aligner = Aligner(Setup(Aligner.configuration(config), LABELS))
    ((_, found),) = aligner.predict([one])
    aligner.close()
    assert all(0 < each.score < 1 for each in found)
    return [{"label": each.label, **each.data} for each in found], aligner


def test_words_and_phones_are_laid_along_the_text(tmp_path: Path) -> None:
    found, _ = laid(recording(JFK, tmp_path / "out", utterance(ASK_NOT)))
    words = [each for each in found if each["label"] == "word"]
    assert " ".join(each["text"] for each in words) == ASK_NOT.translate(str.maketrans("", "", ":,."))
    assert {(each["speaker"], each["parent"]) for each in words} == {("JFK", "u1")}
    spans = [(each["start"], each["stop"]) for each in words]
    assert spans == sorted(spans)
    first = next(each for each in words if each["text"] == "Americans")
    phones = [each for each in found if each["label"] == "phone" and first["start"] <= each["start"] < first["stop"]]
    assert " ".join(each["text"] for each in phones) == "AH M EH R AH K AH N Z"
    assert [each["stop"] for each in phones[:-1]] == [each["start"] for each in phones[1:]]


def by_hand() -> Iterator[tuple[NDArray[np.int16], list[tuple[str, float, float]]]]:
    """Four sentences of Australian English with the words where a phonetician put them: the EMU demo database."""
    for file in sorted(shared("speech/emu_ae").glob("**/*_annot.json")):
        samples, rate = soundfile.read(file.with_name(file.name.replace("_annot.json", ".wav")))
        yield (
            np.round(resample_poly(samples, RATE_HEARD, rate) * 32767).astype("<i2"),
            spoken(json.loads(file.read_text())),
        )


def test_words_lie_where_a_phonetician_put_them() -> None:
    ears, apart = Ears(), []
    for sound, words in by_hand():
        text = [word.lower() for word, _, _ in words]
        found = ears.align(sound, " ".join(text), {word: phones(word) for word in text})
        for (_, start, stop), part in zip(words, found, strict=True):
            apart += [abs(start - part.start), abs(stop - part.stop)]
    ears.close()
    assert len(apart) == 62
    assert np.median(apart) < 0.015
    assert np.mean(np.array(apart) < 0.050) > 0.85


def test_words_are_laid_roughly_without_any_language() -> None:
    apart = []
    for sound, words in by_hand():
        found = spans(sound.astype(np.float64), [word for word, _, _ in words])
        for (_, start, stop), (first, last) in zip(words, found, strict=True):
            apart += [abs(start - first / 100), abs(stop - last / 100)]
    assert np.median(apart) < 0.06
    assert np.mean(np.array(apart) < 0.150) > 0.8


def test_rough_words_of_a_chinese_utterance_tile_its_speech(tmp_path: Path) -> None:
    said = utterance("我的美国同胞们，不要问 OK 国家")
    model = Rough(Setup(Rough.configuration({}), LABELS))
    ((_, found),) = model.predict([recording(JFK, tmp_path / "out", said, utterance("[noise]"))])
    assert "".join(each.data["text"] for each in found) == "我的美国同胞们不要问OK国家"
    places = [(each.data["start"], each.data["stop"]) for each in found]
    assert all(start < stop for start, stop in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    assert model.refused == {Refused("not-aligned", "[noise]"): 1}


def spoken(content: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Words with start and stop: those of the segments that they are linked to."""
    items = {item["id"]: item for level in content["levels"] for item in level["items"]}
    inside: dict[int, list[int]] = {}
    for link in content["links"]:
        inside.setdefault(link["fromID"], []).append(link["toID"])

    def spans(number: int) -> list[tuple[int, int]]:
        item = items[number]
        if "sampleDur" in item:
            return [(item["sampleStart"], item["sampleStart"] + item["sampleDur"] + 1)]
        return [span for each in inside.get(number, []) for span in spans(each)]

    words = next(level["items"] for level in content["levels"] if level["name"] == "Word")
    found = []
    for word in words:
        if times := spans(word["id"]):
            text = next(label["value"] for label in word["labels"] if label["name"] == "Text")
            start, stop = min(start for start, _ in times), max(stop for _, stop in times)
            found.append((text, start / content["sampleRate"], stop / content["sampleRate"]))
    return found


def test_words_that_no_dictionary_has_are_laid_by_their_letters(tmp_path: Path) -> None:
    found, aligner = laid(recording(JFK, tmp_path / "out", utterance(ASK_NOT.replace("fellow", "phellough"))), phone="")
    words = [each for each in found if each["label"] == "word"]
    assert (len(words), len(found)) == (22, 22)
    assert 1.0 < next(each for each in words if each["text"] == "phellough")["start"] / RATE < 1.5
    assert not aligner.refused


def test_what_cannot_be_laid_is_counted_and_left(tmp_path: Path) -> None:
    texts = (utterance("我们的朋友"), utterance("[noise]"), utterance("too many words for this " * 9, stop=0.3))
    found, aligner = laid(recording(JFK, tmp_path / "out", *texts))
    assert found == []
    reasons = sorted(each.reason for each in aligner.refused.elements())
    assert reasons == ["not-aligned", "not-pronounceable", "not-pronounceable"]
    assert Refused("not-pronounceable", "我们的朋友") in aligner.refused


def test_english_is_heard_at_its_place(tmp_path: Path) -> None:
    model = Recogniser(Setup(Recogniser.configuration({}), LABELS))
    ((_, found),) = model.predict([recording(JFK, tmp_path / "out")])
    model.close()
    heard = words_of(" ".join(each.data["text"] for each in found), Rules())
    said = words_of(ASK_NOT, Rules())
    assert (rate(said, heard).value or 0) < 0.7
    assert found[0].data["start"] / RATE < 0.5
    assert all(0 < each.score <= 1 for each in found)


def test_noise_says_nothing(tmp_path: Path) -> None:
    sound = np.zeros((RATE * 2, 1))
    model = Recogniser(Setup(Recogniser.configuration({}), LABELS))
    ((_, found),) = model.predict([recording(written(tmp_path / "a.wav", sound, RATE), tmp_path / "out")])
    model.close()
    assert found == []


def test_a_process_that_dies_is_named_and_begun_anew() -> None:
    ears, sound = Ears(), np.zeros(RATE_HEARD, np.int16)
    with pytest.raises(PrelabelError) as caught:
        ears.align(sound, "qqzz", {"qqzz": 7})  # type: ignore[dict-item]
    assert caught.value.code == "listener-crashed"
    assert isinstance(ears.hear(sound), list)
    ears.close()


@pytest.mark.parametrize(
    ("word", "expected"),
    [("night", "N AY T"), ("phone", "F AA N"), ("quick", "K W IH K"), ("letter", "L EH T ER"), ("42", ""), ("人", "")],
)
def test_letters_have_sounds(word: str, expected: str) -> None:
    assert phones(word) == expected
