from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


def shape_of(answer: Answer) -> str:
    """The geometry and labels of an answer as one comparable string, whatever its ids and order."""
    return json.dumps(
        sorted(
            [record["kind"], record["label"], json.dumps(record["data"], sort_keys=True)] for record in answer.objects()
        )
    )


@CHECKS.register
class Copied(Check):
    """Exactly the same objects at the same places in several images."""

    slug = "copied"
    code = "G10"
    title = Text("Copied work", "疑似复制的标注")
    message = Text(
        "The same {count:object|objects} stand at the same places in another task.",
        "另一任务中有位置完全相同的 {count} 个对象。",
    )
    tiers = frozenset({"batch"})
    params = (Param("objects", Text("From so many objects", "最少对象数"), 3, 1, 1000),)

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        first: dict[int, str] = {}
        told: set[str] = set()
        for answer in answers:
            count = len(answer.objects())
            if count < params["objects"]:
                continue
            other = first.setdefault(hash(shape_of(answer)), answer.task)
            if other == answer.task:
                continue
            yield answer.task, Found(params={"count": count, "task": other})
            if other not in told:
                told.add(other)
                yield other, Found(params={"count": count, "task": answer.task})
