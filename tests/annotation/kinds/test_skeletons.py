"""Templates of skeletons in the label schema: what is wrong in them, what changes say, what a file's points become."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.kinds.skeleton import oks
from annotation.skeletons import drawn_as, names_of, sigmas_of, templates_of
from projects.schema import changes_between, extended_by, parse, problems_in

NAME = {"en": "Name", "zh": "名称"}


def point(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": NAME, "x": 0.5, "y": 0.25, **more}


def schema(template: object, key: str = "person") -> dict[str, Any]:
    label = {"key": key, "name": NAME, "color": "#4363d8", "hotkey": None, "kinds": ["skeleton"], "attributes": []}
    return {"labels": [{**label, "skeleton": template}], "questions": []}


TEMPLATE = {
    "points": [point("nose", sigma=0.026), point("left"), point("right")],
    "edges": [["nose", "left"]],
    "mirror": [["left", "right"]],
}


def test_a_template_is_kept_as_it_is() -> None:
    assert parse(schema(TEMPLATE)).json() == schema(TEMPLATE)
    assert names_of(templates_of(schema(TEMPLATE))["person"]) == ["nose", "left", "right"]
    assert sigmas_of(TEMPLATE) == {"nose": 0.026}


@pytest.mark.parametrize(
    ("template", "path", "code"),
    [
        ("x", "labels[0].skeleton", "not-an-object"),
        ({"points": []}, "labels[0].skeleton.points", "no-points"),
        ({"points": [point("a"), point("a")]}, "labels[0].skeleton.points[1].key", "duplicate-key"),
        ({"points": [point("a", x=1.5)]}, "labels[0].skeleton.points[0].x", "not-a-share"),
        ({"points": [point("a", sigma=0)]}, "labels[0].skeleton.points[0].sigma", "not-a-share"),
        ({**TEMPLATE, "edges": [["nose", "tail"]]}, "labels[0].skeleton.edges[0]", "unknown-point"),
        ({**TEMPLATE, "edges": [["nose", "nose"]]}, "labels[0].skeleton.edges[0]", "bad-pair"),
        ({**TEMPLATE, "edges": ["nose"]}, "labels[0].skeleton.edges[0]", "bad-pair"),
        ({**TEMPLATE, "mirror": [["left", "right"], ["left", "nose"]]}, "labels[0].skeleton.mirror", "mirrored-twice"),
        ({**TEMPLATE, "colour": "red"}, "labels[0].skeleton", "unknown-field"),
    ],
)
def test_what_is_wrong_in_a_template_is_named(template: object, path: str, code: str) -> None:
    _, problems = problems_in(schema(template))
    assert (path, code) in {(problem.path, problem.code) for problem in problems}


def test_another_drawing_is_a_change_of_its_label_and_comes_along_when_labels_are_added() -> None:
    old = parse(schema(TEMPLATE))
    new = parse(schema({**TEMPLATE, "edges": []}))
    (change,) = changes_between(old, new)
    assert (change.verb, change.label, change.field) == ("changed", "person", "skeleton")
    dog = parse(schema(TEMPLATE, "dog"))
    assert [label.rules for label in extended_by(old, dog).labels] == [{"skeleton": TEMPLATE}] * 2
    assert extended_by(old, new).label("person") == old.label("person")


def test_points_that_a_file_names_are_laid_out_as_in_one_of_its_skeletons() -> None:
    example = {"nose": [15.0, 10.0, 2], "left": [10.0, 30.0, 1], "right": [0.0, 0.0, 0]}
    template = drawn_as(["nose", "left", "right"], [["nose", "left"]], example=example)
    assert [(each["x"], each["y"]) for each in template["points"]][:2] == [(1, 0), (0, 1)]
    assert parse(schema(template)).json() == schema(template)
    assert parse(schema(drawn_as(["1", "2", "3"]))).json()["labels"][0]["skeleton"]["edges"] == []


def test_each_point_counts_by_its_own_spread() -> None:
    here = {"points": {"nose": [0.0, 0.0, 2], "hip": [100.0, 100.0, 2]}}
    nose_off = {"points": {"nose": [10.0, 0.0, 2], "hip": [100.0, 100.0, 2]}}
    hip_off = {"points": {"nose": [0.0, 0.0, 2], "hip": [110.0, 100.0, 2]}}
    sigmas = {"nose": 0.026, "hip": 0.107}
    assert oks(here, nose_off, sigmas) < oks(here, hip_off, sigmas)
    assert oks(here, nose_off) < 1
