"""What both sides are asked for."""

from __future__ import annotations

from dataclasses import dataclass

REPEATS = 100
"""Of what is given as a median."""


@dataclass(frozen=True)
class Figures:
    """Measured on one system. Memory is what all its processes hold together.

    `import_s` is tasks with boxes while nobody looks at the images; `import_with_images_s` reads, checks and
    thumbnails every image too, which only Groundwork does.
    """

    name: str
    version: str
    tasks: int
    import_s: float
    import_with_images_s: float | None
    export_s: float
    export_bytes: int
    export_memory_before_mb: float
    export_memory_peak_mb: float
    next_and_save_ms: float
    list_ms: float
