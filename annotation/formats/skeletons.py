"""Skeletons of categories of COCO and Datumaro while a file is read: names, lines, and one example of a layout."""

from __future__ import annotations

from typing import Any

from annotation.formats import keypoints
from annotation.formats.joined import Key
from annotation.skeletons import drawn_as

Category = tuple[int, Key]
"""Number of the file, and id in it."""


class Skeletons:
    """What is known of each label's skeleton; annotations may come before their categories."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._edges: dict[str, list[list[str]]] = {}
        self._categories: dict[str, list[Category]] = {}
        self._examples: dict[Category, list[Any]] = {}

    def category(self, label: str, category: Category, value: dict[str, Any]) -> None:
        self._categories.setdefault(label, []).append(category)
        if not self._names.get(label):
            names = keypoints.names_of(value)
            self._names[label] = names
            self._edges[label] = _edges(value.get("skeleton"), names)

    def annotation(self, category: Category, values: object) -> None:
        """Remember the key points with the most marked ones."""
        if isinstance(values, list) and _marked(values) > _marked(self._examples.get(category, [])):
            self._examples[category] = values

    def names(self, label: str) -> list[str]:
        return self._names.get(label, [])

    def kinds(self, label: str, used: set[str]) -> set[str]:
        """Key points of a category that names them are skeletons, also where no image has any yet."""
        return (used - {"points"}) | {"skeleton"} if self._names.get(label) else used

    def template(self, label: str) -> dict[str, Any] | None:
        if not (names := self._names.get(label)):
            return None
        examples = [self._examples[each] for each in self._categories[label] if each in self._examples]
        example = keypoints.joints(max(examples, key=_marked), names) if examples else None
        return drawn_as(names, self._edges[label], example=_sound(example or {}))


def _marked(values: list[Any]) -> int:
    return sum(visibility in (keypoints.OCCLUDED, keypoints.VISIBLE) for visibility in values[2::3])


def _sound(example: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: joint for name, joint in example.items() if all(isinstance(value, int | float) for value in joint)}


def _edges(skeleton: object, names: list[str]) -> list[list[str]]:
    """Pairs of names for pairs of numbers counted from 1; what is none is passed over."""
    if not isinstance(skeleton, list):
        return []
    pairs = [pair for pair in skeleton if isinstance(pair, list) and len(pair) == 2]
    known = [pair for pair in pairs if all(isinstance(end, int) and 1 <= end <= len(names) for end in pair)]
    return [[names[one - 1], names[other - 1]] for one, other in known if one != other]
