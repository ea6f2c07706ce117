"""Models that people ask in the workbench stay open between questions, a few at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from django.db.models import Q
from numpy.typing import NDArray

from annotation.models import PrelabelModel
from annotation.prelabel import prelabelers
from annotation.services.prelabel.models import opened
from projects.models import Task

MOST_MODELS = 2
"""Models that one web process keeps open."""


class Running:
    """One model, asked by one person at a time; `seen` is for whoever asks it about pictures."""

    def __init__(self, model: PrelabelModel) -> None:
        self.lock = threading.Lock()
        self._stack = ExitStack()
        self.plugin = opened(model, None, lambda: None, self._stack)
        self.seen: OrderedDict[int, Mapping[str, NDArray[Any]]] = OrderedDict()

    def close(self) -> None:
        with self.lock:
            self._stack.close()


_running: OrderedDict[tuple[Any, ...], Running] = OrderedDict()
_door = threading.Lock()


def running(model: PrelabelModel) -> Running:
    """The model as it is configured now; the one unused for longest makes room."""
    parts = tuple(sorted(model.parts.items()))
    key = (model.pk, model.file, parts, repr(sorted(model.config.items())), repr(sorted(model.secrets.items())))
    with _door:
        found = _running.pop(key, None) or Running(model)
        _running[key] = found
        spare = [_running.popitem(last=False)[1] for _ in range(len(_running) - MOST_MODELS)]
    for old in spare:
        old.close()
    return found


def models_about(task: Task) -> list[PrelabelModel]:
    """The models that may be asked about what a task shows, in the order of their names."""
    modality = task.project.modality
    if modality == "image" and not task.asset.media_type.startswith("image/"):
        return []
    fitting = [plugin.slug for plugin in prelabelers() if modality in plugin.modalities]
    asked = PrelabelModel.objects.filter(answers_prompts=True, state=PrelabelModel.State.READY, prelabeler__in=fitting)
    return list(asked.filter(Q(project=None) | Q(project=task.project_id)).order_by("name", "-created_at"))
