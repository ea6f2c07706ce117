"""The registry of pre-labellers: built-ins found by folder, others by the entry point `groundwork.prelabelers`."""

from __future__ import annotations

from annotation.prelabel.base import Prelabeler
from core.registry import Registry

PRELABELERS: Registry[Prelabeler] = Registry("groundwork.prelabelers", Prelabeler)  # type: ignore[type-abstract]
