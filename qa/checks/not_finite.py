from __future__ import annotations

import math
from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params
from qa.checks.registry import CHECKS


def numbers(value: object) -> Iterator[float]:
    """All numbers within nested lists and mappings."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


@CHECKS.register
class NotFinite(Check):
    """A coordinate is not a finite number, or a width or height is not above zero."""

    slug = "not-finite"
    code = "G4"
    title = Text("Impossible coordinates", "坐标无效")
    message = Text("This object has coordinates that cannot be.", "该对象的坐标无效。")
    severity = "block"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in answer.objects():
            data = record["data"]
            negative = any(data.get(side, 1) <= 0 for side in ("width", "height"))
            if negative or not all(math.isfinite(number) for number in numbers(data)):
                yield Found(record["id"])
