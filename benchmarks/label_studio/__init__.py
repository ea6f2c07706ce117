"""Groundwork against Label Studio on the same machine, both as their users run them, both on SQLite."""
