"""From the tables of nuScenes to records."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.source import Source
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion
from annotation.kinds.base import Data

PLACE = re.compile(r"(?P<root>(?:.*/)?)(?P<version>v1\.0-[\w-]+)/sample_annotation\.json")
NEEDED = ("scene", "sample", "sample_annotation", "instance", "category")
HIDDEN = "1"
Row = Mapping[str, Any]


class Tables:
    """One set of tables."""

    @classmethod
    def places(cls, source: Source) -> list[tuple[str, str]]:
        """Root and version of every set."""
        return [(match["root"], match["version"]) for match in map(PLACE.fullmatch, source.names) if match]

    def __init__(self, reading: Reading, root: str, version: str) -> None:
        self._reading, self._root, self._folder = reading, root, f"{root}{version}/"
        self._rows = {name: self._table(name) for name in (*NEEDED, "attribute")}
        self._categories = {str(row.get("token")): row.get("name") for row in self._rows["category"]}
        self._attributes = {str(row.get("token")): str(row.get("name")) for row in self._rows["attribute"]}
        self._instances = {str(row.get("token")): row for row in self._rows["instance"]}

    def _table(self, name: str) -> list[Row]:
        path = f"{self._folder}{name}.json"
        if path not in self._reading.source.names:
            if name in NEEDED:
                self._reading.report.problem(path, "", "missing-field", field=path)
            return []
        rows = self._reading.json(path)
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    def read(self) -> None:
        samples: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._rows["sample"]:
            samples[str(row.get("scene_token"))].append(row)
        places: dict[str, tuple[Gathered, int]] = {}
        scenes = []
        for row in self._rows["scene"]:
            ordered = sorted(samples[str(row.get("token"))], key=_time)
            found = Gathered(self._reading, f"{self._root}{row.get('name')}", len(ordered))
            scenes.append(found)
            places |= {str(sample.get("token")): (found, at) for at, sample in enumerate(ordered)}
        for at, row in enumerate(self._rows["sample_annotation"]):
            self._annotation(places, at, row)
        for found in scenes:
            self._reading.keep(found)

    def _annotation(self, places: Mapping[str, tuple[Gathered, int]], at: int, row: Row) -> None:
        where = (f"{self._folder}sample_annotation.json", f"[{at}]")
        place = places.get(str(row.get("sample_token")))
        if place is None:
            self._reading.report.problem(*where, "unknown-image", id=row.get("sample_token"))
            return
        found, number = place
        token = str(row.get("instance_token"))
        label = self._categories.get(str(self._instances.get(token, {}).get("category_token")))
        tokens = row.get("attribute_tokens")
        names = [self._attributes.get(str(each), "") for each in tokens] if isinstance(tokens, list) else []
        hidden = str(row.get("visibility_token")) == HIDDEN
        found.add(where, _uuid(token), number, label, partial(_box, row), _said(names), occluded=hidden)


def _time(row: Row) -> int:
    value = row.get("timestamp")
    return value if isinstance(value, int) else 0


def _uuid(token: str) -> str:
    if re.fullmatch(r"[0-9a-f]{32}", token):
        return f"{token[:8]}-{token[8:12]}-{token[12:16]}-{token[16:20]}-{token[20:]}"
    return token


def _box(row: Row) -> Data:
    width, length, height = (float(value) for value in row["size"])
    pose = Pose.of([float(value) for value in row["translation"]], Quaternion(*map(float, row["rotation"])))
    return boxes.made(pose, length, width, height)


def _said(names: list[str]) -> dict[str, Any]:
    """Attributes of names like "vehicle.parked": true, false and numbers are told by how they are written."""
    found: dict[str, Any] = {}
    for name in names:
        key, dot, value = name.partition(".")
        if dot:
            found[key] = _value(value)
    return found


def _value(text: str) -> Any:
    if text in {"true", "false"}:
        return text == "true"
    try:
        return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else text
    except ValueError:
        return text
