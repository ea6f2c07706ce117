"""Classification of the whole image: the label is the class."""

from __future__ import annotations

from annotation.kinds.registry import KINDS
from annotation.kinds.whole import Whole
from core.text import Text


@KINDS.register
class Tag(Whole):
    slug = "tag"
    title = Text(en="Tag", zh="标签")
