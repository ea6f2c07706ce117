"""Pre-labellers. They pull in OpenCV and onnxruntime, so only workers and the model screens call `discover`."""

from __future__ import annotations

import sys
from functools import cache

from annotation.prelabel.base import Prelabeler
from annotation.prelabel.registry import PRELABELERS
from core.errors import NotFound
from core.registry import Registry


@cache
def prelabelers() -> Registry[Prelabeler]:
    """All pre-labellers, found when first asked for."""
    PRELABELERS.discover(sys.modules[__name__])
    return PRELABELERS


def prelabeler(slug: str) -> type[Prelabeler]:
    """One of them; raises NotFound."""
    found = prelabelers().get(slug)
    if found is None:
        raise NotFound("prelabeler")
    return found
