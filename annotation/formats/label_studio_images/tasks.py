"""What tasks of images and of videos have in common: regions, what was answered about the whole, and relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from annotation.formats.gathering import Image
from annotation.formats.labels import SchemaGatherer
from annotation.kinds.record import Record

Result = dict[str, Any]
RELATION = "relation"
"""The label of relations that have none."""
ANSWER = "answer"
"""A text without a word of what kind of control said it, as JSON-MIN has them."""
ANSWERS = frozenset({ANSWER, "choices", "textarea", "number", "rating", "taxonomy", "datetime"})


class Answered:
    """One task while the results of its annotation are taken in."""

    def __init__(self, image: Image, gatherer: SchemaGatherer) -> None:
        self.image = image
        self._gatherer = gatherer
        self._records: dict[object, Record] = {}
        self._told: dict[str, Any] = {}

    def take(self, place: str, results: Iterable[Result], region: Callable[[str, list[Result]], Record | None]) -> None:
        """All results; `region` makes the record of those that belong to one region, or None where there is none."""
        regions: dict[object, list[Result]] = {}
        relations: list[Result] = []
        for index, each in enumerate(results):
            if each.get("type") == "textarea":
                self._gatherer.free_texts.add(str(each.get("from_name")))
            if each.get("type") == "relation":
                relations.append(each)
            else:
                regions.setdefault(each.get("id") or index, []).append(each)
        for index, (identity, found) in enumerate(regions.items()):
            record = region(f"{place}.result[{index}]", found)
            if record is not None:
                self._records[identity] = record
        if self._told:
            self.image.answers(f"{place}.result", self._told)
        for each in relations:
            self._relate(f"{place}.result", each)

    def whole(self, place: str, region: list[Result]) -> None:
        """Choices about the whole are tags; other answers about it are those to questions."""
        for each in region:
            value = each.get("value")
            choices = value.get("choices") if isinstance(value, dict) else None
            if each.get("type") == "choices" and isinstance(choices, list):
                for choice in choices:
                    self.image.add(place, "tag", {}, choice)
            elif (answer := answer_in(each)) is not None:
                self._told[str(each.get("from_name"))] = answer
            else:
                self.image.problem(place, "other-task", task=str(each.get("type")))

    def _relate(self, place: str, relation: Result) -> None:
        """An arrow, or two where it points both ways."""
        one, other = (self._records.get(relation.get(end)) for end in ("from_id", "to_id"))
        if one is None or other is None:
            self.image.problem(place, "bad-value", field="relation", reason="belongs to what was not read")
            return
        listed = relation.get("labels")
        direction = relation.get("direction")
        ends = [(other, one)] if direction == "left" else [(one, other)]
        ends += [(other, one)] if direction == "bi" else []
        for label in listed if isinstance(listed, list) and listed else [RELATION]:
            for start, end in ends:
                self.image.add(place, "relation", {"from": start["id"], "to": end["id"]}, label)


def answers_of(region: list[Result]) -> dict[str, Any]:
    """What was answered about a region, by the names of the controls."""
    return {str(each.get("from_name")): answer for each in region if (answer := answer_in(each)) is not None}


def answer_in(result: Result) -> object:
    """What was answered; None when the result is no answer."""
    kind, value = str(result.get("type")), result.get("value")
    if not isinstance(value, dict) or kind not in ANSWERS:
        return None
    answer = value.get("text" if kind == "textarea" else kind)
    if kind == "textarea":
        return "\n".join(map(str, answer)) if isinstance(answer, list) else answer
    if kind == "taxonomy":
        paths = answer if isinstance(answer, list) else []
        return [" / ".join(map(str, path)) for path in paths if isinstance(path, list)] or None
    if kind == "choices" and isinstance(answer, list) and len(answer) == 1:
        return {"true": True, "false": False}.get(answer[0], answer[0]) if isinstance(answer[0], str) else None
    return answer
