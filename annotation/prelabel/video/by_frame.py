"""A detector of pictures on videos: it looks at frames, and what it finds in them is joined into tracks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotation.prelabel.base import Picture, Pixels, Prelabeler, Proposal
from annotation.prelabel.video.frames import Frames
from annotation.prelabel.video.joining import Seen, tracks_of

LOOKS = 10.0
"""Frames a second that are looked at; between them boxes move on evenly."""


class ByFrame(Prelabeler):
    """Proposes what another proposes for pictures. It is no plug-in: whoever opens a model puts it around."""

    def __init__(self, inner: Prelabeler) -> None:
        super().__init__(inner.setup)
        self._inner = inner

    def close(self) -> None:
        self._inner.close()

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        self._inner.refused = self.refused
        for picture in pictures:
            if picture.wanted:
                yield picture, self._followed(picture)

    def _followed(self, picture: Picture) -> list[Proposal]:
        found: list[list[Seen]] = []
        with Frames(picture) as frames:
            every = max(1, round(frames.rate / LOOKS))
            numbers = range(0, len(frames), every)
            for number, pixels in frames.read(numbers):
                self.setup.check()
                found.append(self._seen(picture, number, pixels))
                self.setup.step(len(found) / len(numbers))
            times = [frames.seconds(number) for number in numbers[: len(found)]]
            return tracks_of(found, times, end=len(frames), every=every)

    def _seen(self, video: Picture, number: int, pixels: Pixels) -> list[Seen]:
        def load() -> Pixels:
            return pixels

        picture = replace(video, key=f"{video.key}:{number}", load=load, labelled=())
        return [
            Seen(number, each.label, dict(each.data), each.score)
            for _, proposals in self._inner.predict([picture])
            for each in proposals
            if each.kind == "box"
        ]
