"""Bring data in: take every file that can be taken, say of every other one why not, then read the labels."""

from annotation.services.importing.job import run_import, tidy_up

__all__ = ["run_import", "tidy_up"]
