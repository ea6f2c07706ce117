"""TextGrids as text, long and short. Praat reads free-standing numbers, quoted texts and flags, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotation.formats.textgrid.grid import Grid, Malformed, Mark, Tier, tiled

TOKEN = re.compile(r'"((?:[^"]|"")*)"|(![^\n]*)|(<[^<>\s]*>)|([^\s"]+)')
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?")
MOST_TIERS = 10_000


class _Reader:
    """The free-standing values of a text, one after the other."""

    def __init__(self, text: str) -> None:
        self._values = _values(text)

    def text(self, what: str) -> str:
        value = next(self._values, None)
        if not isinstance(value, str):
            raise Malformed(f"{what} should be a quoted text, not {value!r}")
        return value

    def number(self, what: str) -> float:
        value = next(self._values, None)
        if not isinstance(value, float):
            raise Malformed(f"{what} should be a number, not {value!r}")
        return value

    def count(self, what: str) -> int:
        value = self.number(what)
        if not 0 <= value < 1e8 or value != int(value):
            raise Malformed(f"{what} cannot be {value:g}")
        return int(value)

    def flag(self) -> bool:
        return next(self._values, None) is True


def _values(text: str) -> Iterator[str | float | bool]:
    for match in TOKEN.finditer(text):
        quoted, _, flag, word = match.groups()
        if quoted is not None:
            yield quoted.replace('""', '"')
        elif flag is not None:
            yield flag == "<exists>"
        elif word is not None and NUMBER.fullmatch(word):
            yield float(word.rstrip("%"))


def read(text: str) -> Grid:
    """Raises Malformed."""
    values = _Reader(text)
    if not values.text("the file type").startswith("ooTextFile"):
        raise Malformed("it does not begin with ooTextFile")
    if values.text("the class") != "TextGrid":
        raise Malformed("its class is not TextGrid")
    grid = Grid(values.number("xmin"), values.number("xmax"))
    if not values.flag():
        return grid
    count = values.count("the number of tiers")
    if count > MOST_TIERS:
        raise Malformed(f"{count} tiers are too many")
    for _ in range(count):
        grid.tiers.append(_tier(values))
    return grid


def _tier(values: _Reader) -> Tier:
    kind = values.text("the class of a tier")
    if kind not in ("IntervalTier", "TextTier"):
        raise Malformed(f"there is no tier of class {kind}")
    tier = Tier(values.text("the name of a tier"), kind == "TextTier")
    values.number("xmin")
    values.number("xmax")
    for _ in range(values.count("the number of intervals")):
        start = values.number(f"a time in {tier.name}")
        stop = None if tier.points else values.number(f"a time in {tier.name}")
        tier.marks.append(Mark(start, stop, values.text(f"a label in {tier.name}")))
    return tier


def written(grid: Grid, *, short: bool) -> str:
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    lines += [_short(grid)] if short else list(_long(grid))
    return "\n".join(lines) + "\n"


def _short(grid: Grid) -> str:
    values: list[object] = [grid.start, grid.stop, "<exists>", len(grid.tiers)]
    for tier in grid.tiers:
        marks = tier.marks if tier.points else tiled(tier, grid)
        kind = "TextTier" if tier.points else "IntervalTier"
        values += [_quoted(kind), _quoted(tier.name), grid.start, grid.stop, len(marks)]
        for mark in marks:
            values += [mark.start, *([] if mark.stop is None else [mark.stop]), _quoted(mark.text)]
    return "\n".join(map(str, values))


def _long(grid: Grid) -> Iterator[str]:
    yield from (f"xmin = {grid.start} ", f"xmax = {grid.stop} ", "tiers? <exists> ", f"size = {len(grid.tiers)} ")
    yield "item []: "
    for number, tier in enumerate(grid.tiers, 1):
        marks = tier.marks if tier.points else tiled(tier, grid)
        kind, what = ("TextTier", "points") if tier.points else ("IntervalTier", "intervals")
        yield f"    item [{number}]:"
        yield f'        class = "{kind}" '
        yield f"        name = {_quoted(tier.name)} "
        yield f"        xmin = {grid.start} "
        yield f"        xmax = {grid.stop} "
        yield f"        {what}: size = {len(marks)} "
        for at, mark in enumerate(marks, 1):
            yield f"        {what} [{at}]:"
            if mark.stop is None:
                yield f"            number = {mark.start} "
                yield f"            mark = {_quoted(mark.text)} "
            else:
                yield f"            xmin = {mark.start} "
                yield f"            xmax = {mark.stop} "
                yield f"            text = {_quoted(mark.text)} "


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
