"""Recognisers: what is said in every stretch of speech of a recording, one after the other."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from annotation.prelabel.base import Picture, Prelabeler, Proposal, Refused
from annotation.prelabel.hearing import Heard, heard
from annotation.prelabel.pieces import one_by_one
from annotation.prelabel.said import Said
from annotation.prelabel.speech import CUT, Stretch, samples, segment_label, stretches

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm


class Recognising(Prelabeler):
    """A plug-in has the fields LABEL, CHANNELS and `longest`, and says what it hears. Silence is never given to it."""

    kinds = frozenset({"segment"})
    modalities = frozenset({"audio"})

    @abstractmethod
    def hear(self, sound: Heard) -> Said | Refused:
        """What is said in the samples (16 kHz), or why nothing usable came of it. Raises PrelabelError."""

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        label, config = segment_label(self.setup), self.setup.config
        cut = {**CUT, "channels": config["channels"], "longest": config["longest"]}
        for picture in pictures:
            with samples(picture) as pcm:
                spoken = stretches(pcm, cut)
                found = one_by_one(self.setup, picture, spoken, partial(self._heard, pcm=pcm, label=label))
            yield picture, found

    def _heard(self, stretch: Stretch, pcm: Pcm, label: str) -> list[Proposal]:
        said = self.hear(heard(pcm, stretch.start, stretch.stop, stretch.channel))
        if isinstance(said, Refused):
            self.refused[said] += 1
            return []
        return [Proposal("segment", label, stretch.data(said.text), said.confidence)]
