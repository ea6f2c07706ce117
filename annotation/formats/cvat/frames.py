"""Which picture CVAT means by the number of a frame, where a task lies there as a folder of pictures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element

from annotation.formats.names import base, stem
from annotation.kinds.keyframes import Keyframe

EXTRACTED = re.compile(r"frame_(\d{6,})\.png", re.IGNORECASE)
"""As CVAT calls the frames of a video that it writes as pictures."""
STEP = re.compile(r"step\s*=\s*(\d{1,6})")


def said(element: Element | None, *paths: str) -> str:
    """The first of these that says something."""
    found = (element.findtext(path) for path in paths) if element is not None else ()
    return next((text.strip() for text in found if text and text.strip()), "")


class Tasks:
    """What <meta> says of the task that a file is of, or of those of a project by their ids."""

    def __init__(self, file: str) -> None:
        self._below = file.rpartition("/")[0]
        self._alone: Element | None = None
        self._several: dict[str, Element] = {}

    @property
    def is_told(self) -> bool:
        return self._alone is not None

    def learn(self, meta: Element) -> None:
        self._alone = meta
        for task in meta.iterfind("project/tasks/task"):
            self._several[task.findtext("id") or ""] = task

    def meta(self, task: str) -> Element | None:
        return self._several.get(task, self._alone)

    def folder(self, task: str, folders: Mapping[str, Sequence[str]]) -> str | None:
        """Which of these folders of pictures is the task, where CVAT wrote it or it lies there alone: its name says
        nothing.

        The tasks of one subset of a project share a folder; of several nobody can tell which picture is whose.
        """
        within = f"{self._below}/" if self._below else ""
        near = [name for name, files in folders.items() if files[0].startswith(within)]
        subset = said(self.meta(task), "subset")
        if len(self._several) > 1:
            fellows = [each for each in self._several.values() if said(each, "subset") == subset]
            near = [name for name in near if base(stem(name)) == (subset or "default") and len(fellows) == 1]
        return near[0] if len(near) == 1 else None


def numbering(meta: Element | None, pictures: Sequence[str]) -> Callable[[int], int]:
    """From CVAT's number of a frame to the place of its picture among these; a frame that is not there is the next.

    CVAT counts the pictures of a task in the order of their letters, and frames of a video as the video does.
    """
    found = [EXTRACTED.fullmatch(base(name)) for name in pictures]
    if said(meta, "task/mode", "job/mode", "mode") == "interpolation" and all(found):
        numbers = [int(each[1]) for each in found if each]
        return lambda frame: bisect_left(numbers, frame)
    start = _whole(said(meta, "task/start_frame", "job/start_frame", "start_frame"), 0)
    told = STEP.search(said(meta, "task/frame_filter", "job/frame_filter", "frame_filter"))
    step = max(int(told[1]) if told else 1, 1)
    places = {name: place for place, name in enumerate(pictures)}
    by_letter = [places[name] for name in sorted(pictures)]

    def place(frame: int) -> int:
        at = -((start - frame) // step)
        return by_letter[at] if 0 <= at < len(by_letter) else at

    return place


def renumbered(frames: Sequence[Keyframe], place: Callable[[int], int]) -> list[Keyframe]:
    """Keyframes at the places of their pictures; of several at one the last counts, and none ends what never began."""
    placed = {place(each["frame"]): each for each in frames if each["frame"] >= 0}
    kept: list[Keyframe] = [{**each, "frame": at} for at, each in sorted(placed.items())]
    first = next((at for at, each in enumerate(kept) if not each["outside"]), len(kept))
    return kept[first:]


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else default
