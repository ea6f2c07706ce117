"""Kinds of records: what a labelled thing is made of, in image pixels. Importing this package finds them all."""

from __future__ import annotations

import sys

from annotation.kinds.base import Data, InvalidData, Kind, Measure
from annotation.kinds.registry import KINDS

KINDS.discover(sys.modules[__name__])

__all__ = ["KINDS", "Data", "InvalidData", "Kind", "Measure"]
