"""Ask a model about the picture of a task: points and a box in, masks out. Somebody waits for each answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from numpy.typing import NDArray

from annotation.models import Embedding, PrelabelModel
from annotation.policies import may_prompt
from annotation.prelabel.base import PrelabelError
from annotation.prelabel.prompts import Answer, Prompt, Prompter
from annotation.services.prelabel import embeddings
from annotation.services.prelabel.models import opened
from core.errors import Conflict
from core.verdict import require
from projects.models import Task

if TYPE_CHECKING:
    from accounts.models import User

MOST_MODELS = 2
"""Decoders that one web process keeps running."""
MOST_PICTURES = 8
"""Pictures that each of them remembers, some megabytes each."""


class _Decoder:
    """One model's process, and what it was asked about last; asked by one person at a time."""

    def __init__(self, model: PrelabelModel) -> None:
        self.lock = threading.Lock()
        self._stack = ExitStack()
        plugin = opened(model, None, lambda: None, self._stack)
        assert isinstance(plugin, Prompter)
        self._plugin = plugin
        self._seen: OrderedDict[int, Mapping[str, NDArray[Any]]] = OrderedDict()

    def ask(self, embedding: Embedding, size: tuple[int, int], prompt: Prompt) -> list[Answer]:
        with self.lock:
            arrays = self._seen.pop(embedding.pk, None)
            if arrays is None:
                arrays = embeddings.load(embedding)
            self._seen[embedding.pk] = arrays
            while len(self._seen) > MOST_PICTURES:
                self._seen.popitem(last=False)
            return self._plugin.decode(arrays, size, prompt)

    def close(self) -> None:
        with self.lock:
            self._stack.close()


_running: OrderedDict[tuple[Any, ...], _Decoder] = OrderedDict()
_door = threading.Lock()


def _decoder(model: PrelabelModel) -> _Decoder:
    """The running decoder of a model as it is configured now; the one unused for longest makes room."""
    key = (model.pk, model.parts.get("decoder"), tuple(sorted(model.config.items())))
    with _door:
        found = _running.pop(key, None) or _Decoder(model)
        _running[key] = found
        spare = [_running.popitem(last=False)[1] for _ in range(len(_running) - MOST_MODELS)]
    for old in spare:
        old.close()
    return found


def models_about(task: Task) -> list[PrelabelModel]:
    """The models that may be asked about the task's picture, in the order of their names."""
    if not task.asset.media_type.startswith("image/"):
        return []
    asked = PrelabelModel.objects.filter(answers_prompts=True, state=PrelabelModel.State.READY)
    return list(asked.filter(Q(project=None) | Q(project=task.project_id)).order_by("name", "-created_at"))


def answer(*, task: Task, model: PrelabelModel, prompt: Prompt, by: User) -> list[Answer]:
    """The masks for a prompt, the likeliest first. Raises Conflict "embedding-missing" until the picture was read."""
    require(may_prompt(by, task, model))
    embedding = Embedding.objects.filter(model=model, asset=task.asset_id).first()
    if embedding is None:
        raise Conflict("embedding-missing", "The model has not read this image yet.")
    size = (task.asset.width or 0, task.asset.height or 0)
    if not all(size):
        raise PrelabelError("image-unreadable", f"{task.asset.name} cannot be read.", name=task.asset.name)
    return _decoder(model).ask(embedding, size, prompt)
