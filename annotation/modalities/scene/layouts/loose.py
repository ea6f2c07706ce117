"""Clouds without a layout: those of one folder whose names differ in a number only are the frames of one scene, any
other is a scene by itself. Their axes are taken for ISO 8855, and nothing is known of how the sensor moved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.clouds import SUFFIXES
from annotation.modalities.scene.layouts.base import Files, Layout, natural, stem
from annotation.modalities.scene.layouts.names import scene_name
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Moment, SceneSource, Sweep

NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d+)(?P<after>\D*)")
LEAST = 2
"""Files of a sequence."""


@LAYOUTS.register
class Loose(Layout):
    slug = "loose"
    order = 1000

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        clouds = [name for name in names if name.lower().endswith(SUFFIXES)]
        sequences: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        for name in clouds:
            path = PurePosixPath(name)
            match = NUMBERED.fullmatch(path.name.lower())
            key = (str(path.parent), match["before"], match["after"]) if match else (name, "", "")
            sequences[key].append(name)
        for (folder, before, _), found in sequences.items():
            if len(found) < LEAST:
                yield Group(found[0], (found[0],))
                continue
            ordered = sorted(found, key=_number)
            name = "" if folder == "." else f"{folder}/"
            kinds = sum(1 for other in sequences if other[0] == folder and len(sequences[other]) >= LEAST)
            yield Group(scene_name(f"{name}{before.rstrip('_-. ')}" if kinds > 1 else name, "sequence"), tuple(ordered))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        moments = tuple(
            Moment(stem(name), Pose(), (Sweep(0, name, files.cloud(name), Pose()),)) for name in files.names
        )
        return SceneSource(moments)


def _number(name: str) -> tuple[int, str]:
    match = NUMBERED.fullmatch(PurePosixPath(name).name.lower())
    return natural(match["number"] if match else name)
