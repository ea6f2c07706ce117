"""Where templates register; other wheels add theirs by the entry point group `groundwork.templates`."""

from __future__ import annotations

from core.registry import Registry
from projects.templates.base import Template

TEMPLATES: Registry[Template] = Registry("groundwork.templates", Template)
