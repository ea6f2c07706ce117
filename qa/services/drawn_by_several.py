"""How far what several people drew of the same things lies apart: objects, boxes in scenes, and tracks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations, islice
from typing import Any
from uuid import UUID

from annotation.kinds.record import Record
from projects.models import Task
from qa.metrics.boxes3d import Boxes3d
from qa.metrics.objects import Size
from qa.metrics.tracks import Following
from qa.services.changes import Changes, measured, total

MOST_ITEMS = 100
"""The newest items whose drawings are compared while somebody waits."""
FIGURES = frozenset({"objects", "tracks", "boxes"})

Answers = Mapping[UUID, list[Record]]


def drawn_by_several(items: Mapping[UUID, Answers]) -> dict[str, Any]:
    """Figures over every two people, each once taken for right, and those of each person beside the others."""
    newest = dict(islice(items.items(), MOST_ITEMS))
    rows = Task.objects.filter(pk__in=newest).values_list("pk", "asset__width", "asset__height")
    sizes = {pk: (width, height) for pk, width, height in rows}
    found: defaultdict[UUID, list[Changes]] = defaultdict(list)
    for item, answers in newest.items():
        for one, two in combinations(answers, 2):
            found[one].append(_beside(answers[one], answers[two], sizes[item]))
            found[two].append(_beside(answers[two], answers[one], sizes[item]))
    people = {person: _figures(each) for person, each in found.items()}
    return {
        "items": len(newest),
        **_figures(each for several in found.values() for each in several),
        "people": [{"id": str(person), **figures} for person, figures in people.items() if any(figures.values())],
    }


def _beside(answer: list[Record], other: list[Record], size: Size) -> Changes:
    """The answer beside the other one, taken for right."""
    mine, theirs = ([dict(record) for record in each if record["kind"] != "point_labels"] for each in (answer, other))
    return {key: each for key, each in measured(mine, theirs, {}, 0, size).items() if key in FIGURES}


def _figures(found: Iterable[Changes]) -> dict[str, Any]:
    figures = total(found)
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
