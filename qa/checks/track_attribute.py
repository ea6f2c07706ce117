from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class TrackAttribute(Check):
    """An attribute of the whole track, such as a colour or a make, that a keyframe changes."""

    slug = "track-attribute"
    code = "V2"
    title = Text("Lasting attribute changes", "固定属性发生变化")
    message = Text(
        "“{attribute}” is {before} for the whole track, and {after} from frame {frame}.",
        "“{attribute}”在整条轨迹上为 {before}，但从第 {frame} 帧起为 {after}。",
    )
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in followed.tracks(answer):
            lasting = record["attributes"]
            for key in lasting:
                keyframes = record["data"]["keyframes"]
                other = next((k for k in keyframes if k["attributes"].get(key, lasting[key]) != lasting[key]), None)
                if other is None:
                    continue
                without = [
                    {**k, "attributes": {n: v for n, v in k["attributes"].items() if n != key}} for k in keyframes
                ]
                fix = [change(record, {**record, "data": {**record["data"], "keyframes": without}})]
                told = {"attribute": key, "before": str(lasting[key]), "after": str(other["attributes"][key])}
                yield Found(record["id"], {**told, "frame": other["frame"]}, fix, key=key)
