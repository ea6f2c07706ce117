"""A detector of pictures on videos: it looks at frames, and what it finds in them is joined into tracks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import Any

from annotation.prelabel.base import Picture, Pixels, Prelabeler, Proposal
from annotation.prelabel.video.frames import Frames
from annotation.prelabel.video.joining import Seen, tracks_of

LOOKS = 10.0
"""Frames a second that are looked at; between them boxes move on evenly."""
KEEP_SECONDS = 20.0
"""What has been seen is kept so often, to go on from there."""

Publish = Callable[[Pixels], AbstractContextManager[str]]
"""Gives a picture an address, for whoever looks at it elsewhere."""

Looked = list[tuple[int, list[Seen]]]
"""Frames that have been looked at, and what was seen in each."""


class ByFrame(Prelabeler):
    """Proposes what another proposes for pictures. It is no plug-in: whoever opens a model puts it around."""

    def __init__(self, inner: Prelabeler, publish: Publish) -> None:
        super().__init__(inner.setup)
        self._inner, self._publish = inner, publish

    def close(self) -> None:
        self._inner.close()

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        self._inner.refused = self.refused
        for picture in pictures:
            if picture.wanted:
                yield picture, self._followed(picture)

    def _followed(self, picture: Picture) -> list[Proposal]:
        long = self.setup.long
        looked = _read(long.recall(picture.key))
        with Frames(picture) as frames:
            every = max(1, round(frames.rate / LOOKS))
            numbers = range(0, len(frames), every)
            left = numbers[numbers.index(looked[-1][0]) + 1 :] if looked else numbers
            kept = time.monotonic()
            for number, pixels in frames.read(left):
                self.setup.check()
                looked.append((number, self._seen(picture, number, pixels)))
                long.step((numbers.index(number) + 1) / len(numbers))
                if time.monotonic() - kept >= KEEP_SECONDS:
                    long.keep(picture.key, _written(looked))
                    kept = time.monotonic()
            times = [frames.seconds(number) for number, _ in looked]
            return tracks_of([seen for _, seen in looked], times, end=len(frames), every=every)

    def _seen(self, video: Picture, number: int, pixels: Pixels) -> list[Seen]:
        def load() -> Pixels:
            return pixels

        with ExitStack() as asked:
            picture = replace(
                video,
                key=f"{video.key}:{number}",
                load=load,
                url=lambda: asked.enter_context(self._publish(pixels)),
                labelled=(),
            )
            return [
                seen
                for _, proposals in self._inner.predict([picture])
                for each in proposals
                if (seen := Seen.of(number, each)) is not None
            ]


def _written(looked: Looked) -> list[Any]:
    """As JSON."""
    return [
        [number, [[each.label, each.box, each.score, each.kind, each.shape] for each in seen]]
        for number, seen in looked
    ]


def _read(written: Sequence[Any] | None) -> Looked:
    return [(number, [Seen(number, *each) for each in seen]) for number, seen in written or ()]
