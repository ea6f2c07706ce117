"""The registry of layouts: built-ins found by folder, others by the entry point group `groundwork.scene_layouts`."""

from __future__ import annotations

from annotation.modalities.scene.layouts.base import Layout
from core.registry import Registry

LAYOUTS: Registry[Layout] = Registry("groundwork.scene_layouts", Layout)  # type: ignore[type-abstract]
