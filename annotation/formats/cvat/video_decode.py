"""Reading CVAT for video, track by track."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from annotation.formats.base import VIDEO_SUFFIXES, Decoded
from annotation.formats.cvat.decode import side_of
from annotation.formats.cvat.frames import Tasks, numbering, renumbered, said
from annotation.formats.cvat.labels import Labels
from annotation.formats.cvat.tracks import read_elements, tidy, track_in
from annotation.formats.gathering import Gathering, Image
from annotation.formats.names import stem
from annotation.formats.source import Source


def decode(source: Source, files: Iterable[str], title: str) -> Decoded:
    """See Format.decode."""
    gathering = Gathering(source, title, suffixes=VIDEO_SUFFIXES)
    labels = Labels(gathering.gatherer)
    for file in files:
        _File(gathering, labels, file).read()
    return gathering.decoded(labels.schema)


class _File:
    """One label file being read: of a task, or of a project with several."""

    def __init__(self, gathering: Gathering, labels: Labels, file: str) -> None:
        self.gathering, self.labels, self.file = gathering, labels, file
        self._tasks = Tasks(file)
        self._videos: dict[str, Image | None] = {}
        self._places: dict[str, Callable[[int], int]] = {}
        """By task: where the pictures are of its frames, of one that is a folder of them."""

    def read(self) -> None:
        takers = {"label": self.labels.define, "meta": self._tasks.learn, "track": self._track, "image": self._image}
        read_elements(self.gathering, self.file, takers)
        if not self._videos and self._tasks.is_told:
            self._video("")  # a video in which nothing was found
        for video in self._videos.values():
            if video is not None:
                self.gathering.keep(video)

    def _video(self, task: str) -> Image | None:
        """The video of a track; None when it cannot be one."""
        if task not in self._videos:
            meta = self._tasks.meta(task)
            name = said(meta, "source", "task/source", "job/source", "task/name", "name") or f"{stem(self.file)}.mp4"
            sides = [
                side_of(said(meta, *(f"{of}original_size/{side}" for of in ("", "task/", "job/"))))
                for side in ("width", "height")
            ]
            folder = self._tasks.folder(task, self.gathering.images.folders)
            video = self.gathering.image(self.file, "meta", name, size=(sides[0], sides[1]), otherwise=folder)
            if video and video.media in self.gathering.images.folders:
                self._places[task] = numbering(meta, self.gathering.images.folders[video.media])
            self._videos[task] = video
        return self._videos[task]

    def _image(self, element: Element) -> None:
        self.gathering.report.problem(self.file, f"image[{element.get('id')}]", "other-task", task="image")

    def _track(self, element: Element) -> None:
        video = self._video(element.get("task_id") or "")
        track = track_in(element, self.labels, video) if video else None
        if video is None or track is None:
            return
        frames = track.keyframes
        if place_of := self._places.get(element.get("task_id") or ""):
            frames = renumbered(frames, place_of)
            if not frames:
                return
        data = {"of": track.of, "keyframes": tidy(frames)}
        video.add(track.place, "track", data, track.label, track.lasting, z=track.z, group=track.group)
