"""Colours of classes and objects, and the file that lists those of the classes."""

from __future__ import annotations

from collections.abc import Iterator

from annotation.formats.labels import COLOURS, label_name
from annotation.formats.pictures import Colour, hex_colour

BACKGROUND = "background"
BLACK: Colour = (0, 0, 0)
HEADING = "# label:color_rgb:parts:actions"


def voc_colours() -> Iterator[Colour]:
    """The colours that the Pascal VOC devkit gives to 1, 2, 3 and so on."""
    for number in range(1, 1 << 24):
        channels = [0, 0, 0]
        left = number
        for place in range(7, -1, -1):
            for channel in range(3):
                channels[channel] |= (left >> channel & 1) << place
            left >>= 3
        yield channels[0], channels[1], channels[2]


def packed(colour: Colour) -> int:
    return colour[0] << 16 | colour[1] << 8 | colour[2]


class Palette:
    """A colour for every class, each another one and none of them black."""

    def __init__(self, labels: list[dict[str, str]]) -> None:
        self._colours: dict[str, Colour] = {}
        self._taken = {BLACK}
        for label in labels:
            self._add(label["key"], hex_colour(label.get("color") or COLOURS[0]))

    def of(self, label: str) -> Colour:
        if label not in self._colours:
            self._add(label, BLACK)
        return self._colours[label]

    def _add(self, label: str, wanted: Colour) -> None:
        free = wanted if wanted not in self._taken else next(c for c in voc_colours() if c not in self._taken)
        self._taken.add(free)
        self._colours[label] = free

    def text(self) -> str:
        lines = [HEADING, f"{BACKGROUND}:0,0,0::"]
        lines += [f"{label}:{r},{g},{b}::" for label, (r, g, b) in self._colours.items()]
        return "".join(line + "\n" for line in lines)


def read_palette(text: str) -> tuple[dict[int, str], list[int]]:
    """Label by packed colour, without the background; and the numbers of the lines that say nothing sound."""
    found: dict[int, str] = {}
    wrong: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colour = _parsed(line)
        if name is None or colour is None:
            wrong.append(number)
        elif colour != BLACK:
            found.setdefault(packed(colour), name)
    return found, wrong


def _parsed(line: str) -> tuple[str | None, Colour | None]:
    # A class may have colons in its name; the last three parts are the colour, the parts and the actions.
    parts = line.rsplit(":", 3)
    if len(parts) != 4:
        return None, None
    numbers = [part.strip() for part in parts[1].split(",")]
    sound = len(numbers) == 3 and all(part.isdigit() and int(part) < 256 for part in numbers if part.isascii())
    if not sound or not all(part.isascii() for part in numbers):
        return label_name(parts[0]), None
    r, g, b = map(int, numbers)
    return label_name(parts[0]), (r, g, b)
