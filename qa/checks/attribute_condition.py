from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.attributes import applies, is_empty
from qa.checks.base import Answer, Check, Found, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class AttributeCondition(Check):
    """A value is given although the attribute is not asked: the condition it hangs on does not hold."""

    slug = "attribute-condition"
    code = "G3"
    title = Text("Attribute against its condition", "属性与条件不符")
    message = Text("“{name_en}” is filled in although it does not apply.", "“{name_zh}”在当前条件下不适用，却已填写。")
    severity = "warning"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        labels = answer.labels()
        for record in answer.objects():
            values = record["attributes"]
            for attribute in labels.get(record["label"], {}).get("attributes", []):
                key = attribute["key"]
                if is_empty(values.get(key)) or values[key] == attribute.get("default") or applies(attribute, values):
                    continue
                rest = {k: v for k, v in values.items() if k != key}
                names = {"name_en": attribute["name"]["en"], "name_zh": attribute["name"]["zh"]}
                yield Found(record["id"], names, fix=[change(record, {**record, "attributes": rest})], key=key)
