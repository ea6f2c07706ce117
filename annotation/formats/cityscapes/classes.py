"""The classes of Cityscapes with their numbers and colours, and numbers for classes that it does not have."""

from __future__ import annotations

from annotation.formats.pictures import Colour, hex_colour

# As labels.py of the devkit lists them (https://github.com/mcordts/cityscapesScripts, MIT): name, id, colour.
STUFF: tuple[tuple[str, int, Colour], ...] = (
    ("unlabeled", 0, (0, 0, 0)),
    ("ego vehicle", 1, (0, 0, 0)),
    ("rectification border", 2, (0, 0, 0)),
    ("out of roi", 3, (0, 0, 0)),
    ("static", 4, (0, 0, 0)),
    ("dynamic", 5, (111, 74, 0)),
    ("ground", 6, (81, 0, 81)),
    ("road", 7, (128, 64, 128)),
    ("sidewalk", 8, (244, 35, 232)),
    ("parking", 9, (250, 170, 160)),
    ("rail track", 10, (230, 150, 140)),
    ("building", 11, (70, 70, 70)),
    ("wall", 12, (102, 102, 156)),
    ("fence", 13, (190, 153, 153)),
    ("guard rail", 14, (180, 165, 180)),
    ("bridge", 15, (150, 100, 100)),
    ("tunnel", 16, (150, 120, 90)),
    ("pole", 17, (153, 153, 153)),
    ("polegroup", 18, (153, 153, 153)),
    ("traffic light", 19, (250, 170, 30)),
    ("traffic sign", 20, (220, 220, 0)),
    ("vegetation", 21, (107, 142, 35)),
    ("terrain", 22, (152, 251, 152)),
    ("sky", 23, (70, 130, 180)),
)
THINGS: tuple[tuple[str, int, Colour], ...] = (
    ("person", 24, (220, 20, 60)),
    ("rider", 25, (255, 0, 0)),
    ("car", 26, (0, 0, 142)),
    ("truck", 27, (0, 0, 70)),
    ("bus", 28, (0, 60, 100)),
    ("caravan", 29, (0, 0, 90)),
    ("trailer", 30, (0, 0, 110)),
    ("train", 31, (0, 80, 100)),
    ("motorcycle", 32, (0, 0, 230)),
    ("bicycle", 33, (119, 11, 32)),
)
NAMES = {number: name for name, number, _ in (*STUFF, *THINGS)}
FIRST_OWN, LAST = 34, 255
INSTANCES = 1000
"""The number of an object is its class * 1000 + which one it is."""
DEFAULT_SPLIT = "default"
"""Of images that belong to none; the folders of Cityscapes are always two deep."""
GROUP = "group"
"""What stands behind the class where several objects could not be told apart."""


class Classes:
    """Numbers and colours of classes; those of a schema that Cityscapes does not know are things from 34 on."""

    def __init__(self, labels: list[dict[str, str]]) -> None:
        self._known = {name: (number, colour) for name, number, colour in (*STUFF, *THINGS)}
        self._stuff = {name for name, _, _ in STUFF}
        for label in labels:
            self._learn(label["key"], hex_colour(label.get("color") or "#ffffff"))

    def _learn(self, label: str, colour: Colour) -> None:
        number = FIRST_OWN + len(self._known) - len(NAMES)
        if label not in self._known and number <= LAST:
            self._known[label] = number, colour

    def of(self, label: str) -> tuple[int, Colour] | None:
        """(number, colour); None when there are no numbers left."""
        self._learn(label, (255, 255, 255))
        return self._known.get(label)

    def is_thing(self, label: str) -> bool:
        return label not in self._stuff
