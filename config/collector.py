"""How Python's garbage collector behaves in a process that serves or works for days."""

from __future__ import annotations

import gc

from django.template import engines

ALLOCATIONS = 50_000
"""Objects made and not freed before the youngest are looked through. Python's 700 are a page of rows: an import of
boxes spent a fifth of its time looking through objects that all were still needed."""


def settle() -> None:
    """Call once everything is imported: what is there then stays, and need not be looked through again.

    Django would load the template engine at the first page or report, in each process anew.
    """
    engines.all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 20, 50)
