"""The registry of modalities: built-ins found by folder, others by the entry point group `groundwork.modalities`."""

from __future__ import annotations

from annotation.modalities.base import Modality
from core.registry import Registry

MODALITIES: Registry[Modality] = Registry("groundwork.modalities", Modality)  # type: ignore[type-abstract]
