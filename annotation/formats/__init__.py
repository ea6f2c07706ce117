"""File formats of labelled images. Importing this package finds them all."""

from __future__ import annotations

import sys

from annotation.formats.base import Decoded, Format, Header, Item, Media
from annotation.formats.registry import FORMATS
from annotation.formats.report import Problem, Report

FORMATS.discover(sys.modules[__name__])

__all__ = ["FORMATS", "Decoded", "Format", "Header", "Item", "Media", "Problem", "Report"]
