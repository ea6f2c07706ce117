"""The numbers of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q

from annotation.services.counts import is_object
from delivery.models import Snapshot, SnapshotItem
from delivery.report.drawing import Style, picture
from delivery.services.snapshots import records_of
from projects.models import Task
from qa.checks import CHECKS
from qa.metrics.boxes3d import Counts
from qa.metrics.labelled_points import Panoptic
from qa.metrics.proportion import clopper_pearson
from qa.models import Finding, Issue, Review
from qa.services.changes import Changes, total

PICTURES = 12


def label_rows(snapshot: Snapshot, schema: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Objects per label, all labels of the schema included, the most frequent first, with a share for the bar."""
    counts: Counter[str] = Counter(snapshot.counts.get("labels"))
    most = max(counts.values(), default=0) or 1
    rows = [
        {
            "name": label["name"].get(language) or label["name"].get("en") or label["key"],
            "color": label["color"],
            "count": counts[label["key"]],
            "percent": round(100 * counts[label["key"]] / most, 1),
        }
        for label in schema.get("labels", [])
        if counts[label["key"]] or not label.get("retired")
    ]
    return sorted(rows, key=lambda row: -row["count"])


def review_figures(snapshot: Snapshot) -> dict[str, int]:
    """How the delivered tasks were judged."""
    tasks = snapshot.items.values("task")
    figures = Review.objects.filter(task__in=tasks).aggregate(
        reviews=Count("id"),
        returned=Count("id", filter=Q(decision=Review.Decision.RETURN)),
        first_round=Count("id", filter=Q(decision=Review.Decision.ACCEPT, round=1)),
        fixes=Count("id", filter=Q(fixes__gt=0)),
    )
    reviewed = Task.objects.filter(pk__in=tasks, reviewer__isnull=False)
    return {
        **figures,
        "reviewed": reviewed.count(),
        "own_reviews": reviewed.filter(reviewer=F("annotator")).count(),
        "tasks": snapshot.items.count(),
    }


def review_changes(snapshot: Snapshot) -> Changes:
    """What reviewers changed in the delivered answers, added up."""
    reviews = Review.objects.filter(task__in=snapshot.items.values("task")).exclude(changes={})
    return total(reviews.values_list("changes", flat=True))


def change_rows(changes: Changes) -> Iterator[tuple[str, str]]:
    """(key of the text, figure) of what was measured: words of transcripts, objects, tracks."""
    words, objects, tracks = changes["words"], changes["objects"], changes["tracks"]
    if words.of:
        yield "words_corrected", f"{words.errors} / {words.of}"
        yield "words_right", _between(words.of - words.errors, words.of)
    if objects.f1 is not None:
        there = objects.right + objects.relabelled + objects.missed
        yield "objects_right", f"{objects.right} / {there}"
        yield "objects_between", _between(objects.right, there)
        wrong = objects.missed, objects.extra, objects.relabelled
        yield "objects_wrong", " / ".join(map(str, wrong))
        yield "objects_f1", _percent(objects.f1)
        for measure in ("iou", "boundary_iou", "oks"):
            if (mean := objects.mean(measure)) is not None:
                yield f"mean_{measure}", _percent(mean)
    for measure in ("hota", "mota", "idf1"):
        if (value := getattr(tracks, measure)) is not None:
            yield measure, _percent(value)
    yield from _scene_rows(changes["boxes"].whole, changes["points"])


def _scene_rows(boxes: Counts, points: Panoptic) -> Iterator[tuple[str, str]]:
    """Boxes of scenes in single frames, and labels of points."""
    if boxes.f1 is not None:
        yield "boxes_f1", _percent(boxes.f1)
        for error in ("bev", "volume", "flips"):
            if (share := boxes.mean(error)) is not None:
                yield f"boxes_{error}", _percent(share)
        if (metres := boxes.mean("distance")) is not None:
            yield "boxes_distance", f"{metres:.2f} m"
    if points.mean_iou is not None:
        yield "points_iou", _percent(points.mean_iou)
    if points.quality is not None:
        yield "points_quality", _percent(points.quality)


def object_rows(changes: Changes, schema: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Each label with what was right, missing and too many before review, the worst first."""
    objects = changes["objects"]
    names = {label["key"]: label["name"].get(language) or label["key"] for label in schema.get("labels", [])}
    rows = [
        {"name": names.get(label, label), "right": right, "missed": missed, "extra": extra, "f1": objects.f1_of(label)}
        for label, (right, missed, extra) in objects.labels.items()
    ]
    rows.sort(key=lambda row: (row["f1"] or 0.0, row["name"]))
    return [{**row, "f1": "-" if row["f1"] is None else _percent(row["f1"])} for row in rows]


def _between(right: int, of: int) -> str:
    """The bounds of a share with 95 % certainty."""
    low, high = clopper_pearson(max(0, right), of)
    return f"{100 * low:.2f} - {100 * high:.2f} %"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def issue_rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    tasks = snapshot.items.values("task")
    rows = Issue.objects.filter(task__in=tasks).order_by().values("type", "severity")
    counted = rows.annotate(count=Count("id"), open=Count("id", filter=Q(state=Issue.State.OPEN)))
    return [dict(row) for row in counted.order_by("-count")]


def check_rows(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Every check with what is open and what was waived, those without findings included."""
    tasks = snapshot.items.values("task")
    found = Finding.objects.filter(task__in=tasks).order_by().values("check_slug", "state").annotate(count=Count("id"))
    counts = {(row["check_slug"], row["state"]): row["count"] for row in found}
    return [
        {
            "code": check.code,
            "title": check.title.in_language(language),
            "open": counts.get((check.slug, "open"), 0),
            "waived": counts.get((check.slug, "waived"), 0),
        }
        for check in sorted(CHECKS, key=lambda c: (c.code[0], int(c.code[1:]), c.slug))
    ]


def waivers(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    tasks = snapshot.items.values("task")
    found = Finding.objects.filter(task__in=tasks, state=Finding.State.WAIVED).select_related(
        "waived_by", "task__asset"
    )
    return [
        {
            "image": finding.task.asset.name,
            "title": CHECKS[finding.check_slug].title.in_language(language)
            if finding.check_slug in CHECKS
            else finding.check_slug,
            "by": finding.waived_by.name if finding.waived_by else "",
            "reason": finding.waiver_reason,
        }
        for finding in found.order_by("task__number")[:200]
    ]


def pictures(snapshot: Snapshot, style: Style) -> list[dict[str, Any]]:
    """Up to twelve images spread evenly over the batch, with their labels."""
    ids = list(snapshot.items.order_by("id").values_list("pk", flat=True))
    count = min(PICTURES, len(ids))
    chosen = [ids[round(index * (len(ids) - 1) / max(count - 1, 1))] for index in range(count)]
    items = list(SnapshotItem.objects.filter(pk__in=chosen).select_related("task__asset", "document").order_by("id"))
    records = records_of(items)
    return [
        {
            "name": item.task.asset.name,
            "objects": sum(map(is_object, records[item.pk])),
            "svg": picture(item.task.asset, records[item.pk], style),
        }
        for item in items
    ]
