"""Templates a project can begin with. Importing this package finds them all."""

from __future__ import annotations

import sys

from projects.templates.base import Template
from projects.templates.registry import TEMPLATES

TEMPLATES.discover(sys.modules[__name__])

__all__ = ["TEMPLATES", "Template"]
