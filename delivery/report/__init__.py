"""The quality report of a snapshot: one HTML page with numbers and pictures that needs no network."""

from delivery.report.page import render

__all__ = ["render"]
