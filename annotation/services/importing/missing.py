"""What label files use and the project's label schema lacks: named before anybody adds it, and added in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotation.services.importing.classes import Classes, as_key
from projects.schema import Attribute, Label, SchemaContent, extended_by, parse, problems_in
from projects.schema.model import WITH_OPTIONS

MOST_SHOWN = 200
"""Labels that are named one by one; a file with more of them is not of this project."""
MOST_OPTIONS = 12

Json = dict[str, Any]


def wanted(schema: Mapping[str, Any], known: Classes, kinds: Sequence[str]) -> SchemaContent:
    """The label schema of a file under the keys of the project, and under keys that are allowed in one.

    A label that still has something wrong is left out; the others are not lost for it.
    """
    labels: dict[str, Json] = {}
    for label in schema.get("labels", []):
        key = known.key(label["key"]) or as_key(label["key"])
        if key and key not in labels:
            labels[key] = _label(label, key, known, kinds)
    questions = _attributes(schema.get("questions", []), "", known)
    if not _is_sound({"questions": questions}):
        questions = [each for each in questions if _is_sound({"questions": [each]})]
    sound = [label for label in labels.values() if _is_sound({"labels": [label]})]
    return parse({"labels": sound, "questions": questions})


def _is_sound(content: Json) -> bool:
    return all(problem.severity != "error" for problem in problems_in(content)[1])


def _label(label: Json, key: str, known: Classes, kinds: Sequence[str]) -> Json:
    allowed = [kind for kind in label["kinds"] if not kinds or kind in kinds] or list(kinds[:1])
    attributes = _attributes(label.get("attributes", []), key, known)
    return {**label, "key": key, "hotkey": None, "kinds": allowed, "attributes": attributes}


def _attributes(attributes: Sequence[Json], label: str, known: Classes) -> list[Json]:
    found: dict[str, Json] = {}
    for attribute in attributes:
        key = known.attribute(label, attribute["key"]) or as_key(attribute["key"])
        if key and key not in found:
            found[key] = _attribute({**attribute, "key": key}, label, known)
    return list(found.values())


def _attribute(attribute: Json, label: str, known: Classes) -> Json:
    """With options of the project's keys; one whose options no schema can hold is free text."""
    if attribute["type"] not in WITH_OPTIONS:
        return attribute
    keys = [known.option(label, attribute["key"], option["key"]) for option in attribute["options"]]
    options = [{**option, "key": key} for option, key in zip(attribute["options"], keys, strict=True)]
    default = attribute["default"] if attribute["default"] in keys else None
    held = {**attribute, "options": options, "default": default}
    return held if _is_sound({"questions": [{**held, "when": None}]}) else {**held, "type": "text", "options": []}


def additions(ours: SchemaContent, theirs: SchemaContent) -> list[Json]:
    """What would be added, label by label, questions last under the label ""; empty where nothing is missing."""
    extended = extended_by(ours, theirs)
    found = [_difference(ours.label(label.key), label) for label in extended.labels]
    questions = _new_attributes(ours.questions, extended.questions)
    if questions:
        found.append({**_nothing(""), "attributes": questions})
    return [each for each in found if each][:MOST_SHOWN]


def _nothing(label: str) -> Json:
    return {"label": label, "name": {}, "color": "", "new": False, "kinds": [], "attributes": [], "points": []}


def _difference(before: Label | None, after: Label) -> Json | None:
    kinds = [kind for kind in after.kinds if before is None or kind not in before.kinds]
    attributes = _new_attributes(before.attributes if before else (), after.attributes)
    points = [key for key in _points(after) if before is None or key not in _points(before)]
    if not (kinds or attributes or points or before is None or before.retired != after.retired):
        return None
    said = {"label": after.key, "name": after.name, "color": after.color, "new": before is None or before.retired}
    return {**said, "kinds": kinds, "attributes": attributes, "points": points}


def _points(label: Label) -> list[str]:
    return [point["key"] for point in label.rules.get("skeleton", {}).get("points", [])]


def _new_attributes(before: Sequence[Attribute], after: Sequence[Attribute]) -> list[Json]:
    """Attributes that are new or offered again, and known ones with more options than before."""
    known = {attribute.key: attribute for attribute in before}
    found = []
    for attribute in after:
        old = known.get(attribute.key)
        offered = {option.key for option in old.options if not option.retired} if old else set()
        options = [option.key for option in attribute.options if not option.retired and option.key not in offered]
        is_new = old is None or old.retired != attribute.retired
        if is_new or options:
            shown = {"options": options[:MOST_OPTIONS], "more_options": max(len(options) - MOST_OPTIONS, 0)}
            found.append({"key": attribute.key, "type": attribute.type, "new": is_new, **shown})
    return found
