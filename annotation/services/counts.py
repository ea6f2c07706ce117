"""How many records of which label and kind a document holds: what lists and counts need to know without reading it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from annotation.kinds.registry import KINDS

Counts = dict[str, dict[str, int]]
"""{label: {kind: records}}. A record without a label of its own counts for every label inside it, else for ''."""
_LABEL_AND_KIND = itemgetter("label", "kind")
WITHOUT_OBJECT = frozenset({"empty", "answers"})
"""Kinds that are not labelled things."""


def count_records(records: Iterable[Mapping[str, Any]]) -> Counts:
    return counts_of(pairs_in(records))


def pairs_in(records: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, str]]:
    """(label, kind) -> records."""
    records = tuple(records)
    found = Counter(map(_LABEL_AND_KIND, records))
    inside = {slug: kind for label, slug in found if not label and (kind := KINDS.get(slug)) and not kind.labelled}
    if not inside:
        return found
    for record in records:
        if not record["label"] and (kind := inside.get(record["kind"])):
            labels = {(use.label, kind.slug) for use in kind.uses("", record["data"], {})}
            if labels:
                found.update(labels)
                found["", kind.slug] -= 1
    return +found


def counts_of(pairs: Mapping[tuple[str, str], int]) -> Counts:
    counts: Counts = {}
    for (label, kind), count in pairs.items():
        counts.setdefault(label, {})[kind] = count
    return counts


def total(counts: Iterable[Counts]) -> dict[tuple[str, str], tuple[int, int]]:
    """(label, kind) -> records, and documents that hold any, over all."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for each in counts:
        for label, kinds in each.items():
            for kind, count in kinds.items():
                records, documents = found.get((label, kind), (0, 0))
                found[label, kind] = records + count, documents + 1
    return found


def objects_in(counts: Counts) -> int:
    """How many are labelled things."""
    every = sum(sum(kinds.values()) for kinds in counts.values())
    return every - sum(count for kind, count in counts.get("", {}).items() if kind in WITHOUT_OBJECT)


def objects_of(kinds: dict[str, int]) -> int:
    """The same of one label."""
    if WITHOUT_OBJECT.isdisjoint(kinds):
        return sum(kinds.values())
    return sum(count for kind, count in kinds.items() if kind not in WITHOUT_OBJECT)


def is_object(record: Mapping[str, Any] | None) -> bool:
    """Whether it is a labelled thing, not a confirmation of emptiness or an answer."""
    return record is not None and record["kind"] not in WITHOUT_OBJECT
