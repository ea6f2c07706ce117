"""Reading EAF: times of slots that have none, annotations that only refer to others, and what lies inside what."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from annotation.formats.lanes import lane_of
from annotation.formats.report import Report
from annotation.formats.timed import Span


@dataclass
class _Annotation:
    """One annotation; times in milliseconds, None while they are not known."""

    id: str
    text: str
    start: float | None = None
    stop: float | None = None
    of: str = ""
    """The annotation that it refers to instead of having times."""
    after: str = ""
    parent: str = ""


@dataclass
class _Tier:
    name: str
    participant: str
    parent: str
    associated: bool
    """Whether its annotations stand for the whole of what they refer to, and do not divide it."""
    annotations: list[_Annotation] = field(default_factory=list)


def spans(data: bytes, file: str, report: Report) -> Iterator[Span]:
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        report.problem(file, "", "forbidden-xml")
        return
    except (ParseError, ValueError, LookupError) as error:
        report.problem(file, "", "bad-xml", reason=str(error))
        return
    if root.tag != "ANNOTATION_DOCUMENT":
        report.problem(file, "", "not-this-format", format="EAF", reason=f"its root is {root.tag}")
        return
    tiers = _tiers(root)
    _place_references(tiers)
    _find_parents(tiers)
    for tier in tiers.values():
        yield from _of_tier(tier, file, report)


def _of_tier(tier: _Tier, file: str, report: Report) -> Iterator[Span]:
    speaker, label, lane = lane_of(tier.name, tier.participant)
    for each in tier.annotations:
        place = f"annotation {each.id}"
        if each.start is None or each.stop is None or each.stop < each.start:
            report.problem(file, place, "bad-line", reason="it has no times")
            continue
        yield Span(
            each.start / 1000, max(each.stop, each.start + 1) / 1000, each.text, label, speaker, lane,
            key=each.id, parent=each.parent,
        )  # fmt: skip


def _tiers(root: Any) -> dict[str, _Tier]:
    slots = {slot.get("TIME_SLOT_ID"): _milliseconds(slot.get("TIME_VALUE")) for slot in root.iter("TIME_SLOT")}
    constraints = {each.get("LINGUISTIC_TYPE_ID"): each.get("CONSTRAINTS") for each in root.iter("LINGUISTIC_TYPE")}
    tiers: dict[str, _Tier] = {}
    for element in root.iter("TIER"):
        tier = _Tier(
            element.get("TIER_ID", ""),
            element.get("PARTICIPANT", ""),
            element.get("PARENT_REF", ""),
            constraints.get(element.get("LINGUISTIC_TYPE_REF")) == "Symbolic_Association",
        )
        for each in element.iter("ALIGNABLE_ANNOTATION"):
            start, stop = (slots.get(each.get(f"TIME_SLOT_REF{end}")) for end in (1, 2))
            tier.annotations.append(_Annotation(each.get("ANNOTATION_ID", ""), _text(each), start, stop))
        for each in element.iter("REF_ANNOTATION"):
            refers, after = each.get("ANNOTATION_REF", ""), each.get("PREVIOUS_ANNOTATION", "")
            tier.annotations.append(_Annotation(each.get("ANNOTATION_ID", ""), _text(each), of=refers, after=after))
        _fill(tier)
        tiers[tier.name] = tier
    return tiers


def _milliseconds(value: str | None) -> float | None:
    try:
        number = float(value) if value else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 1e10 else None


def _text(element: Any) -> str:
    return (element.findtext("ANNOTATION_VALUE") or "").strip("\n")


def _fill(tier: _Tier) -> None:
    """Times of slots without a value lie evenly between those of the tier that have one."""
    own = [each for each in tier.annotations if not each.of]
    times: list[float | None] = [time for each in own for time in (each.start, each.stop)]
    known = [at for at, time in enumerate(times) if time is not None]
    for left, right in pairwise(known):
        first, last = times[left] or 0.0, times[right] or 0.0
        steps = max(1, _boundary(right) - _boundary(left))
        for at in range(left + 1, right):
            times[at] = first + (last - first) * (_boundary(at) - _boundary(left)) / steps
    for at, each in enumerate(own):
        each.start, each.stop = times[2 * at], times[2 * at + 1]


def _boundary(at: int) -> int:
    """An annotation's end and the beginning of the next one are one boundary."""
    return (at + 1) // 2


def _place_references(tiers: dict[str, _Tier]) -> None:
    """Annotations that refer to another stand for it, or divide it evenly among them in their order."""
    by_id = {each.id: each for tier in tiers.values() for each in tier.annotations}
    for tier in sorted(tiers.values(), key=lambda tier: _depth(tier, tiers)):
        groups: dict[str, list[_Annotation]] = defaultdict(list)
        for each in tier.annotations:
            if each.of:
                groups[each.of].append(each)
                each.parent = each.of
        for of, members in groups.items():
            whole = by_id.get(of)
            if whole is None or whole.start is None or whole.stop is None:
                continue
            parts = 1 if tier.associated else len(members)
            length = (whole.stop - whole.start) / parts
            for at, each in enumerate(_chained(members)):
                place = 0 if tier.associated else at
                each.start, each.stop = whole.start + place * length, whole.start + (place + 1) * length


def _depth(tier: _Tier, tiers: dict[str, _Tier]) -> int:
    depth, seen = 0, {tier.name}
    while tier.parent in tiers and tier.parent not in seen:
        seen.add(tier.parent)
        tier = tiers[tier.parent]
        depth += 1
    return depth


def _chained(members: list[_Annotation]) -> list[_Annotation]:
    """In the order of their references to the one before; what is not in the chain comes last."""
    following = {each.after: each for each in members if each.after}
    ordered = [each for each in members if not each.after]
    seen = {each.id for each in ordered}
    for each in ordered:
        following_one = following.get(each.id)
        if following_one is not None and following_one.id not in seen:
            seen.add(following_one.id)
            ordered.append(following_one)
    return ordered + [each for each in members if each.id not in seen]


def _find_parents(tiers: dict[str, _Tier]) -> None:
    """What has times of its own is a part of the annotation of the parent tier that it lies in."""
    for tier in tiers.values():
        above = tiers.get(tier.parent)
        if above is None:
            continue
        placed = [each for each in above.annotations if each.start is not None and each.stop is not None]
        placed.sort(key=lambda each: each.start or 0)
        starts = [each.start or 0 for each in placed]
        for each in tier.annotations:
            if each.of or each.start is None or each.stop is None:
                continue
            at = bisect_right(starts, each.start) - 1
            if at >= 0 and (placed[at].stop or 0) >= each.stop:
                each.parent = placed[at].id
