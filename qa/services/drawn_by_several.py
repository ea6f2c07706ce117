"""How far what several people drew of the same things lies apart: objects, boxes in scenes, and tracks."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice
from typing import Any
from uuid import UUID

import orjson
from django.core.cache import cache

from annotation.kinds.record import Record
from projects.models import Task
from qa.metrics.boxes3d import Boxes3d
from qa.metrics.objects import Size
from qa.metrics.tracks import Following
from qa.services.changes import Changes, measured
from qa.services.changes import total as added
from qa.services.point_votes import PointVotes

MOST_ITEMS = 100
"""The newest items whose drawings are compared while somebody waits."""
MOST_FRAMES = 200
"""The newest frames whose labels of points are."""
KEPT = 7 * 24 * 3600
"""Seconds for which figures of two answers are."""
FIGURES = frozenset({"objects", "tracks", "boxes"})

Answers = Mapping[UUID, list[Record]]


def drawn_by_several(items: Mapping[UUID, Answers], votes: PointVotes) -> dict[str, Any]:
    """Figures over every two people, each once taken for right, and those of each person beside the others; of points
    how many all say the same of, and of each person how many most say the same of."""
    newest = dict(islice(items.items(), MOST_ITEMS))
    rows = Task.objects.filter(pk__in=newest).values_list("pk", "asset__width", "asset__height")
    sizes = {pk: (width, height) for pk, width, height in rows}
    found: defaultdict[UUID, list[Changes]] = defaultdict(list)
    for item, answers in newest.items():
        for one, two in combinations(answers, 2):
            found[one].append(_beside(answers[one], answers[two], sizes[item]))
            found[two].append(_beside(answers[two], answers[one], sizes[item]))
    points, mine = _points(newest.values(), votes)
    people = {person: {**_figures(each), "points": mine.get(person)} for person, each in found.items()}
    return {
        "items": len(newest),
        **_figures(each for several in found.values() for each in several),
        "points": points,
        "people": [{"id": str(person), **each} for person, each in people.items() if _any(each)],
    }


def _points(items: Iterable[Answers], votes: PointVotes) -> tuple[float | None, dict[UUID, float]]:
    total: Counter[str] = Counter()
    same: Counter[UUID] = Counter()
    seen: Counter[UUID] = Counter()
    for said in islice((each for answers in items for each in _frames(answers)), MOST_FRAMES):
        found = votes.counted([record for _, record in said])
        total.update(found["told"])
        for (person, _), with_most in zip(said, found["with_most"], strict=True):
            same[person] += with_most
            seen[person] += found["told"]["points"]
    whole = total["agreed"] / total["points"] if total["points"] else None
    return whole, {person: same[person] / points for person, points in seen.items() if points}


def _frames(answers: Answers) -> Iterator[list[tuple[UUID, Record]]]:
    """Of each frame whose points several people labelled, everybody's labels."""
    frames: defaultdict[tuple[int, int], list[tuple[UUID, Record]]] = defaultdict(list)
    for person, records in answers.items():
        for record in records:
            if record["kind"] == "point_labels":
                frames[record["data"]["frame"], record["data"]["count"]].append((person, record))
    return (said for said in frames.values() if len(said) > 1)


def _beside(answer: list[Record], other: list[Record], size: Size) -> Changes:
    """The answer beside the other one, taken for right. Answers that have been judged hardly ever change: what was
    measured once is known."""
    key = f"beside:{hashlib.sha256(orjson.dumps([answer, other, size])).hexdigest()}"
    found: Changes | None = cache.get(key)
    if found is None:
        found = _measured(answer, other, size)
        cache.set(key, found, KEPT)
    return found


def _measured(answer: list[Record], other: list[Record], size: Size) -> Changes:
    mine, theirs = ([dict(record) for record in each if record["kind"] != "point_labels"] for each in (answer, other))
    return {key: each for key, each in measured(mine, theirs, {}, 0, size).items() if key in FIGURES}


def _any(figures: Mapping[str, Any]) -> bool:
    return any(each is not None for each in figures.values())


def _figures(found: Iterable[Changes]) -> dict[str, Any]:
    figures = added(found)
    objects, tracks, boxes = figures["objects"], figures["tracks"], figures["boxes"]
    return {
        "objects": {"f1": objects.f1, "iou": objects.mean("iou")} if objects.f1 is not None else None,
        "tracks": _tracks(tracks),
        "boxes": _boxes(boxes),
    }


def _tracks(tracks: Following) -> dict[str, Any] | None:
    return {key: getattr(tracks, key) for key in ("hota", "mota", "idf1")} if tracks.hota is not None else None


def _boxes(boxes: Boxes3d) -> dict[str, Any] | None:
    whole = boxes.whole
    return {"f1": whole.f1, "distance": whole.mean("distance")} if whole.f1 is not None else None
