"""Verbs of quality: run checks, waive findings, open and answer issues, decide reviews."""
