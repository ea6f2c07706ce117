"""The registry of formats: built-ins found by folder, others by the entry point group `groundwork.formats`."""

from __future__ import annotations

from annotation.formats.base import Format
from core.registry import Registry

FORMATS: Registry[Format] = Registry("groundwork.formats", Format)  # type: ignore[type-abstract]
