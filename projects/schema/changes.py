"""What differs between two versions of a label schema, and how a new version keeps what open work still needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from projects.schema.model import Attribute, Label, Option, SchemaContent
from projects.schema.problems import Problem

QUESTIONS = ""
"""The `label` of changes to the questions about the whole task: records that answer them have no label either."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: added, retired, restored, changed, kind-removed, kind-added, narrowed, required or moved.

    `label` is "" for questions; `attribute` and `option` are "" where the change concerns something larger.
    """

    verb: str
    label: str
    attribute: str = ""
    option: str = ""
    field: str = ""
    before: Any = None
    after: Any = None

    @property
    def touches_records(self) -> bool:
        """Whether existing records may look different under the new version."""
        return self.verb in {"retired", "kind-removed", "narrowed", "required"}

    def json(self) -> dict[str, Any]:
        return {
            "verb": self.verb,
            "label": self.label,
            "attribute": self.attribute,
            "option": self.option,
            "field": self.field,
            "before": self.before,
            "after": self.after,
        }


def changes_between(old: SchemaContent, new: SchemaContent) -> list[Change]:
    """Every difference, in the order of the new version; what is only in the old one comes last."""
    changes: list[Change] = []
    before = {label.key: label for label in old.labels}
    for label in new.labels:
        previous = before.get(label.key)
        if previous is None:
            changes.append(Change("added", label.key))
        else:
            changes += _label_changes(previous, label)
    changes += [Change("retired", key) for key in _gone(old.labels, new.labels)]
    changes += _attribute_changes(QUESTIONS, old.questions, new.questions)
    if _order(old.labels, new.labels) != _order(new.labels, old.labels):
        changes.append(Change("moved", QUESTIONS, field="labels"))
    return [*changes, *_rule_changes(QUESTIONS, old.rules, new.rules)]


def _rule_changes(label: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield Change("changed", label, field=name, before=old.get(name), after=new.get(name))


def _order(items: Sequence[Label], others: Sequence[Label]) -> list[str]:
    """Keys that both versions offer; what is retired has no place among the others."""
    common = {other.key for other in others if not other.retired}
    return [item.key for item in items if item.key in common and not item.retired]


def _gone(old: Sequence[Label | Attribute | Option], new: Sequence[Label | Attribute | Option]) -> list[str]:
    kept = {item.key for item in new}
    return [item.key for item in old if item.key not in kept and not item.retired]


def _label_changes(old: Label, new: Label) -> Iterator[Change]:
    yield from _retirement(old, new, Change("", new.key))
    if new.retired:
        return  # what else differs concerns nobody any more
    for field in ("name", "color", "hotkey"):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change("changed", new.key, field=field, before=before, after=after)
    for kind in old.kinds:
        if kind not in new.kinds:
            yield Change("kind-removed", new.key, field="kinds", before=kind)
    for kind in new.kinds:
        if kind not in old.kinds:
            yield Change("kind-added", new.key, field="kinds", after=kind)
    yield from _rule_changes(new.key, old.rules, new.rules)
    yield from _attribute_changes(new.key, old.attributes, new.attributes)


def _retirement(old: Label | Attribute | Option, new: Label | Attribute | Option, change: Change) -> Iterator[Change]:
    if new.retired and not old.retired:
        yield replace(change, verb="retired")
    if old.retired and not new.retired:
        yield replace(change, verb="restored")


def _attribute_changes(label: str, old: Sequence[Attribute], new: Sequence[Attribute]) -> Iterator[Change]:
    before = {attribute.key: attribute for attribute in old}
    for attribute in new:
        previous = before.get(attribute.key)
        if previous is None:
            yield Change("added", label, attribute.key)
            if attribute.required and attribute.default is None:
                yield Change("required", label, attribute.key)
        else:
            yield from _one_attribute(label, previous, attribute)
    yield from (Change("retired", label, key) for key in _gone(old, new))


def _one_attribute(label: str, old: Attribute, new: Attribute) -> Iterator[Change]:
    yield from _retirement(old, new, Change("", label, new.key))
    if new.retired:
        return
    if new.required and not old.required:
        yield Change("required", label, new.key)
    if _narrows(old, new):
        limits = [old.minimum, old.maximum], [new.minimum, new.maximum]
        yield Change("narrowed", label, new.key, field="range", before=limits[0], after=limits[1])
    for field in ("name", "type", "default", "when", "anchors", "formula"):
        before, after = old.json().get(field), new.json().get(field)
        if before != after:
            yield Change("changed", label, new.key, field=field, before=before, after=after)
    yield from _option_changes(label, old, new)


def _narrows(old: Attribute, new: Attribute) -> bool:
    low, high = -float("inf"), float("inf")
    raised = (low if new.minimum is None else new.minimum) > (low if old.minimum is None else old.minimum)
    lowered = (high if new.maximum is None else new.maximum) < (high if old.maximum is None else old.maximum)
    return new.type == old.type == "number" and (raised or lowered)


def _option_changes(label: str, old: Attribute, new: Attribute) -> Iterator[Change]:
    before = {option.key: option for option in old.options}
    for option in new.options:
        previous = before.get(option.key)
        if previous is None:
            yield Change("added", label, new.key, option.key)
            continue
        yield from _retirement(previous, option, Change("", label, new.key, option.key))
        if previous.name != option.name:
            yield Change("changed", label, new.key, option.key, "name", previous.name, option.name)
    yield from (Change("retired", label, new.key, key) for key in _gone(old.options, new.options))


def carry_over(old: SchemaContent, new: SchemaContent) -> tuple[SchemaContent, list[Problem]]:
    """The new version with what it drops kept as retired, and what cannot be changed while in use."""
    problems: list[Problem] = []
    before = {label.key: label for label in old.labels}
    labels = [
        _carry_label(before[label.key], label, f"labels[{at}]", problems) if label.key in before else label
        for at, label in enumerate(new.labels)
    ]
    kept = {label.key for label in new.labels}
    labels += [replace(label, retired=True, hotkey=None) for label in old.labels if label.key not in kept]
    questions = _carry_attributes(old.questions, new.questions, "questions", problems)
    return SchemaContent(tuple(labels), questions, new.rules), problems


def _carry_label(old: Label, new: Label, path: str, problems: list[Problem]) -> Label:
    former = dict.fromkeys((*old.kinds, *old.retired_kinds, *new.retired_kinds))
    return replace(
        new,
        attributes=_carry_attributes(old.attributes, new.attributes, f"{path}.attributes", problems),
        retired_kinds=tuple(kind for kind in former if kind not in new.kinds),
    )


def _carry_attributes(
    old: Sequence[Attribute], new: Sequence[Attribute], path: str, problems: list[Problem]
) -> tuple[Attribute, ...]:
    before = {attribute.key: attribute for attribute in old}
    result: list[Attribute] = []
    for at, attribute in enumerate(new):
        previous = before.get(attribute.key)
        if previous is not None and previous.type != attribute.type:
            problems.append(Problem(f"{path}[{at}].type", "type-changed"))
        elif previous is not None:
            kept = {option.key for option in attribute.options}
            former = tuple(replace(each, retired=True) for each in previous.options if each.key not in kept)
            attribute = replace(attribute, options=attribute.options + former)
        result.append(attribute)
    kept = {attribute.key for attribute in new}
    result += [replace(each, retired=True, required=False) for each in old if each.key not in kept]
    return tuple(result)
