from __future__ import annotations

from collections.abc import Iterator

from annotation.kinds import KINDS
from core.text import Text
from qa.checks.base import Answer, Check, Found, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class LabelUnknown(Check):
    """The label is not in the schema, is retired for new work, or may not be drawn as this kind."""

    slug = "label-unknown"
    code = "G1"
    title = Text("Label not in the schema", "标签不在标签体系中")
    message = Text("“{label}” is not a label for a {kind}.", "“{label}”不是可用于{kind}的标签。")
    severity = "block"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        labels = answer.labels()
        for record in answer.objects():
            uses = KINDS[record["kind"]].uses(record["label"], record["data"], record["attributes"])
            for label, kind in dict.fromkeys((use.label, use.kind) for use in uses):
                known = labels.get(label)
                if known is None or kind not in known["kinds"]:
                    yield Found(record["id"], {"label": label, "kind": kind})
