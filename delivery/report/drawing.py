"""Pictures for the report as SVG: thumbnails with their labels drawn on them, and bars."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from annotation.formats.masks import pixels_in, polygons_of_mask
from annotation.kinds.cuboid2d import Cuboid2d
from annotation.kinds.ellipse import Ellipse
from annotation.kinds.skeleton import Skeleton
from annotation.services.patches import RecordJson
from core import storage
from projects.models import Asset

WIDTH = 320
DASHES = ("", "7 3", "2 3", "9 3 2 3")
"""Labels differ by dash as well as by colour, for colour-blind eyes."""

Style = dict[str, tuple[str, str]]


def styles(schema: dict[str, Any]) -> Style:
    """Colour and dash of every label."""
    labels = schema.get("labels", [])
    return {label["key"]: (label["color"], DASHES[index % len(DASHES)]) for index, label in enumerate(labels)}


def picture(asset: Asset, records: list[RecordJson], style: Style) -> SafeString:
    """The thumbnail of an image with its records drawn on it; width 320, height by the image's proportions."""
    width, height = asset.width or 1, asset.height or 1
    shown = round(WIDTH * height / width)
    shapes = "".join(_shape(record, style) for record in records)
    image = _thumbnail(asset)
    size = f'viewBox="0 0 {width} {height}" width="{WIDTH}" height="{shown}"'
    # Built from numbers and escaped text only.
    return mark_safe(f'<svg {size} role="img" aria-label="{escape(asset.name)}">{image}{shapes}</svg>')


def _thumbnail(asset: Asset) -> str:
    if not asset.thumbnail:
        return '<rect width="100%" height="100%" fill="#e5e7eb"/>'
    try:
        data = b"".join(storage.read_range(asset.thumbnail))
    except FileNotFoundError:
        return '<rect width="100%" height="100%" fill="#e5e7eb"/>'
    encoded = base64.b64encode(data).decode()
    return f'<image href="data:image/webp;base64,{encoded}" width="{asset.width}" height="{asset.height}"/>'


def _shape(record: RecordJson, style: Style) -> str:
    color, dash = style.get(record["label"], ("#888888", ""))
    look = (
        f'fill="none" stroke="{escape(color)}" stroke-width="2" vector-effect="non-scaling-stroke" '
        f'stroke-dasharray="{dash}"'
    )
    data = record["data"]
    match record["kind"]:
        case "box":
            size = f'width="{data["width"]:.1f}" height="{data["height"]:.1f}"'
            return f'<rect x="{data["x"]:.1f}" y="{data["y"]:.1f}" {size} {look}/>'
        case "rotated_box":
            x, y = data["cx"] - data["width"] / 2, data["cy"] - data["height"] / 2
            turn = f'transform="rotate({math.degrees(data["angle"]):.2f} {data["cx"]:.1f} {data["cy"]:.1f})"'
            size = f'width="{data["width"]:.1f}" height="{data["height"]:.1f}"'
            return f'<rect x="{x:.1f}" y="{y:.1f}" {size} {turn} {look}/>'
        case "ellipse":
            return f'<path d="M{_points(Ellipse.outline(data))}Z" {look}/>'
        case "cuboid2d":
            corners = Cuboid2d.corners(data)
            faces = ([corners[at] for at in face] for face in ((0, 1, 5, 4), (3, 2, 6, 7), (0, 3, 7, 4), (1, 2, 6, 5)))
            return f'<path d="{"".join(f"M{_points(face)}Z" for face in faces)}" {look}/>'
        case "mask":
            return f'<path d="{_edges(data)}" {look}/>'
        case "polygon":
            rings = [data["points"], *data["holes"]]
            return f'<path d="{"".join(f"M{_points(ring)}Z" for ring in rings)}" {look}/>'
        case "polyline":
            return f'<path d="M{_points(data["points"])}" {look}/>'
        case "points":
            return _dots(data["points"], color)
        case "skeleton":
            return _dots(Skeleton.marked(data).values(), color)
    return ""


COARSE = 160
"""Pixels along the longer side of a mask as it is drawn here."""


def _edges(mask: dict[str, Any]) -> str:
    """The edges of a mask; of a large one those of every nth pixel."""
    left, top = mask["x"], mask["y"]
    step = max(1, math.ceil(max(mask["width"], mask["height"]) / COARSE))
    pixels = pixels_in({**mask, "x": 0, "y": 0}, mask["width"], mask["height"])[::step, ::step]
    rings = [each for ring, holes in polygons_of_mask(pixels) for each in (ring, *holes)]
    placed = ([[left + x * step, top + y * step] for x, y in ring] for ring in rings)
    return "".join(f"M{_points(ring)}Z" for ring in placed)


def _dots(points: Iterable[list[float]], color: str) -> str:
    return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{escape(color)}"/>' for x, y, *_ in points)


def _points(ring: list[list[float]]) -> str:
    return "L".join(f"{x:.1f},{y:.1f}" for x, y in ring)
