"""Add to a label schema what another one has and it has not. Nothing is taken away and nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from projects.schema.colours import told_apart
from projects.schema.model import Attribute, Label, SchemaContent
from projects.schema.sections import OF_LABEL


def extended_by(schema: SchemaContent, other: SchemaContent) -> SchemaContent:
    """`schema` with the labels, kinds, attributes, options and questions of `other` that it lacks.

    What was retired and comes again is offered again. Attributes of another type keep the type they have here.
    """
    theirs = {label.key: label for label in other.labels}
    labels = [_label(label, theirs[label.key]) if label.key in theirs else label for label in schema.labels]
    known = {label.key for label in labels}
    used = [label.color for label in labels]
    for label in other.labels:
        if label.key not in known:
            used.append(told_apart(label.color, used))
            labels.append(replace(label, color=used[-1], hotkey=None))
    rules = {**other.rules, **schema.rules}
    return SchemaContent(tuple(labels), _attributes(schema.questions, other.questions), rules)


def _label(ours: Label, theirs: Label) -> Label:
    kinds = ours.kinds + tuple(kind for kind in theirs.kinds if kind not in ours.kinds)
    return replace(
        ours,
        kinds=kinds,
        attributes=_attributes(ours.attributes, theirs.attributes),
        retired=False,
        retired_kinds=tuple(kind for kind in ours.retired_kinds if kind not in kinds),
        rules=OF_LABEL.extended(ours.rules, theirs.rules),
    )


def _attributes(ours: Sequence[Attribute], theirs: Sequence[Attribute]) -> tuple[Attribute, ...]:
    found = {attribute.key: attribute for attribute in theirs}
    known = {attribute.key for attribute in ours}
    merged = [_attribute(each, found[each.key]) if each.key in found else each for each in ours]
    # A condition may name what comes later here; without it the attribute is simply always shown.
    return (*merged, *(replace(each, when=None, required=False) for each in theirs if each.key not in known))


def _attribute(ours: Attribute, theirs: Attribute) -> Attribute:
    if ours.type != theirs.type:
        return ours
    options = tuple(replace(each, retired=each.retired and theirs.option(each.key) is None) for each in ours.options)
    more = tuple(option for option in theirs.options if ours.option(option.key) is None)
    return replace(ours, options=options + more, retired=False)
