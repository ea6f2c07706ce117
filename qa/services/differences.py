"""Two layers of one task: what is one thing in both, what differs in it, what only one has. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType
from typing import Any

from annotation.kinds import KINDS
from annotation.kinds.relation import ENDS
from qa.metrics.objects import drawn, paired
from qa.services.scene_changes import labels_alike

Record = Mapping[str, Any]
Pair = tuple[Record | None, Record | None, float | None]
RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its record in either layer, or none. `parts` says what differs where both have it; `alike` is how
    alike their shapes are, where they can be compared."""

    left: Record | None
    right: Record | None
    parts: tuple[str, ...] = ()
    alike: float | None = None

    def json(self) -> dict[str, Any]:
        return {
            "left": self.left["id"] if self.left else None,
            "right": self.right["id"] if self.right else None,
            "parts": list(self.parts),
            "alike": None if self.alike is None else round(self.alike, 4),
        }


def things_of(
    left: Sequence[Record], right: Sequence[Record], blobs: Mapping[str, bytes] = MappingProxyType({})
) -> list[Thing]:
    """Everything that either layer has, in the order of the left one; then what only the right one has. `blobs` are the
    files that records of either name."""
    order = {record["id"]: at for at, record in enumerate(left)}
    pairs = sorted(_pairs(left, right), key=lambda pair: order[pair[0]["id"]] if pair[0] else len(order))
    return [_thing(one, other, alike, blobs) for one, other, alike in pairs]


def _thing(one: Record | None, other: Record | None, alike: float | None, blobs: Mapping[str, bytes]) -> Thing:
    if not one or not other:
        return Thing(one, other, (), alike)
    parts = _parts(one, other)
    if not KINDS[one["kind"]].with_blob or one["kind"] != other["kind"]:
        return Thing(one, other, parts, alike)
    # Of points there is no shape, and every one that has another label is a difference.
    found = tuple("points" if part == "shape" else part for part in parts)
    return Thing(one, other, found, labels_alike(one["data"], other["data"], blobs))


def _pairs(left: Sequence[Record], right: Sequence[Record]) -> list[Pair]:
    """Everything that either layer has, each with what it is in the other: what has the same id, what is alike."""
    known = {record["id"]: record for record in right}
    pairs: list[Pair] = [(one, known[one["id"]], _alike(one, known[one["id"]])) for one in left if one["id"] in known]
    shared = {one["id"] for one, _, _ in pairs if one}
    lone = [[record for record in side if record["id"] not in shared] for side in (left, right)]
    pairs += _placed(*([record for record in side if record["kind"] != RELATION] for side in lone))
    # What joins two things can be found again once it is known which things those are.
    pairs += _joined(pairs, *([record for record in side if record["kind"] == RELATION] for side in lone))
    return pairs


def _placed(left: list[Record], right: list[Record]) -> list[Pair]:
    by_kind: dict[str, tuple[list[Record], list[Record]]] = defaultdict(lambda: ([], []))
    for at, side in enumerate((left, right)):
        for record in side:
            by_kind[record["kind"]][at].append(record)
    pairs: list[Pair] = []
    for kind, (ones, others) in by_kind.items():
        if KINDS[kind].single:
            pairs += [(one, other, None) for one, other in zip_longest(ones, others)]
        elif KINDS[kind].with_blob:
            pairs += _counterparts(kind, ones, others)
        else:
            same, missed, extra = paired(ones, others)
            pairs += [*same, *((one, None, None) for one in missed), *((None, other, None) for other in extra)]
    return pairs


def _counterparts(kind: str, left: list[Record], right: list[Record]) -> list[Pair]:
    """What is of the same frame, however it differs."""
    rest = list(right)
    pairs: list[Pair] = []
    for one in left:
        other = next((each for each in rest if KINDS[kind].counterpart(one["data"], each["data"])), None)
        pairs.append((one, other, None))
        if other:
            rest.remove(other)
    return [*pairs, *((None, other, None) for other in rest)]


def _joined(pairs: list[Pair], left: list[Record], right: list[Record]) -> list[Pair]:
    name = {one["id"]: other["id"] for one, other, _ in pairs if one and other}
    there = {(each["label"], *(each["data"][end] for end in ENDS)): each for each in right}
    found: list[Pair] = []
    for one in left:
        ends = (name.get(one["data"][end], "") for end in ENDS)
        other = there.pop((one["label"], *ends), None)
        found.append((one, other and {**other, "data": one["data"]}, None))
    matched = {other["id"] for _, other, _ in found if other}
    return [*found, *((None, each, None) for each in right if each["id"] not in matched)]


def _alike(one: Record, other: Record) -> float | None:
    kind = KINDS[one["kind"]]
    if one["kind"] != other["kind"] or not drawn([one]) or kind.whole:
        return None
    return 1.0 if one["data"] == other["data"] else kind.similarity(one["data"], other["data"])


def _parts(one: Record, other: Record) -> tuple[str, ...]:
    parts = {
        "label": one["label"] != other["label"],
        "shape": (one["kind"], one["data"]) != (other["kind"], other["data"]),
        "attributes": _said(one) != _said(other),
        # Groups of two people have nothing in common but their members.
        "other": one["id"] == other["id"] and one["group"] != other["group"],
    }
    return tuple(part for part, differs in parts.items() if differs)


def _said(record: Record) -> dict[str, Any]:
    return {key: value for key, value in record["attributes"].items() if value not in (None, "", [])}
