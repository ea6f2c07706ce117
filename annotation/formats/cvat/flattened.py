"""Tracks of CVAT over the images of a task, where images are wanted: on each image what is there, and of which track.

CVAT writes tracks in its format for videos only, whatever they are over; which picture is which frame says `frames`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from annotation import picture_folders
from annotation.formats.cvat.frames import Tasks, numbering, renumbered, said
from annotation.formats.cvat.labels import Labels
from annotation.formats.cvat.tracks import Track, read_elements, tidy, track_in
from annotation.formats.gathering import Gathering, Image
from annotation.kinds import KINDS
from annotation.kinds.keyframes import state_at

NUMBER = "track"
"""The attribute that says of which track an object is."""


def read(gathering: Gathering, labels: Labels, files: Iterable[str]) -> None:
    """Take in the images of these files of tracks."""
    folders = picture_folders.videos_in(gathering.images.names)
    for file in files:
        _File(gathering, labels, file).read(folders)


class _File:
    """One label file: of a task, or of a project with several. It is the one who is told what is wrong."""

    def __init__(self, gathering: Gathering, labels: Labels, file: str) -> None:
        self._gathering, self._labels, self._file = gathering, labels, file
        self._tasks = Tasks(file)
        self._tracks: dict[str, list[Track]] = {}

    def problem(self, place: str, code: str, /, **params: Any) -> None:
        self._gathering.report.problem(self._file, place, code, **params)

    def read(self, folders: Mapping[str, Sequence[str]]) -> None:
        takers = {"label": self._labels.define, "meta": self._tasks.learn, "track": self._track, "image": self._image}
        read_elements(self._gathering, self._file, takers)
        for task, tracks in self._tracks.items():
            folder = self._tasks.folder(task, folders)
            if folder is None:
                name = said(self._tasks.meta(task), "task/name", "job/name", "name", "source")
                self.problem("meta", "missing-image", name=name or self._file)
                continue
            self._task(task, tracks, folders[folder])

    def _image(self, element: Element) -> None:
        self.problem(f"image[{element.get('id')}]", "other-task", task="image")

    def _track(self, element: Element) -> None:
        track = track_in(element, self._labels, self)
        if track:
            self._tracks.setdefault(element.get("task_id") or "", []).append(track)

    def _task(self, task: str, tracks: Sequence[Track], pictures: Sequence[str]) -> None:
        place_of = numbering(self._tasks.meta(task), pictures)
        placed = [(track, tidy(renumbered(track.keyframes, place_of))) for track in tracks]
        for at, name in enumerate(pictures):
            image = self._gathering.image(self._file, f"frame {at}", name, near="")
            if image is None:
                continue
            for track, frames in placed:
                if frames and frames[0]["frame"] <= at:
                    self._seen(image, track, state_at({"of": track.of, "keyframes": frames}, at, _blend(track)))
            self._gathering.keep(image)

    def _seen(self, image: Image, track: Track, state: Any) -> None:
        if state is None:
            return
        number = {NUMBER: int(track.number)} if track.number.isascii() and track.number.isdigit() else {}
        occluded = {"occluded": True} if state["occluded"] else {}
        attributes = {**occluded, **track.lasting, **state["attributes"], **number}
        if track.of == "skeleton":
            self._labels.skeletons.names(track.label, state["data"]["points"])
        image.add(track.place, track.of, state["data"], track.label, attributes, z=track.z, group=track.group)


def _blend(track: Track) -> Any:
    return KINDS[track.of].interpolate
