"""The numbers that SemanticKITTI gives to classes, and what a data set of ours is called in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

NAMES = {
    0: "unlabeled", 1: "outlier", 10: "car", 11: "bicycle", 13: "bus", 15: "motorcycle", 16: "on-rails", 18: "truck",
    20: "other-vehicle", 30: "person", 31: "bicyclist", 32: "motorcyclist", 40: "road", 44: "parking", 48: "sidewalk",
    49: "other-ground", 50: "building", 51: "fence", 52: "other-structure", 60: "lane-marking", 70: "vegetation",
    71: "trunk", 72: "terrain", 80: "pole", 81: "traffic-sign", 99: "other-object", 252: "moving-car",
    253: "moving-bicyclist", 254: "moving-person", 255: "moving-motorcyclist", 256: "moving-on-rails",
    257: "moving-bus", 258: "moving-truck", 259: "moving-other-vehicle",
}  # fmt: skip
OWN = {
    "noise": 1, "pedestrian": 30, "cyclist": 31, "marking": 60, "barrier": 51, "cone": 99, "bike": 11, "wall": 52,
}  # fmt: skip
"""Names that we and others use for classes of theirs."""
FIRST_FREE = 300
MOST = 0xFFFF
UNNAMED = re.compile(r"class-(\d{1,5})")
ENTRY = re.compile(r"\s+(\d{1,5})\s*:\s*[\"']?([^\"'#\[\]]+?)[\"']?\s*(?:#.*)?")


def numbers_of(labels: Iterable[str]) -> dict[str, int]:
    """A number for each label: theirs where it means one of their classes, else one that is free."""
    known = {name: number for number, name in NAMES.items() if number} | OWN
    found: dict[str, int] = {}
    later: list[str] = []
    for label in labels:
        number = known.get(label.casefold()) or _unnamed(label)
        if number and number not in found.values():
            found[label] = number
        else:
            later.append(label)
    free = (number for number in range(FIRST_FREE, MOST) if number not in found.values())
    return found | dict(zip(later, free, strict=False))


def _unnamed(label: str) -> int:
    match = UNNAMED.fullmatch(label)
    return int(match[1]) if match and 0 < int(match[1]) <= MOST else 0


def name_of(number: int, names: Mapping[int, str]) -> str:
    return names.get(number) or NAMES.get(number) or f"class-{number}"


def table(text: str) -> dict[int, str]:
    """The block `labels:` of a semantic-kitti.yaml; the rest of the file is not needed."""
    found: dict[int, str] = {}
    inside = False
    for line in text.splitlines():
        if line.strip() and not line[0].isspace() and not line.startswith("#"):
            inside = line.split("#")[0].strip() == "labels:"
        elif inside and (match := ENTRY.fullmatch(line)):
            found[int(match[1])] = match[2].strip()
    return found


def yaml_of(numbers: Mapping[str, int], schema: Mapping[str, Any]) -> str:
    """Names and colours as SemanticKITTI's tools read them; their colours are blue, green, red."""
    colours = {label["key"]: label.get("color", "") for label in schema.get("labels", [])}
    ordered = sorted(numbers.items(), key=lambda each: each[1])
    lines = ["labels:", '  0: "unlabeled"', *(f'  {number}: "{_quoted(name)}"' for name, number in ordered)]
    lines += ["color_map:", "  0: [0, 0, 0]"]
    lines += [f"  {number}: {_bgr(colours.get(name, ''))}" for name, number in ordered]
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    return re.sub(r"[\"'#\[\]\\]", "-", name)


def _bgr(colour: str) -> list[int]:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return [128, 128, 128]
    return [int(colour[at : at + 2], 16) for at in (5, 3, 1)]
