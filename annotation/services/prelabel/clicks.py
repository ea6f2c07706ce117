"""Ask a model for the box of the thing that somebody clicked in a scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from annotation.policies import may_prompt
from annotation.prelabel.scene_view import Floats, Found, Frame, SceneView
from annotation.prelabel.scenes import SceneModel
from annotation.services.prelabel.asked import running
from annotation.services.prelabel.pictures import picture_of
from core.errors import DomainError, NotFound
from core.verdict import require
from projects.models import Task

if TYPE_CHECKING:
    from accounts.models import User
    from annotation.models import PrelabelModel


def fit_click(
    *, task: Task, model: PrelabelModel, frame: int, place: tuple[float, float, float], label: str, by: User
) -> Found | None:
    """The box at a place of the world, None where the model finds none. Raises PrelabelError."""
    require(may_prompt(by, task, model))
    scene = SceneView(picture_of(task, (), wanted=True))
    if not 0 <= frame < len(scene.manifest.frames):
        raise DomainError("invalid", "There is no such frame.", fields={"frame": ["is beyond the last"]})
    asked = running(model)
    if not isinstance(asked.plugin, SceneModel):
        raise NotFound("model")
    at: Floats = np.array(place, dtype=np.float64)
    with asked.lock:
        return asked.plugin.fit_click(Frame(scene, frame), at, label)
