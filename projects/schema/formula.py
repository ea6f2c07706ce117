"""Numbers that follow from other attributes, written as people write them: a total out of scores.

    0.8 * accuracy + 0.2 * (5 + 5 * (stress = right))

There are numbers, keys of attributes (in quotes when they hold more than letters, digits and underscores), + - * / and
parentheses, and `key = option`, which is 1 or 0. Where a value that is needed is missing there is no result. The
browser computes the same (`frontend/src/core/formula.ts`); tests/contracts/formulas.json holds both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Values = Mapping[str, Any]
Compute = Callable[[Values], float | None]
TOKEN = re.compile(r'\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|"(?P<quoted>[^"]+)"|(?P<sign>[-+*/()=]))')
DEEPEST = 50


class FormulaError(ValueError):
    """It cannot be read."""


@dataclass(frozen=True, slots=True)
class Formula:
    compute: Compute
    names: frozenset[str]
    """Keys of the attributes from which it follows."""


@lru_cache(maxsize=500)
def parse(text: str) -> Formula:
    """Raises FormulaError."""
    reader = _Reader(_tokens(text))
    compute = reader.sum()
    if reader.next is not None:
        raise FormulaError(f"{reader.next[1]} is not expected")
    return Formula(compute, frozenset(reader.names))


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"{text[at:].strip()[:20]} cannot be read")
        kind = str(match.lastgroup)
        found.append(("name" if kind == "quoted" else kind, match[kind]))
        at = match.end()
    return found


class _Reader:
    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self.names: set[str] = set()

    @property
    def next(self) -> tuple[str, str] | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *signs: str) -> str:
        """The next token when it is one of these signs, else nothing."""
        if self.next is not None and self.next[0] == "sign" and self.next[1] in signs:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return ""

    def sum(self) -> Compute:
        left = self._product()
        while sign := self._take("+", "-"):
            left = _both(left, self._product(), sign)
        return left

    def _product(self) -> Compute:
        left = self._factor()
        while sign := self._take("*", "/"):
            left = _both(left, self._factor(), sign)
        return left

    def _factor(self) -> Compute:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError("too deep")
        try:
            if self._take("-"):
                return _both(lambda _: 0.0, self._factor(), "-")
            if self._take("("):
                inner = self.sum()
                if not self._take(")"):
                    raise FormulaError(") is missing")
                return inner
            return self._value()
        finally:
            self._depth -= 1

    def _word(self) -> tuple[str, str]:
        token = self.next
        if token is None or token[0] == "sign":
            raise FormulaError("a value is missing")
        self._at += 1
        return token

    def _value(self) -> Compute:
        kind, text = self._word()
        if kind == "number":
            number = float(text)
            return lambda _: number
        self.names.add(text)
        if not self._take("="):
            return lambda values: number_of(values.get(text))
        _, option = self._word()
        return lambda values: None if values.get(text) is None else float(_written(values[text]) == option)


def _both(left: Compute, right: Compute, sign: str) -> Compute:
    def compute(values: Values) -> float | None:
        a, b = left(values), right(values)
        if a is None or b is None or (sign == "/" and b == 0):
            return None
        return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a / b

    return compute


def _written(value: Any) -> str:
    """As the browser writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def number_of(value: Any) -> float | None:
    """A number, a switch as 1 or 0, an option that is called by a number."""
    if not isinstance(value, bool | int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def with_computed(attributes: Sequence[Mapping[str, Any]], values: Values) -> dict[str, Any]:
    """The values of these attributes (as JSON) with those that follow from others as they must be."""
    found = dict(values)
    for attribute in attributes:
        if not attribute.get("formula"):
            continue
        value = parse(attribute["formula"]).compute(found)
        if value is None or not math.isfinite(value):
            found.pop(attribute["key"], None)
        else:
            found[attribute["key"]] = on_scale(value, attribute)
    return found


def on_scale(value: float, attribute: Mapping[str, Any]) -> float:
    """The nearest value that the attribute has; a whole number stays one."""
    step, low, high = attribute.get("step"), attribute.get("min"), attribute.get("max")
    if step:
        value = (low or 0) + math.floor((value - (low or 0)) / step + 0.5 + 1e-9) * step
    value = value if low is None else max(low, value)
    value = round(value if high is None else min(high, value), 6)
    return int(value) if value == int(value) else value
