"""What is asked of the algorithms: places in the demonstration's photograph of a street, 1920 x 1080 pixels."""

from __future__ import annotations

from typing import Any

from dev.places import ROOT

PHOTOGRAPH = ROOT / "demo" / "pandaset" / "front_camera" / "1.jpg"
REPEATS = 7
Box = tuple[int, int, int, int]
Place = tuple[int, int]

BOXES: dict[str, Box] = {
    "far car": (170, 545, 156, 92),
    "car": (322, 555, 332, 226),
    "trees": (1190, 210, 725, 420),
    "whole picture": (12, 12, 1896, 1056),
}
"""x, y, width, height."""

WAYS: dict[str, tuple[Place, Place]] = {
    "along the car": ((330, 690), (480, 565)),
    "half the picture": ((330, 690), (1180, 500)),
    "whole picture": ((20, 20), (1900, 1060)),
}


def _line(start: Place, end: Place, width: int = 5) -> list[Place]:
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    way = [
        (start[0] + (end[0] - start[0]) * at // steps, start[1] + (end[1] - start[1]) * at // steps)
        for at in range(steps + 1)
    ]
    return [(x + dx, y + dy) for x, y in way for dx in range(width) for dy in range(width)]


SCRIBBLE: dict[str, list[Place]] = {
    "inside": _line((380, 700), (560, 700)),
    "outside": _line((330, 770), (640, 770)),
}


def job() -> dict[str, Any]:
    return {
        "repeats": REPEATS,
        "boxes": BOXES,
        "ways": WAYS,
        "scribble": SCRIBBLE,
        "square": {"box": {"minX": 384, "minY": 384, "maxX": 768, "maxY": 768}, "cell": 24},
        "reach": 48,
    }
