"""CVAT's skeletons: a label with its points as labels below it, and a drawing of them as SVG in percent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from annotation.formats import keypoints
from annotation.kinds.skeleton import HIDDEN, UNLABELLED, VISIBLE
from annotation.skeletons import Template, drawn_as

MOST_DRAWN = 1_000_000
"""Letters of a drawing."""


class Skeletons:
    """The skeletons that come up in the files of one reading, by their labels."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, None]] = {}
        self._drawings: dict[str, Element] = {}

    def names(self, label: str, names: Iterable[str]) -> None:
        self._names.setdefault(label, {}).update(dict.fromkeys(names))

    def drawing(self, label: str, text: str) -> None:
        """The drawing of a label; what is none is passed over."""
        if not 0 < len(text) <= MOST_DRAWN:
            return
        try:
            self._drawings[label] = fromstring(f"<svg>{text}</svg>", forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError):
            return

    def template(self, label: str) -> dict[str, Any] | None:
        names = list(self._names.get(label, {}))
        if not names:
            return None
        drawing = self._drawings.get(label)
        nodes: dict[str, str] = {}
        places: dict[str, tuple[float, float]] = {}
        for circle in drawing.iter("circle") if drawing is not None else ():
            name = keypoints.clean(circle.get("data-label-name") or "")
            at = _place(circle)
            if name in names and at:
                nodes[circle.get("data-node-id") or ""] = name
                places[name] = at
        template = drawn_as(names, _edges(drawing, nodes))
        for point in template["points"]:
            point["x"], point["y"] = places.get(point["key"], (point["x"], point["y"]))
        return template


def _edges(drawing: Element | None, nodes: dict[str, str]) -> list[list[str]]:
    """Pairs of names, for the lines between nodes that have one."""
    lines = drawing.iter("line") if drawing is not None else ()
    ends = [[nodes.get(line.get(f"data-node-{end}") or "", "") for end in ("from", "to")] for line in lines]
    return [[a, b] for a, b in ends if a and b and a != b]


def _place(circle: Element) -> tuple[float, float] | None:
    """From percent to a share of the drawing."""
    try:
        x, y = (float(circle.get(axis) or "") / 100 for axis in ("cx", "cy"))
    except ValueError:
        return None
    return (round(x, 4), round(y, 4)) if 0 <= x <= 1 and 0 <= y <= 1 else None


def joint_of(element: Element, points: list[list[float]]) -> list[float] | None:
    """A <points> of a skeleton as [x, y, visibility]; None when it has no place."""
    at = (points or [[]])[0]
    if len(at) < 2:
        return None
    seen = UNLABELLED if element.get("outside") == "1" else HIDDEN if element.get("occluded") == "1" else VISIBLE
    return [*at[:2], seen]


def define(labels: Element, label: Element, key: str, template: Template) -> None:
    """Make a label one of skeletons: its drawing, and a label for each of its points."""
    kind = label.find("type")
    if kind is not None:
        kind.text = "skeleton"
    SubElement(label, "svg").text = _drawn(template)
    for point in template["points"]:
        part = SubElement(labels, "label")
        for tag, text in (("name", point["key"]), ("color", ""), ("type", "points")):
            SubElement(part, tag).text = text
        SubElement(part, "attributes")
        SubElement(part, "parent").text = key


def _drawn(template: Template) -> str:
    points = {point["key"]: (str(at), point) for at, point in enumerate(template["points"], 1)}
    lines = [
        Element("line", {"data-type": "edge", "data-node-from": points[a][0], "data-node-to": points[b][0]})
        for a, b in template["edges"]
    ]
    circles = [
        Element(
            "circle",
            {
                "r": "1.5",
                "cx": f"{100 * point['x']:g}",
                "cy": f"{100 * point['y']:g}",
                "data-type": "element node",
                "data-element-id": number,
                "data-node-id": number,
                "data-label-name": key,
            },
        )
        for key, (number, point) in points.items()
    ]
    return "".join(tostring(each, encoding="unicode", short_empty_elements=False) for each in [*lines, *circles])
