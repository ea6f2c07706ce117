"""Verbs of delivery: freeze a batch, build its packages, send them, and hear the client."""
