"""One answer out of several: which records are of the same thing, and what most people say of it."""

from __future__ import annotations

from typing import Any

from annotation.kinds.record import Record, new_record, stable_id
from annotation.transcription import Rules
from qa.services.merging import combined, things_in
from tests.contents import car

SCHEMA: dict[str, Any] = {
    "labels": [
        {
            "key": "word",
            "attributes": [
                {"key": "accuracy", "type": "number", "min": 0, "max": 10, "step": 1},
                {"key": "stress", "type": "select"},
                {"key": "grade", "type": "select"},
                {"key": "faults", "type": "multiselect"},
            ],
        }
    ],
    "questions": [],
}


def word(who: str, start: int, stop: int, text: str = "", **attributes: Any) -> Record:
    lane = {"channel": None, "tier": "", "speaker": "", "text": text, "parent": None}
    data = {"start": start, "stop": stop, **lane}
    return new_record(id=stable_id(who, start), kind="segment", label="word", data=data, attributes=attributes)


def box(who: str, x: float, label: str = "car") -> Record:
    return car(stable_id(who, x), x, 0, 100, 100, label=label)  # type: ignore[return-value]


def test_what_several_people_say_of_the_points_of_a_frame_is_one_thing_however_they_differ() -> None:
    def points(who: str, frame: int, blob: str) -> Record:
        classes = [{"label": "road", "points": 3, "instances": 0}]
        data = {"frame": frame, "blob": blob * 64, "count": 9, "classes": classes}
        return new_record(id=stable_id(who, frame), kind="point_labels", label="", data=data)

    answers = [[points("a", 0, "a"), points("a", 1, "b")], [points("b", 1, "c")]]
    found = [[each and each["data"]["blob"][0] for each in thing.records] for thing in things_in(answers)]
    assert sorted(found) == [["a", None], ["b", "c"]]
    assert [record["data"]["frame"] for record in combined(answers, SCHEMA, Rules())] == [0, 1]


def test_records_of_several_people_are_of_one_thing_when_they_are_alike() -> None:
    one, two, three = [box("a", 0), box("a", 500)], [box("b", 10)], [box("c", 505), box("c", 5)]
    found = {frozenset(each and each["id"] for each in thing.records) for thing in things_in([one, two, three])}
    assert found == {
        frozenset({one[0]["id"], two[0]["id"], three[1]["id"]}),
        frozenset({one[1]["id"], None, three[0]["id"]}),
    }


def test_two_records_of_one_person_are_never_one_thing() -> None:
    one, two = [box("a", 0), box("a", 1)], [box("b", 0)]
    things = things_in([one, two])
    assert sorted(len(thing.given) for thing in things) == [1, 2]


def test_what_less_than_half_have_is_left_out_and_the_label_is_that_of_most() -> None:
    answers = [[box("a", 0), box("a", 900)], [box("b", 4, "person")], [box("c", 8)]]
    (record,) = combined(answers, SCHEMA, Rules())
    assert (record["id"], record["label"], record["score"]) == (answers[1][0]["id"], "car", 1.0)
    assert record["source"] == {"origin": "rule"}


def test_numbers_by_median_or_mean_on_their_scale_choices_by_majority() -> None:
    said = [(2, "right", ["a", "b"]), (9, "wrong", ["b"]), (9, "wrong", ["b", "c"])]
    answers = [
        [word(str(number), 0, 100, accuracy=value, stress=stress, faults=faults)]
        for number, (value, stress, faults) in enumerate(said)
    ]
    (median,) = combined(answers, SCHEMA, Rules())
    assert median["attributes"] == {"accuracy": 9, "stress": "wrong", "faults": ["b"]}
    (mean,) = combined(answers, SCHEMA, Rules(), "mean")
    assert mean["attributes"]["accuracy"] == 7


def test_options_called_by_numbers_are_a_scale() -> None:
    answers = [[word(str(at), 0, 100, grade=grade)] for at, grade in enumerate(("10", "2", "0"))]
    (record,) = combined(answers, SCHEMA, Rules())
    assert record["attributes"] == {"grade": "2"}


def test_texts_are_put_together_word_for_word_where_nobody_agrees() -> None:
    texts = ["the cat sat. [noise]", "the cat sits.", "a cat sat. [noise]"]
    (record,) = combined([[word(str(at), 0, 9, text)] for at, text in enumerate(texts)], SCHEMA, Rules())
    assert record["data"]["text"] == "the cat sat. [noise]"
    chinese = ["今天天气很好", "今天天汽很好", "今日天气很好"]
    (record,) = combined([[word(str(at), 0, 9, text)] for at, text in enumerate(chinese)], SCHEMA, Rules())
    assert record["data"]["text"] == "今天天气很好"
