"""What a schema says about scenes and images beside its labels."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.modalities.image.rules import read_image
from annotation.modalities.scene.rules import read_scene
from projects.schema.problems import Problem
from projects.schema.reader import Reader


@pytest.mark.parametrize(
    ("section", "kept", "codes"),
    [
        ({"tilt": True}, {"tilt": True}, []),
        ({"tilt": False}, {}, []),
        ({"tilt": "yes"}, {}, ["not-a-flag"]),
        ({"roll": True}, {}, ["unknown-field"]),
    ],
)
def test_boxes_may_be_tilted(section: dict[str, Any], kept: dict[str, Any], codes: list[str]) -> None:
    problems: list[Problem] = []
    assert read_scene(Reader(section, "scene", problems)) == kept
    assert [problem.code for problem in problems] == codes


def test_each_pixel_may_belong_to_one_mask() -> None:
    problems: list[Problem] = []
    assert read_image(Reader({"panoptic": True}, "image", problems)) == {"panoptic": True}
    assert read_image(Reader({"panoptic": False}, "image", problems)) == {}
    assert not problems
    read_image(Reader({"panoptic": "yes"}, "image", problems))
    assert [problem.code for problem in problems] == ["not-a-flag"]
