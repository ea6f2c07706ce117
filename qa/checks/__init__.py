"""Checks: one small class a file. Importing this package finds them all."""

from __future__ import annotations

import sys

from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS

CHECKS.discover(sys.modules[__name__])

__all__ = ["CHECKS", "Answer", "Check", "Found", "Param", "Params"]
