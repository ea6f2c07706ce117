"""Segments where somebody speaks, by energy alone: nothing is downloaded, any language, hours in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotation.prelabel.base import Field, Picture, Prelabeler, Proposal
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.speech import CHANNELS, CUT, LABEL, MARGIN, samples, segment_label, stretches
from core.text import Text


@PRELABELERS.register
class Voice(Prelabeler):
    slug = "voice"
    title = Text(en="Voice activity", zh="语音活动检测")
    description = Text(
        en="Cuts recordings into segments where somebody speaks, or one lane for each channel of a call.",
        zh="将录音切分为有人说话的时间段；通话可按声道分轨。",
    )
    kinds = frozenset({"segment"})
    modalities = frozenset({"audio"})
    fields = (
        LABEL,
        CHANNELS,
        Field("shortest", Text(en="Shortest speech (s)", zh="最短语音（秒）"), "number", CUT["shortest"], 0.02, 10),
        Field("pause", Text(en="Shortest pause (s)", zh="最短停顿（秒）"), "number", CUT["pause"], 0.02, 10),
        Field("longest", Text(en="Longest segment (s)", zh="最长时间段（秒）"), "number", CUT["longest"], 1, 600),
        Field("margin", MARGIN, "number", CUT["margin"], 0, 2),
    )  # fmt: skip

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        label = segment_label(self.setup)
        for picture in pictures:
            self.setup.check()
            with samples(picture) as pcm:
                found = stretches(pcm, self.setup.config)
            yield picture, [Proposal("segment", label, each.data(), each.score) for each in found]
