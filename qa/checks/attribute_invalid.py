from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.text import Text
from qa.attributes import is_empty, problem
from qa.checks.base import Answer, Check, Found, Params, Record, change
from qa.checks.registry import CHECKS


@CHECKS.register
class AttributeInvalid(Check):
    """A value that the schema does not know, is outside its range, or belongs to no attribute of the label."""

    slug = "attribute-invalid"
    code = "G1"
    title = Text("Attribute value not allowed", "属性值不合法")
    message = Text("“{attribute}” may not have the value “{value}”.", "属性“{attribute}”不能取值“{value}”。")
    severity = "block"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        labels = answer.labels()
        for record in answer.objects():
            label = labels.get(record["label"])
            if label:
                yield from self._wrong(record, {a["key"]: a for a in label["attributes"]})

    def _wrong(self, record: Record, attributes: dict[str, dict[str, Any]]) -> Iterator[Found]:
        for key, value in record["attributes"].items():
            attribute = attributes.get(key)
            if attribute and (is_empty(value) or problem(attribute, value) is None):
                continue
            rest = {k: v for k, v in record["attributes"].items() if k != key}
            fix = [change(record, {**record, "attributes": rest})]
            yield Found(record["id"], {"attribute": key, "value": str(value)[:60]}, fix=fix, key=key)
