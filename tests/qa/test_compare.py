"""`manage.py compare`, as a person runs it on the files of several people."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import soundfile
from django.core.management import CommandError, call_command

from annotation.formats import FORMATS
from annotation.formats.base import Header, Item
from annotation.formats.sink import open_sink
from annotation.kinds.record import Record
from tests.qa.test_review_changes import RATE, SCHEMA, changed, segment


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("compare", *map(str, arguments), stdout=out)
    return out.getvalue()


def written(folder: Path, *records: dict[str, Any]) -> Path:
    item = Item("a.wav", None, None, cast(list[Record], list(records)))
    with open_sink(folder) as sink:
        FORMATS["groundwork"].encode(Header(SCHEMA), [item], sink)
    return folder


@pytest.fixture
def answers(tmp_path: Path) -> list[Path]:
    """Three people about one recording: of the same stretches, with texts and scores of their own."""
    one, two, three = segment(0, 2, "the cat sat on a mat"), segment(2, 4, "yes"), segment(5, 6, "now")
    score = "score"
    sets = [
        [
            changed(one, attributes={score: 5}),
            changed(two, attributes={score: 7}),
            changed(three, attributes={score: 2}),
        ],
        [
            changed(one, text="the cat sit on the mat", attributes={score: 6}),
            changed(two, attributes={score: 8}),
            changed(three, attributes={score: 3}),
        ],
        [changed(one, text="the cat sat on the mat", attributes={score: 4}), changed(two, attributes={score: 6})],
    ]
    return [written(tmp_path / str(number), *records) for number, records in enumerate(sets)]


def test_three_people_beside_the_first_and_what_most_say(answers: list[Path], tmp_path: Path) -> None:
    out = run(*answers, "--report", tmp_path / "r.json")
    found = json.loads((tmp_path / "r.json").read_text())
    assert [round(each["word_error_rate"], 3) for each in found["distances"]] == [0.25, 0.25]
    score = found["ratings"]["speech.score"]
    assert (score["things"], score["bias"]) == (3, {"1": -0.3333, "2": 1.3333, "3": -1.5})
    assert score["icc"]["3,1"] == pytest.approx(1)
    assert score["icc"]["2,1"] == pytest.approx(2 / 3)
    assert 0.5 < score["alpha"] < 1
    assert [word for word, _ in found["consensus"]["a.wav"]] == ["the", "cat", "sat", "on", "the", "mat", "yes", "now"]
    assert "a.wav: the cat sat(67%) on the(67%) mat yes now(67%)" in out


def test_turns_and_boundaries_of_two_files(tmp_path: Path) -> None:
    for folder, line in (("one", "0.000 3.000"), ("two", "0.020 2.000")):
        (tmp_path / folder).mkdir()
        soundfile.write(tmp_path / folder / "a.wav", np.zeros(RATE * 5), RATE)
        (tmp_path / folder / "a.rttm").write_text(f"SPEAKER a 1 {line} <NA> <NA> ann <NA> <NA>\n")
    out = run(tmp_path / "one", tmp_path / "two", "--from", "rttm")
    assert "boundary f1 0.5000" in out
    assert "diarization error rate 0.3333" in out
    assert "word error rate" not in out


def test_one_answer_has_nothing_beside_it(answers: list[Path]) -> None:
    with pytest.raises(CommandError, match="nothing to compare"):
        run(answers[0])
