"""How far the people agree who answered the same tasks without seeing one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

import numpy as np

from accounts.models import User
from annotation.kinds.record import Record
from annotation.transcription import Rules, rules_of
from annotation.transcription.distance import Rate, rate_of
from annotation.transcription.versions import steps_between, utterances
from projects.models import Project
from qa.metrics.agreement import biases, cohen_kappa, intraclass, krippendorff_alpha
from qa.services.agreement import attribute_names
from qa.services.answers_of_several import by_person
from qa.services.changes import rated_attributes
from qa.services.drawn_by_several import drawn_by_several
from qa.services.merging import things_in
from qa.services.point_votes import PointVotes

MOST_ITEMS = 500
"""The newest items that are compared while somebody waits."""

Values = dict[UUID, Any]
"""What each person said of one thing."""


def agreement_of_raters(project: Project) -> dict[str, Any]:
    """Figures over the newest items that several have answered; measures that are not defined are null."""
    schema = project.schemas.first()
    content: Mapping[str, Any] = schema.content if schema else {}
    items = {item: people for item, people in by_person(project, most=MOST_ITEMS).items() if len(people) > 1}
    names = attribute_names(content)
    rated = _rated(items.values(), content)
    people = {person for each in items.values() for person in each}
    return {
        "items": len(items),
        "people": list(User.objects.filter(pk__in=people).order_by("name").values("id", "name")),
        "words": _words(items.values(), rules_of(content)),
        "drawn": drawn_by_several(items, PointVotes(project.pk)),
        "ratings": [{"key": key, "name": names.get(key), **_figures(things)} for key, things in sorted(rated.items())],
    }


def _rated(items: Iterable[Mapping[UUID, list[Record]]], schema: Mapping[str, Any]) -> dict[str, list[Values]]:
    """Attribute -> for each thing that at least two rated, what they said."""
    wanted = rated_attributes(schema)
    found: dict[str, list[Values]] = defaultdict(list)
    for people in items:
        for thing in things_in(list(people.values())):
            values: dict[str, Values] = defaultdict(dict)
            for person, record in zip(people, thing.records, strict=True):
                for key, value in _ratings(record) if record else ():
                    values[key][person] = value
            for key in values.keys() & wanted:
                if len(values[key]) > 1:
                    found[key].append(values[key])
    return found


def _ratings(record: Record) -> Iterator[tuple[str, Any]]:
    owner = "?" if record["kind"] == "answers" else record["label"]
    return ((f"{owner}.{key}", value) for key, value in record["attributes"].items() if value is not None)


def _figures(things: list[Values]) -> dict[str, Any]:
    numbers = [{person: _number(value) for person, value in values.items()} for values in things]
    numeric = all(value is not None for values in numbers for value in values.values())
    same = sum(len(set(values.values())) == 1 for values in things) / len(things)
    kappa = _mean_kappa(numbers if numeric else things, "quadratic" if numeric else "none")
    found = {"things": len(things), "same": same, "kappa": kappa}
    return found | (_of_numbers(numbers) if numeric else _of_choices(things))


def _number(value: Any) -> float | None:
    """Choices that are called by numbers are numbers, too."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _of_numbers(things: list[dict[UUID, Any]]) -> dict[str, Any]:
    usual = Counter(map(len, things)).most_common(1)[0][0]
    table = np.array([list(values.values()) for values in things if len(values) == usual], dtype=float)
    return {
        "alpha": krippendorff_alpha((values.values() for values in things), "interval"),
        "icc": intraclass(table, "1,1"),
        "icc_mean": intraclass(table, "1,k"),
        "raters": usual,
        "bias": {str(person): bias for person, bias in biases(things).items()},
    }


def _of_choices(things: list[Values]) -> dict[str, Any]:
    codes: dict[Any, int] = {}
    coded = ([codes.setdefault(value, len(codes)) for value in values.values()] for values in things)
    alpha = krippendorff_alpha(coded, "nominal")
    return {"alpha": alpha, "icc": None, "icc_mean": None, "raters": None, "bias": {}}


def _mean_kappa(things: Sequence[Mapping[UUID, Any]], weights: Any) -> float | None:
    """Cohen's kappa of every two people, each with the weight of what both rated."""
    pairs: dict[tuple[UUID, UUID], Counter[tuple[Any, Any]]] = defaultdict(Counter)
    for values in things:
        for one, two in combinations(sorted(values, key=str), 2):
            pairs[one, two][values[one], values[two]] += 1
    order = sorted({value for values in things for value in values.values()}, key=lambda each: (str(type(each)), each))
    known = [
        (kappa, counts.total())
        for counts in pairs.values()
        if (kappa := cohen_kappa(counts, order=order, weights=weights)) is not None
    ]
    return sum(kappa * count for kappa, count in known) / sum(count for _, count in known) if known else None


def _words(items: Iterable[Mapping[UUID, list[Record]]], rules: Rules) -> dict[str, Any] | None:
    """The word error rate between every two people, each once for the right one."""
    total = Rate()
    for people in items:
        for one, two in combinations(people.values(), 2):
            said, heard = utterances(one), utterances(two)
            if said or heard:
                total += rate_of(steps_between(said, heard, rules)) + rate_of(steps_between(heard, said, rules))
    return {"wrong": total.errors, "of": total.of, "rate": total.value} if total.of else None
