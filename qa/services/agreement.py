"""What reviewers changed in the answers of a project, as figures to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import mean
from typing import Any

from django.db.models import QuerySet

from annotation.transcription.distance import Rate
from projects.models import Project
from qa.metrics.agreement import cohen_kappa
from qa.metrics.boxes3d import ALL, BINS, ERRORS, PARTIAL, Boxes3d, Counts
from qa.metrics.labelled_points import Panoptic
from qa.metrics.objects import Objects
from qa.metrics.proportion import clopper_pearson
from qa.metrics.tracks import Following
from qa.metrics.turns import Diarization
from qa.models import Review
from qa.services.changes import Changes, total

CORRECTIONS_SHOWN = 20
LABELS_SHOWN = 50
BIN_NAMES = tuple(name for name, _ in BINS)
OF_PEOPLE = frozenset({"words", "objects", "boxes", "tracks"})
"""What is measured of each annotator, too."""
FOLLOWED = ("hota", "mota", "idf1")
NOTHING = {"words": None, "objects": None, "boxes": None, **dict.fromkeys(FOLLOWED)}
"""The figures of a person of whom nothing was compared."""
MEASURES = ("iou", "boundary_iou", "oks", "line_distance")


def review_changes(project: Project, reviews: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """Figures over (annotator, what the review changed); measures that nothing was counted for are null or empty."""
    rows = [(annotator, changes) for annotator, changes in reviews if changes]
    figures = total(changes for _, changes in rows)
    by_person: dict[str, list[dict[str, Any]]] = {}
    for annotator, changes in rows:
        if changes.keys() & OF_PEOPLE:
            by_person.setdefault(annotator, []).append(changes)
    schema = project.schemas.first()
    names = attribute_names(schema.content if schema else {})
    words, bounds, turns = figures["words"], figures["bounds"], figures["turns"]
    low, high = clopper_pearson(max(0, words.of - words.errors), words.of)
    return {
        "reviews": len(rows),
        "words": {**_rate(words), "low": low, "high": high} if words.of else None,
        "characters": _rate(figures["characters"]) if figures["characters"].of else None,
        "bounds": {"precision": bounds.precision, "recall": bounds.recall, "f1": bounds.f1} if bounds.found else None,
        "turns": _shares(turns) if turns.speech else None,
        "objects": _objects(figures["objects"], names),
        "tracks": _tracks(figures["tracks"]),
        "boxes": _boxes(figures["boxes"]),
        "points": _points(figures["points"], names),
        "corrections": [
            {"old": old, "new": new, "count": count}
            for (old, new), count in figures["corrections"].most_common(CORRECTIONS_SHOWN)
        ],
        "ratings": _ratings(names, figures["ratings"]),
        "people": {person: _person(total(each)) for person, each in by_person.items()},
    }


def _person(figures: Changes) -> dict[str, Any]:
    words, objects, tracks = figures["words"], figures["objects"], figures["tracks"]
    return {
        "words": _rate(words) if words.of else None,
        "objects": objects.f1,
        "boxes": figures["boxes"].whole.f1,
        **{key: getattr(tracks, key) for key in FOLLOWED},
    }


def _objects(objects: Objects, names: Mapping[str, dict[str, str]]) -> dict[str, Any] | None:
    """The figures over all labels, the labels that fare worst, and those that were confused most."""
    if objects.f1 is None:
        return None
    there = objects.right + objects.relabelled + objects.missed
    low, high = clopper_pearson(objects.right, there)
    labels = [
        {
            "label": label,
            "name": names.get(label),
            "right": right,
            "missed": missed,
            "extra": extra,
            "f1": objects.f1_of(label),
        }
        for label, (right, missed, extra) in objects.labels.items()
    ]
    return {
        **{key: getattr(objects, key) for key in ("right", "relabelled", "missed", "extra")},
        **{key: getattr(objects, key) for key in ("precision", "recall", "f1")},
        "low": low,
        "high": high,
        "labels": sorted(labels, key=lambda row: (row["f1"] or 0.0, row["label"]))[:LABELS_SHOWN],
        "confusions": [
            {
                "found": found,
                "found_name": names.get(found),
                "right": right,
                "right_name": names.get(right),
                "count": count,
            }
            for (found, right), count in objects.confusions.most_common(CORRECTIONS_SHOWN)
        ],
        "measures": {name: objects.mean(name) for name in MEASURES},
    }


def _tracks(tracks: Following) -> dict[str, Any] | None:
    if tracks.hota is None:
        return None
    figures = {key: getattr(tracks, key) for key in ("hota", "mota", "motp", "idf1", "switches")}
    return {**figures, "detection": mean(tracks.detection), "association": mean(tracks.association)}


def _boxes(boxes: Boxes3d) -> dict[str, Any] | None:
    """All together, and by distance where that is known."""
    if boxes.whole.f1 is None:
        return None
    bins = [{"bin": name, **_box_figures(boxes.bins[name])} for name in (*BIN_NAMES, ALL) if name in boxes.bins]
    return {**_box_figures(boxes.whole), "bins": bins}


def _box_figures(counts: Counts) -> dict[str, Any]:
    shares = {key: getattr(counts, key) for key in ("right", "missed", "extra", "precision", "recall", "f1")}
    return {**shares, **{error: counts.mean(error) for error in (*ERRORS, *PARTIAL)}}


def _points(points: Panoptic, names: Mapping[str, dict[str, str]]) -> dict[str, Any] | None:
    if points.mean_iou is None:
        return None
    labels = sorted(points.iou.items(), key=lambda each: each[1])[:LABELS_SHOWN]
    rows = [{"label": label, "name": names.get(label), "iou": iou} for label, iou in labels]
    return {"iou": points.mean_iou, "quality": points.quality, "labels": rows}


def _shares(turns: Diarization) -> dict[str, float | None]:
    parts = {"missed": turns.missed, "false_alarm": turns.false_alarm, "confusion": turns.confusion}
    return {"rate": turns.rate, **{name: part / turns.speech for name, part in parts.items()}}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"wrong": rate.errors, "of": rate.of, "rate": rate.value}


def rows_of(reviews: QuerySet[Review]) -> Iterable[tuple[str, dict[str, Any]]]:
    """What `review_changes` takes, of a queryset of reviews."""
    found = reviews.exclude(changes={}).values_list("task__annotator", "changes")
    return ((str(annotator), changes) for annotator, changes in found)


def _ratings(
    names: Mapping[str, dict[str, str]], found: Mapping[str, Counter[tuple[Any, Any]]]
) -> list[dict[str, Any]]:
    """Numbers by quadratic weights and with the mean difference of the reviewers, choices without either."""
    rows = []
    for key, pairs in sorted(found.items()):
        count = pairs.total()
        numeric = all(isinstance(each, int | float) for pair in pairs for each in pair)
        values = sorted({each for pair in pairs for each in pair}, key=lambda each: each if numeric else str(each))
        same = sum(times for (old, new), times in pairs.items() if old == new)
        moved = sum(times * (new - old) for (old, new), times in pairs.items()) / count if numeric else None
        kappa = cohen_kappa(pairs, order=values, weights="quadratic" if numeric else "none")
        rows.append(
            {"key": key, "name": names.get(key), "count": count, "same": same / count, "kappa": kappa, "moved": moved}
        )
    return rows


def attribute_names(schema: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Of a label and of "label.attribute" what people call it."""
    found = {f"?.{each['key']}": each["name"] for each in schema.get("questions", [])}
    for label in schema.get("labels", []):
        found[label["key"]] = label["name"]
        for each in label["attributes"]:
            both = {language: f"{label['name'][language]}: {each['name'][language]}" for language in each["name"]}
            found[f"{label['key']}.{each['key']}"] = both
    return found
