"""The registry of kinds: built-ins found by folder, others by the entry point group `groundwork.kinds`."""

from __future__ import annotations

from annotation.kinds.base import Kind
from core.registry import Registry

KINDS: Registry[Kind] = Registry("groundwork.kinds", Kind)  # type: ignore[type-abstract]
