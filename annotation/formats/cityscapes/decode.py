"""Reading Cityscapes: polygons, else the pictures of objects, else those of classes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from annotation.formats.base import IMAGE_SUFFIXES, Decoded
from annotation.formats.cityscapes.classes import DEFAULT_SPLIT, GROUP, INSTANCES, NAMES
from annotation.formats.gathering import Gathering, Image, number, side
from annotation.formats.pictures import codes_of
from annotation.formats.source import Source
from annotation.formats.splits import split_in
from annotation.kinds.mask import mask_data

FILE = re.compile(
    r"(?P<root>(?:.*/)?)gt(?P<how>Fine|Coarse)/(?P<within>.+)_gt(?:Fine|Coarse)_"
    r"(?P<holds>polygons\.json|instanceIds\.png|labelIds\.png)"
)
PICTURE = re.compile(r"_gt(Fine|Coarse)_\w+\.png$")
ORDER = ("polygons.json", "instanceIds.png", "labelIds.png")
"""What is read where there are several, the most telling first."""
IMAGES, ENDING = "leftImg8bit", "_leftImg8bit"


def is_label_picture(name: str) -> bool:
    """See Format.is_label_picture."""
    return PICTURE.search(name) is not None


def label_files(source: Source) -> dict[str, re.Match[str]]:
    """For each image the file that tells most of it."""
    found: dict[str, re.Match[str]] = {}
    for name in source.names:
        match = FILE.fullmatch(name)
        if match:
            key = f"{match['root']}{match['within']}"
            if key not in found or ORDER.index(match["holds"]) < ORDER.index(found[key]["holds"]):
                found[key] = match
    return found


def decode(source: Source, title: str) -> Decoded:
    """See Format.decode."""
    gathering = Gathering(source, title, is_label_picture)
    for match in label_files(source).values():
        first, _, rest = match["within"].partition("/")
        split = split_in(first) if rest else ""
        within = rest if split or first == DEFAULT_SPLIT else match["within"]
        name, near = _image(gathering, within, match)
        content = gathering.json(match.string) if match["holds"] == ORDER[0] else None
        said = content if isinstance(content, dict) else {}
        size = side(said.get("imgWidth")), side(said.get("imgHeight"))
        image = gathering.image(match.string, "", name, size=size, split=split, near=near)
        if image is None:
            continue
        if match["holds"] == ORDER[0]:
            _polygons(image, said)
        else:
            _pixels(gathering, image, match.string)
        gathering.keep(image)
    return gathering.decoded()


def _image(gathering: Gathering, within: str, match: re.Match[str]) -> tuple[str, str]:
    """The name of the image and the folder that it lies in."""
    split = match["within"].removesuffix(within)
    for folder in (f"{match['root']}{IMAGES}/{split}", f"{match['root']}imgsFine/{IMAGES}/{split}"):
        for ending in (ENDING, ""):
            for suffix in (".png", *IMAGE_SUFFIXES):
                name = f"{within}{ending}{suffix}"
                if gathering.images.find(name, folder.rstrip("/")):
                    return name, folder.rstrip("/")
    return f"{within}{ENDING}.png", ""


def _polygons(image: Image, said: dict[str, Any]) -> None:
    objects = said.get("objects")
    for index, each in enumerate(objects if isinstance(objects, list) else []):
        place = f"objects[{index}]"
        if not isinstance(each, dict) or each.get("deleted"):
            continue
        given = each.get("polygon")
        pairs = [pair for pair in given if isinstance(pair, list) and len(pair) == 2] if isinstance(given, list) else []
        data = {"points": [[number(x), number(y)] for x, y in pairs], "holes": []}
        label = str(each.get("label") or "")
        grouped = label.endswith(GROUP) and label not in NAMES.values()
        label = label.removesuffix(GROUP) if grouped else label
        image.add(place, "polygon", data, label, {GROUP: True} if grouped else {}, z=index)


def _pixels(gathering: Gathering, image: Image, file: str) -> None:
    """Masks of a picture: one for each object, or of what has no objects for each class."""
    codes = codes_of(gathering.source, file, gathering.report, colours=False)
    if codes is None:
        return
    image.size = codes.shape[1], codes.shape[0]
    for code in np.unique(codes).tolist():
        kind = code // INSTANCES if code >= INSTANCES else code
        data = mask_data(np.asarray(codes == code))
        if data is None or not kind:
            continue
        image.add(str(code), "mask", data, NAMES.get(kind, f"class {kind}"))
