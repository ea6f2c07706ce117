"""Templates of skeletons: the points that a label's skeletons have, how they are joined, which mirror each other.

A template lies in the label schema with its label, `{"points": [...], "edges": [...], "mirror": [...]}`. A point has a
key, a name in each language, its place in the drawing (x and y from 0 to 1) and its `sigma`: how far people who mean
the same place lie apart, as a share of the object's size. Edges and mirror pairs name two points each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotation.kinds.skeleton import MOST_POINTS, UNLABELLED
from projects.schema.reader import Reader

Template = Mapping[str, Any]
FIELDS = frozenset({"points", "edges", "mirror"})
POINT_FIELDS = frozenset({"key", "name", "x", "y", "sigma"})
MOST_PAIRS = 5000


def read_template(reader: Reader) -> dict[str, Any]:
    """The section `skeleton` of a label as it shall be kept; what is wrong is told to the reader."""
    reader.only(FIELDS)
    points: dict[str, dict[str, Any]] = {}
    for each in reader.objects("points", limit=MOST_POINTS):
        point = _point(each)
        if point["key"] and point["key"] in points:
            each.problem("key", "duplicate-key", key=point["key"])
        points.setdefault(point["key"], point)
    if not points:
        reader.problem("points", "no-points")
    edges, mirror = (_pairs(reader, field, points) for field in ("edges", "mirror"))
    partners = [key for pair in mirror for key in pair]
    for key in dict.fromkeys(key for key in partners if partners.count(key) > 1):
        reader.problem("mirror", "mirrored-twice", key=key)
    return {"points": list(points.values()), "edges": edges, "mirror": mirror}


def _point(reader: Reader) -> dict[str, Any]:
    reader.only(POINT_FIELDS)
    point: dict[str, Any] = {"key": reader.key(), "name": reader.names()}
    for field in ("x", "y"):
        value = reader.number(field)
        if value is None or not 0 <= value <= 1:
            reader.problem(field, "not-a-share")
        point[field] = value
    sigma = reader.number("sigma")
    if sigma is not None and not 0 < sigma <= 1:
        reader.problem("sigma", "not-a-share")
    return point if sigma is None else {**point, "sigma": sigma}


def _pairs(reader: Reader, field: str, known: Mapping[str, object]) -> list[list[str]]:
    found: dict[frozenset[str], list[str]] = {}
    for at, pair in enumerate(reader.items(field, limit=MOST_PAIRS)):
        if not _is_pair(pair):
            reader.problem(f"{field}[{at}]", "bad-pair")
        elif unknown := next((key for key in pair if key not in known), None):
            reader.problem(f"{field}[{at}]", "unknown-point", key=unknown)
        else:
            found.setdefault(frozenset(pair), pair)
    return list(found.values())


def _is_pair(value: object) -> bool:
    """Whether it names two different points."""
    if not (isinstance(value, list) and len(value) == 2 and value[0] != value[1]):
        return False
    return all(isinstance(key, str) for key in value)


def extended(ours: Template, theirs: Template) -> dict[str, Any]:
    """Our template with the points and edges that only theirs has; mirror pairs only where both points are new."""
    known = set(names_of(ours))
    more = [point for point in theirs["points"] if point["key"] not in known][: MOST_POINTS - len(known)]
    new = {point["key"] for point in more}
    edges = [list(edge) for edge in theirs["edges"] if set(edge) & new and set(edge) <= new | known]
    mirror = [list(pair) for pair in theirs["mirror"] if set(pair) <= new]
    points = [*ours["points"], *more]
    return {**ours, "points": points, "edges": [*ours["edges"], *edges], "mirror": [*ours["mirror"], *mirror]}


def templates_of(schema: Mapping[str, Any]) -> dict[str, Template]:
    """The templates of a label schema, by label."""
    return {label["key"]: label["skeleton"] for label in schema.get("labels", []) if label.get("skeleton")}


def names_of(template: Template) -> list[str]:
    """The keys of the points in their order."""
    return [point["key"] for point in template["points"]]


def sigmas_of(template: Template) -> dict[str, float]:
    """The spread of each point that has one, for `annotation.kinds.skeleton.oks`."""
    return {point["key"]: point["sigma"] for point in template["points"] if "sigma" in point}


def drawn_as(
    names: Sequence[str],
    edges: Iterable[Sequence[str]] = (),
    mirror: Iterable[Sequence[str]] = (),
    example: Mapping[str, Sequence[float]] | None = None,
) -> dict[str, Any]:
    """A template for points that a file names: laid out as in `example`, one skeleton of the file, else in a circle."""
    places = _places(names, {name: joint for name, joint in (example or {}).items() if joint[2] != UNLABELLED})
    points = [
        {"key": name, "name": {"en": name, "zh": name}, "x": x, "y": y}
        for name, (x, y) in zip(names, places, strict=True)
    ]
    return {"points": points, "edges": [list(pair) for pair in edges], "mirror": [list(pair) for pair in mirror]}


def _places(names: Sequence[str], known: Mapping[str, Sequence[float]]) -> list[tuple[float, float]]:
    """Places from 0 to 1; proportions are those of the example."""
    turn = 2 * math.pi / max(len(names), 1)
    circle = [(0.5 + 0.5 * math.sin(i * turn), 0.5 - 0.5 * math.cos(i * turn)) for i in range(len(names))]
    if len(known) < 2:
        return [(round(x, 4), round(y, 4)) for x, y in circle]
    xs, ys = [joint[0] for joint in known.values()], [joint[1] for joint in known.values()]
    width, height = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return [
        (round((known[name][0] - min(xs)) / width, 4), round((known[name][1] - min(ys)) / height, 4))
        if name in known
        else (round(x, 4), round(y, 4))
        for name, (x, y) in zip(names, circle, strict=True)
    ]
