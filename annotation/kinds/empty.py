"""A person's word that there is nothing to label here."""

from __future__ import annotations

from annotation.kinds.registry import KINDS
from annotation.kinds.whole import Whole
from core.text import Text


@KINDS.register
class Empty(Whole):
    slug = "empty"
    title = Text(en="Nothing here", zh="无目标")
    labelled = False
    single = True
