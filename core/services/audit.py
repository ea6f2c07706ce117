"""Seal audit events into a hash chain, and verify it."""

from __future__ import annotations


def seal() -> int:
    """Give unsealed events their place in the chain; returns how many."""
    return 0
