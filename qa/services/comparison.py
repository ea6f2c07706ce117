"""Answers of several people to the same things, read from files: how far apart they are, and what most of them say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from annotation.formats.base import Header, Item
from annotation.transcription import rules_of
from annotation.transcription.distance import words_of
from annotation.transcription.versions import utterances
from qa.metrics.agreement import biases, intraclass, krippendorff_alpha
from qa.metrics.boxes3d import ERRORS, PARTIAL, Counts
from qa.metrics.consensus import consensus
from qa.metrics.labelled_points import Panoptic
from qa.metrics.objects import Objects
from qa.metrics.tracks import Following
from qa.services.agreement import MEASURES
from qa.services.changes import measured, rated_attributes, total
from qa.services.scene_changes import SceneFacts

LEAST_FOR_CONSENSUS = 3

Answers = Mapping[str, Item]
"""What one person said, by the name of the thing."""
Ratings = dict[str, dict[tuple[Hashable, ...], dict[int, Any]]]
"""Attribute -> thing that was rated -> rater -> value."""


def distances(answers: Sequence[Answers], header: Header) -> list[dict[str, Any]]:
    """Each answer but the first beside the first, which is taken for right; figures over the things that both have."""
    first = answers[0]
    found = []
    for other in answers[1:]:
        both = [name for name in first if name in other]
        figures = total(
            measured(
                _plain(other[name]),
                _plain(first[name]),
                header.schema,
                _rate(first[name], other[name]),
                (first[name].width, first[name].height),
                SceneFacts(blobs={**other[name].blobs, **first[name].blobs}),
            )
            for name in both
        )
        words, characters, bounds, turns = (figures[key] for key in ("words", "characters", "bounds", "turns"))
        found.append(
            {
                "things": len(both),
                "word_error_rate": words.value,
                "words": words.of,
                "character_error_rate": characters.value,
                "boundary_f1": bounds.f1,
                "diarization_error_rate": turns.rate,
                **_drawn(figures["objects"], figures["tracks"]),
                **_in_scenes(figures["boxes"].whole, figures["points"]),
                "corrections": figures["corrections"].most_common(20),
            }
        )
    return found


def _drawn(objects: Objects, tracks: Following) -> dict[str, Any]:
    """Figures of what is drawn in pictures and followed through videos; null where nothing was compared."""
    return {
        **{f"object_{key}": getattr(objects, key) for key in ("precision", "recall", "f1")},
        **{f"mean_{name}": objects.mean(name) for name in MEASURES},
        **{key: getattr(tracks, key) for key in ("hota", "mota", "idf1")},
        "labels": {label: [*counts, objects.f1_of(label)] for label, counts in sorted(objects.labels.items())},
        "confusions": [[*pair, times] for pair, times in objects.confusions.most_common(20)],
    }


def _in_scenes(boxes: Counts, points: Panoptic) -> dict[str, Any]:
    """Figures of boxes in single frames and of labels of points; null where nothing was compared."""
    return {
        "box_f1": boxes.f1,
        **{f"box_{error}": boxes.mean(error) for error in (*ERRORS, *PARTIAL)},
        "point_iou": points.mean_iou,
        "panoptic_quality": points.quality,
    }


def _plain(item: Item) -> list[dict[str, Any]]:
    return [dict(record) for record in item.records]


def _rate(*items: Item) -> int:
    return next((int(item.facts["rate"]) for item in items if item.facts.get("rate")), 0)


def ratings(answers: Sequence[Answers], header: Header) -> dict[str, dict[str, Any]]:
    """Agreement about every attribute that is a number or a choice, over the things that at least two rated.

    Krippendorff's alpha takes things that some left out; the intraclass correlations only those that all rated.
    """
    found: dict[str, dict[str, Any]] = {}
    for key, things in _gathered(answers, header).items():
        rated = [values for values in things.values() if len(values) > 1]
        numeric = all(isinstance(value, int | float) for values in rated for value in values.values())
        if rated:
            found[key] = {
                "things": len(rated),
                "same": sum(len(set(values.values())) == 1 for values in rated) / len(rated),
                **(_of_numbers(rated, len(answers)) if numeric else _of_choices(rated)),
            }
    return found


def _of_numbers(rated: list[dict[int, float]], raters: int) -> dict[str, Any]:
    whole = np.array([[values[rater] for rater in range(raters)] for values in rated if len(values) == raters])
    table = whole.reshape(-1, raters).astype(float)
    return {
        "alpha": krippendorff_alpha((values.values() for values in rated), "interval"),
        "icc": {form: intraclass(table, form) for form in ("2,1", "2,k", "3,1")},
        "bias": {rater + 1: round(bias, 4) for rater, bias in sorted(biases(rated).items())},
    }


def _of_choices(rated: list[dict[int, Any]]) -> dict[str, Any]:
    numbers: dict[Any, int] = {}
    coded = ([numbers.setdefault(value, len(numbers)) for value in values.values()] for values in rated)
    return {"alpha": krippendorff_alpha(coded, "nominal")}


def _gathered(answers: Sequence[Answers], header: Header) -> Ratings:
    wanted = rated_attributes(header.schema)
    found: Ratings = defaultdict(lambda: defaultdict(dict))
    for rater, answer in enumerate(answers):
        for name, item in answer.items():
            for thing, record in _things(item.records):
                owner = "?" if record["kind"] == "answers" else record["label"]
                for key, value in record["attributes"].items():
                    if f"{owner}.{key}" in wanted and value is not None:
                        found[f"{owner}.{key}"][name, *thing][rater] = value
    return found


def _things(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[tuple[Hashable, ...], Mapping[str, Any]]]:
    """Records with what tells that those of two people are of one thing: the place in time, else the id."""
    seen: Counter[tuple[Hashable, ...]] = Counter()
    for record in records:
        data = record["data"]
        if record["kind"] == "answers":
            place: tuple[Hashable, ...] = ("?",)
        elif "tier" in data:
            place = (record["label"], data.get("start", data.get("at")), data.get("stop"), data["channel"])
        else:
            place = (record["id"],)
        yield (*place, seen[place]), record
        seen[place] += 1


def agreed(answers: Sequence[Answers], header: Header) -> dict[str, list[tuple[str, float]]]:
    """Of each thing that everybody transcribed the words of most, with the share that has them."""
    if len(answers) < LEAST_FOR_CONSENSUS:
        return {}
    rules = rules_of(header.schema)
    found = {}
    for name in answers[0]:
        if all(name in answer for answer in answers):
            said = [
                [word for each in utterances(answer[name].records) for word in words_of(each["data"]["text"], rules)]
                for answer in answers
            ]
            if any(said):
                found[name] = [(each.word, round(each.share, 2)) for each in consensus(said)]
    return found
