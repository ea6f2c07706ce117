"""The golden file that the browser reads too: both sides compute the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from projects.schema import InvalidSchema, parse
from projects.schema.formula import FormulaError, with_computed
from projects.schema.formula import parse as parse_formula

CASES = json.loads((Path(__file__).parent / "formulas.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["formula"] for case in CASES])
def test_formula(case: dict[str, Any]) -> None:
    if case.get("wrong"):
        with pytest.raises(FormulaError):
            parse_formula(case["formula"])
        return
    found = with_computed([{"key": "total", **case}], {**case["values"], "total": 99})
    assert found.pop("total", None) == case["is"]
    assert found == case["values"]


def test_a_formula_looks_back_only() -> None:
    def number(key: str, **more: Any) -> dict[str, Any]:
        blank: dict[str, Any] = dict.fromkeys(("min", "max", "step", "default", "when"))
        name = {"en": key, "zh": key}
        return {"key": key, "name": name, "type": "number", "options": [], "required": False, **blank, **more}

    content = {"labels": [], "questions": [number("total", formula="2 * late"), number("late")]}
    with pytest.raises(InvalidSchema) as refused:
        parse(content)
    assert "questions[0].formula" in refused.value.fields
