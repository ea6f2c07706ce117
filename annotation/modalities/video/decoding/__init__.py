"""Frames of prepared videos for those who look at many of them, decoded in a process of their own."""

from __future__ import annotations

from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
