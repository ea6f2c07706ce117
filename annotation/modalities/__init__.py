"""Kinds of media that can be labelled. Importing this package finds them all; it needs no database and no Django."""

from __future__ import annotations

import sys

from annotation.modalities.base import Derivative, Facts, Group, Limits, Modality, Prepared, Rejected, Warned
from annotation.modalities.registry import MODALITIES

MODALITIES.discover(sys.modules[__name__])

__all__ = ["MODALITIES", "Derivative", "Facts", "Group", "Limits", "Modality", "Prepared", "Rejected", "Warned"]
