from __future__ import annotations

from collections.abc import Iterator

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
            label = labels.get(record["label"])
            if label is None or record["kind"] not in label["kinds"]:
                yield Found(record["id"], {"label": record["label"], "kind": record["kind"]})
