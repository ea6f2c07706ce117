"""OpenLane's numbers of lane lines, and what they are among our labels and attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STYLES = ("dashed", "solid", "double-dashed", "double-solid", "dashed-solid", "solid-dashed")
"""In the order of their numbers, from 1 for white and from 7 for yellow."""
PLACES = ("left-left", "left", "right", "right-right")
"""In the order of OpenLane's `attribute`, from 1."""
LANE, CURB = "lane", "curb"
UNKNOWN, LEFT_CURB, RIGHT_CURB, FIRST_YELLOW = 0, 20, 21, 7
NAMES = {
    **{f"white-{style}": 1 + at for at, style in enumerate(STYLES)},
    **{f"yellow-{style}": FIRST_YELLOW + at for at, style in enumerate(STYLES)},
    "white-dash": 1, "double-white-dash": 3, "double-white-solid": 4, "white-ldash-rsolid": 5, "white-lsolid-rdash": 6,
    "yellow-dash": 7, "double-yellow-dash": 9, "double-yellow-solid": 10, "yellow-ldash-rsolid": 11,
    "yellow-lsolid-rdash": 12, "left-curbside": LEFT_CURB, "right-curbside": RIGHT_CURB,
}  # fmt: skip
"""Labels that say it all by themselves."""


def category_of(label: str, attributes: Mapping[str, Any]) -> int | None:
    """The number of a line; None for labels that are none of OpenLane's."""
    name = label.casefold().replace("_", "-")
    if name in NAMES:
        return NAMES[name]
    if name in (CURB, "curbside", "road-edge"):
        return RIGHT_CURB if attributes.get("side") == "right" else LEFT_CURB
    if name not in (LANE, "lane-line", "marking"):
        return None
    style = attributes.get("style")
    if style not in STYLES:
        return UNKNOWN
    return STYLES.index(style) + (FIRST_YELLOW if attributes.get("colour") == "yellow" else 1)


def place_of(attributes: Mapping[str, Any]) -> int:
    place = attributes.get("place")
    return PLACES.index(place) + 1 if place in PLACES else 0


def record_of(category: int, place: int) -> tuple[str, dict[str, Any]]:
    """Label and attributes of a number."""
    beside = {"place": PLACES[place - 1]} if 0 < place <= len(PLACES) else {}
    if category in (LEFT_CURB, RIGHT_CURB):
        return CURB, {"side": "left" if category == LEFT_CURB else "right"}
    if 0 < category < 2 * len(STYLES) + 1:
        colour = "yellow" if category >= FIRST_YELLOW else "white"
        style = STYLES[category - (FIRST_YELLOW if colour == "yellow" else 1)]
        return LANE, {"colour": colour, "style": style, **beside}
    return LANE, beside
