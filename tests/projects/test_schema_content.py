"""The content of a label schema: what is valid, where it is wrong, and what a new version keeps of the old one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from projects.schema import InvalidSchema, carry_over, changes_between, parse, problems_in
from projects.schema.colours import PALETTE, distance, next_colour
from tests.conftest import SCHEMA

NAME = {"en": "Name", "zh": "名称"}


def attribute(key: str, type: str = "checkbox", **more: Any) -> dict[str, Any]:
    return {"key": key, "name": NAME, "type": type, **more}


def schema(*attributes: dict[str, Any], **label: Any) -> dict[str, Any]:
    base = {"key": "car", "name": NAME, "color": "#4363d8", "kinds": ["box"], "attributes": list(attributes)}
    return {"labels": [{**base, **label}]}


def codes(content: object) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in problems_in(content, kinds=("box", "polygon"))[1]}


def test_what_is_stored_is_read_back_unchanged() -> None:
    assert parse(SCHEMA).json() == SCHEMA


OPTIONS = [{"key": "red", "name": NAME}, {"key": "green", "name": NAME}]


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        ([], "", "not-an-object"),
        ({"labels": {}}, "labels", "not-a-list"),
        ({"labels": [], "extra": 1}, "", "unknown-field"),
        ({"labels": [7]}, "labels[0]", "not-an-object"),
        (schema(key=""), "labels[0].key", "bad-key"),
        (schema(key="../x"), "labels[0].key", "bad-key"),
        (schema(key=" car"), "labels[0].key", "bad-key"),
        (schema(name={}), "labels[0].name", "name-missing"),
        (schema(name={"en": 3}), "labels[0].name", "bad-name"),
        (schema(color="red"), "labels[0].color", "bad-color"),
        (schema(hotkey="ctrl+x"), "labels[0].hotkey", "bad-hotkey"),
        (schema(kinds=[]), "labels[0].kinds", "no-kinds"),
        (schema(kinds=["cuboid"]), "labels[0].kinds", "unknown-kind"),
        (schema(kinds=["box", "box"]), "labels[0].kinds", "duplicate-kind"),
        (schema(attribute("a", "colour")), "labels[0].attributes[0].type", "bad-type"),
        (schema(attribute("a"), attribute("a")), "labels[0].attributes[1].key", "duplicate-key"),
        (schema(attribute("a", "select")), "labels[0].attributes[0].options", "no-options"),
        (schema(attribute("a", options=OPTIONS)), "labels[0].attributes[0].options", "options-not-allowed"),
        (
            schema(attribute("a", "select", options=OPTIONS * 2)),
            "labels[0].attributes[0].options[2].key",
            "duplicate-key",
        ),
        (schema(attribute("a", min=1)), "labels[0].attributes[0].min", "range-not-allowed"),
        (schema(attribute("a", "number", min=5, max=1)), "labels[0].attributes[0].min", "empty-range"),
        (schema(attribute("a", "number", min=float("nan"))), "labels[0].attributes[0].min", "not-a-number"),
        (schema(attribute("a", "number", step=0)), "labels[0].attributes[0].step", "bad-step"),
        (schema(attribute("a", "number", max=3, default=4)), "labels[0].attributes[0].default", "bad-default"),
        (schema(attribute("a", "number", default=True)), "labels[0].attributes[0].default", "bad-default"),
        (
            schema(attribute("a", "select", options=OPTIONS, default="blue")),
            "labels[0].attributes[0].default",
            "bad-default",
        ),
        (schema(attribute("a", required="yes")), "labels[0].attributes[0].required", "not-a-flag"),
        (
            schema(attribute("a", when={"attribute": "b", "in": [True]}), attribute("b")),
            "labels[0].attributes[0].when",
            "when-not-earlier",
        ),
        (
            schema(attribute("a", when={"attribute": "a", "in": [True]})),
            "labels[0].attributes[0].when",
            "when-not-earlier",
        ),
        (
            schema(attribute("a", "text"), attribute("b", when={"attribute": "a", "in": ["x"]})),
            "labels[0].attributes[1].when",
            "when-type",
        ),
        (
            schema(attribute("a"), attribute("b", when={"attribute": "a", "in": []})),
            "labels[0].attributes[1].when",
            "when-no-values",
        ),
        (
            schema(attribute("a", "select", options=OPTIONS), attribute("b", when={"attribute": "a", "in": ["blue"]})),
            "labels[0].attributes[1].when",
            "when-bad-value",
        ),
        ({"labels": [], "questions": [attribute("q", "x")]}, "questions[0].type", "bad-type"),
    ],
)  # fmt: skip
def test_a_problem_names_its_place(content: object, path: str, code: str) -> None:
    assert (path, code) in codes(content)


def test_keys_hotkeys_and_colours_belong_to_one_label() -> None:
    twice = {"labels": schema(hotkey="1")["labels"] * 2}
    assert codes(twice) >= {
        ("labels[1].key", "duplicate-key"),
        ("labels[1].hotkey", "duplicate-hotkey"),
        ("labels[1].color", "similar-color"),
    }


def test_a_similar_colour_is_a_warning_only() -> None:
    other = schema(key="van", color="#4464d9")["labels"]
    assert len(parse({"labels": schema()["labels"] + other}).labels) == 2


def test_one_language_is_enough() -> None:
    assert parse(schema(name={"en": "Car"})).labels[0].name == {"en": "Car", "zh": "Car"}


def test_the_error_carries_places_and_codes() -> None:
    with pytest.raises(InvalidSchema) as caught:
        parse(schema(key="", color="x"))
    assert set(caught.value.fields) == {"labels[0].key", "labels[0].color"}
    assert caught.value.params["problems"][0]["code"] == "bad-key"


def versions(change: Any) -> tuple[Any, Any]:
    new = deepcopy(SCHEMA)
    change(new)
    return parse(SCHEMA), parse(new)


def test_a_removed_label_stays_as_retired() -> None:
    old, new = versions(lambda content: content["labels"].pop(1))
    kept, problems = carry_over(old, new)
    assert problems == []
    assert [(label.key, label.retired, label.hotkey) for label in kept.labels] == [
        ("car", False, "1"),
        ("person", True, None),
    ]
    assert next((change.verb, change.label) for change in changes_between(old, kept)) == ("retired", "person")
    assert kept.json()["labels"][1]["retired"] is True


def test_a_label_named_again_is_offered_again() -> None:
    old, without = versions(lambda content: content["labels"].pop(1))
    retired, _ = carry_over(old, without)
    back, _ = carry_over(retired, old)
    assert back == old
    assert [change.verb for change in changes_between(retired, back)] == ["restored", "changed"]


def test_a_removed_kind_option_and_attribute_stay_valid_for_what_has_them() -> None:
    first = parse(schema(attribute("light", "select", options=OPTIONS), attribute("lost"), kinds=["box", "polygon"]))
    second = parse(schema(attribute("light", "select", options=OPTIONS[:1])))
    kept, _ = carry_over(first, second)
    label = kept.labels[0]
    assert (label.kinds, label.retired_kinds) == (("box",), ("polygon",))
    assert [(option.key, option.retired) for option in label.attributes[0].options] == [("red", False), ("green", True)]
    assert (label.attributes[1].key, label.attributes[1].retired) == ("lost", True)
    verbs = {(change.verb, change.attribute, change.option) for change in changes_between(first, kept)}
    assert verbs == {("kind-removed", "", ""), ("retired", "light", "green"), ("retired", "lost", "")}
    assert parse(kept.json()) == kept


def test_the_type_of_an_attribute_does_not_change() -> None:
    old, new = versions(
        lambda content: content["labels"][0]["attributes"][0].update(type="text", default=None),
    )
    assert [problem.code for problem in carry_over(old, new)[1]] == ["type-changed"]


def test_a_narrower_range_and_a_new_duty_touch_records() -> None:
    old = parse(schema(attribute("age", "number", min=0, max=100)))
    new = parse(schema(attribute("age", "number", min=0, max=50, required=True)))
    assert {change.verb for change in changes_between(old, new) if change.touches_records} == {"narrowed", "required"}
    assert not [change for change in changes_between(new, old) if change.touches_records]


def test_moving_labels_is_a_change_that_touches_nothing() -> None:
    old, new = versions(lambda content: content["labels"].reverse())
    (change,) = changes_between(old, new)
    assert (change.verb, change.touches_records) == ("moved", False)


def test_the_palette_keeps_colours_apart() -> None:
    for at, colour in enumerate(PALETTE):
        assert min((distance(colour, other) for other in PALETTE[:at]), default=99) > 8
    used: list[str] = []
    for _ in range(40):
        used.append(next_colour(used))
    assert len(set(used)) == 40
