from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.text import Text
from qa.attributes import asked, is_empty
from qa.checks.base import Answer, Check, Found, Params, Record, change
from qa.checks.registry import CHECKS


@CHECKS.register
class AttributeMissing(Check):
    """A required attribute, or a required question about the whole task, has no value."""

    slug = "attribute-missing"
    code = "G2"
    title = Text("Required attribute missing", "缺少必填属性")
    message = Text("“{name_en}” must be filled in.", "必须填写“{name_zh}”。")
    severity = "block"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        labels = answer.labels()
        for record in answer.objects():
            label = labels.get(record["label"])
            if label:
                yield from self._missing(record, label["attributes"], record["attributes"])
        given = next((record for record in answer.records if record["kind"] == "answers"), None)
        values = given["attributes"] if given else {}
        yield from self._missing(given, answer.schema.get("questions", []), values)

    def _missing(
        self, record: Record | None, attributes: list[dict[str, Any]], values: dict[str, Any]
    ) -> Iterator[Found]:
        for attribute in asked(attributes, values):
            if attribute["required"] and is_empty(values.get(attribute["key"])):
                yield Found(
                    record["id"] if record else None,
                    {
                        "attribute": attribute["key"],
                        "name_en": attribute["name"]["en"],
                        "name_zh": attribute["name"]["zh"],
                    },
                    fix=self._default(record, attribute),
                    key=attribute["key"],
                )

    def _default(self, record: Record | None, attribute: dict[str, Any]) -> list[dict[str, Any]] | None:
        if record is None or is_empty(attribute.get("default")):
            return None
        attributes = {**record["attributes"], attribute["key"]: attribute["default"]}
        return [change(record, {**record, "attributes": attributes})]
