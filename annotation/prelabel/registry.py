"""The registry of pre-labellers: built-ins found by folder, others by the entry point `groundwork.prelabel`."""

from __future__ import annotations

from annotation.prelabel.base import Prelabeler
from core.registry import Registry

PRELABELERS: Registry[Prelabeler] = Registry("groundwork.prelabel", Prelabeler)  # type: ignore[type-abstract]
