"""The registry of checks: built-ins found by folder, others by the entry point group `groundwork.checks`."""

from __future__ import annotations

from core.registry import Registry
from qa.checks.base import Check

CHECKS: Registry[Check] = Registry("groundwork.checks", Check)
