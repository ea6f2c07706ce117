from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from annotation.kinds.keyframes import lives, without_keyframe
from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params, Patch, Record, change
from qa.checks.registry import CHECKS


@CHECKS.register
class TrackShort(Check):
    """Something that is there for a moment only."""

    slug = "track-short"
    code = "V5"
    title = Text("Very short track", "轨迹过短")
    message = Text("There for {frames:frame|frames} only.", "仅存在 {frames} 帧。")
    params = (Param("frames", Text("Frames at least", "最少帧数"), 3, 1, 10_000),)
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        last = followed.last_frame(answer)
        for record in followed.tracks(answer):
            found = [(first, last if end is None else end) for first, end in lives(record["data"])]
            frames = sum(end - first + 1 for first, end in found if end is not None)
            if frames < params["frames"] and all(end is not None for _, end in found):
                yield Found(record["id"], {"frames": frames})


@CHECKS.register
class TrackFlicker(Check):
    """A track that is away for a frame or two: rather hidden than gone, or a slip of the key."""

    slug = "track-flicker"
    code = "V5"
    title = Text("Track flickers", "轨迹闪断")
    message = Text("Away for {frames:frame|frames} from frame {frame}.", "从第 {frame} 帧起消失 {frames} 帧。")
    params = (Param("frames", Text("Gaps up to", "间断不超过"), 3, 1, 100),)
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in followed.tracks(answer):
            for (_, end), (start, _) in pairwise(lives(record["data"])):
                if end is not None and start - end - 1 <= params["frames"]:
                    told = {"frames": start - end - 1, "frame": end + 1}
                    yield Found(record["id"], told, self._closed(record, end + 1), key=str(end + 1))

    def _closed(self, record: Record, frame: int) -> Patch | None:
        data = without_keyframe(record["data"], frame)
        return [change(record, {**record, "data": data})] if data else None
