"""Whether records fit the project's label schema.

Saving is generous where work could be lost: a label, attribute or option that any version of the schema knows is
accepted, so that a schema change never breaks an open task; the automatic checks point out what was retired. What no
version knows is refused, and so is a value of the wrong type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from annotation.kinds import KINDS
from annotation.kinds.base import Use
from core.errors import DomainError
from projects.models import LabelSchema

LONGEST_TEXT = 10_000


@dataclass
class AttributeRule:
    """What values an attribute has ever taken."""

    types: set[str] = field(default_factory=set)
    options: set[str] = field(default_factory=set)

    def allows(self, value: object) -> bool:
        """Whether the value fits any type the attribute has had; null means not answered."""
        return value is None or any(self._fits(kind, value) for kind in self.types)

    def _fits(self, kind: str, value: object) -> bool:
        match kind:
            case "select":
                return isinstance(value, str) and value in self.options
            case "multiselect":
                return isinstance(value, list) and all(isinstance(v, str) and v in self.options for v in value)
            case "number":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "checkbox":
                return isinstance(value, bool)
            case _:
                return isinstance(value, str) and len(value) <= LONGEST_TEXT


Rules = dict[str, AttributeRule]


@dataclass
class LabelRule:
    kinds: set[str] = field(default_factory=set)
    attributes: Rules = field(default_factory=lambda: defaultdict(AttributeRule))


@dataclass
class LabelRules:
    """Every version of a project's label schema, laid over one another; `version` is the newest."""

    version: int
    labels: dict[str, LabelRule] = field(default_factory=lambda: defaultdict(LabelRule))
    questions: Rules = field(default_factory=lambda: defaultdict(AttributeRule))

    def add(self, content: Mapping[str, Any]) -> None:
        for label in content.get("labels", []):
            rule = self.labels[label["key"]]
            rule.kinds.update(label.get("kinds", []), label.get("retired_kinds", []))
            _add_attributes(rule.attributes, label.get("attributes", []))
        _add_attributes(self.questions, content.get("questions", []))

    def problems(self, record: Mapping[str, Any]) -> list[str]:
        """What the schema has against a record that is sound in itself."""
        kind, label = KINDS[record["kind"]], record["label"]
        if kind.slug == "answers":
            return _attribute_problems(record["attributes"], self.questions)
        if not kind.labelled and label:
            return ["label: must be empty"]
        found = [] if kind.labelled else _attribute_problems(record["attributes"], {})
        for use in kind.uses(label, record["data"], record["attributes"]):
            found += self._use_problems(use)
        return found

    def _use_problems(self, use: Use) -> list[str]:
        rule = self.labels.get(use.label)
        if rule is None:
            return [f"label: {use.label!r} is not in the label schema"]
        if use.kind not in rule.kinds:
            return [f"kind: {use.label!r} is never a {use.kind}"]
        return _attribute_problems(use.attributes, rule.attributes)


def _add_attributes(rules: Rules, attributes: Iterable[Mapping[str, Any]]) -> None:
    for attribute in attributes:
        rule = rules[attribute["key"]]
        rule.types.add(attribute["type"])
        rule.options.update(option["key"] for option in attribute.get("options", []))


def _attribute_problems(values: Mapping[str, Any], rules: Mapping[str, AttributeRule]) -> list[str]:
    problems = []
    for key, value in values.items():
        rule = rules.get(key)
        if rule is None:
            problems.append(f"attributes.{key}: is not in the label schema")
        elif not rule.allows(value):
            problems.append(f"attributes.{key}: is not a value of this attribute")
    return problems


def label_rules(project_id: UUID) -> LabelRules:
    """The rules of a project: one small query, and the schema itself only when it is new to this process."""
    versions = LabelSchema.objects.filter(project=project_id).order_by("-version")
    newest = versions.values_list("pk", flat=True).first()
    if newest is None:
        raise DomainError("schema-missing", "The project has no label schema yet.", status=409)
    return _rules(project_id, newest)


@lru_cache(maxsize=256)
def _rules(project_id: UUID, newest: int) -> LabelRules:
    """Schema versions never change, so the newest one's row stands for all."""
    rows = list(LabelSchema.objects.filter(project=project_id, pk__lte=newest).values_list("version", "content"))
    rules = LabelRules(version=max(version for version, _ in rows))
    for _, content in rows:
        rules.add(content)
    return rules
