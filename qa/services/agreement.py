"""What reviewers changed in the answers of a project, as figures to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from annotation.transcription.distance import Rate
from projects.models import Project
from qa.metrics.agreement import cohen_kappa
from qa.metrics.proportion import clopper_pearson
from qa.metrics.turns import Diarization
from qa.models import Review
from qa.services.changes import total

CORRECTIONS_SHOWN = 20


def review_changes(project: Project, reviews: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """Figures over (annotator, what the review changed); measures that nothing was counted for are null or empty."""
    rows = [(annotator, changes) for annotator, changes in reviews if changes]
    figures = total(changes for _, changes in rows)
    by_person: dict[str, list[dict[str, Any]]] = {}
    for annotator, changes in rows:
        if "words" in changes:
            by_person.setdefault(annotator, []).append(changes)
    words, bounds, turns = figures["words"], figures["bounds"], figures["turns"]
    low, high = clopper_pearson(max(0, words.of - words.errors), words.of)
    return {
        "reviews": len(rows),
        "words": {**_rate(words), "low": low, "high": high} if words.of else None,
        "characters": _rate(figures["characters"]) if figures["characters"].of else None,
        "bounds": {"precision": bounds.precision, "recall": bounds.recall, "f1": bounds.f1} if bounds.found else None,
        "turns": _shares(turns) if turns.speech else None,
        "corrections": [
            {"old": old, "new": new, "count": count}
            for (old, new), count in figures["corrections"].most_common(CORRECTIONS_SHOWN)
        ],
        "ratings": _ratings(project, figures["ratings"]),
        "people": {person: _rate(total(each)["words"]) for person, each in by_person.items()},
    }


def _shares(turns: Diarization) -> dict[str, float | None]:
    parts = {"missed": turns.missed, "false_alarm": turns.false_alarm, "confusion": turns.confusion}
    return {"rate": turns.rate, **{name: part / turns.speech for name, part in parts.items()}}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"wrong": rate.errors, "of": rate.of, "rate": rate.value}


def rows_of(reviews: QuerySet[Review]) -> Iterable[tuple[str, dict[str, Any]]]:
    """What `review_changes` takes, of a queryset of reviews."""
    found = reviews.exclude(changes={}).values_list("task__annotator", "changes")
    return ((str(annotator), changes) for annotator, changes in found)


def _ratings(project: Project, found: Mapping[str, Counter[tuple[Any, Any]]]) -> list[dict[str, Any]]:
    """Numbers by quadratic weights and with the mean difference of the reviewers, choices without either."""
    schema = project.schemas.first()
    names = _names(schema.content if schema else {})
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


def _names(schema: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Of "label.attribute" what people call it."""
    found = {f"?.{each['key']}": each["name"] for each in schema.get("questions", [])}
    for label in schema.get("labels", []):
        for each in label["attributes"]:
            both = {language: f"{label['name'][language]}: {each['name'][language]}" for language in each["name"]}
            found[f"{label['key']}.{each['key']}"] = both
    return found
