"""Ask a model about the picture of a task: points and a box in, masks out. Somebody waits for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotation.models import Embedding, PrelabelModel
from annotation.policies import may_prompt
from annotation.prelabel.base import PrelabelError
from annotation.prelabel.prompts import Answer, Prompt, Prompter
from annotation.services.prelabel import embeddings
from annotation.services.prelabel.asked import running
from core.errors import Conflict
from core.verdict import require
from projects.models import Task

if TYPE_CHECKING:
    from accounts.models import User

MOST_PICTURES = 8
"""Pictures that each model remembers, some megabytes each."""


def answer(*, task: Task, model: PrelabelModel, prompt: Prompt, frame: int = 0, by: User) -> list[Answer]:
    """The masks for a prompt, the likeliest first. Raises Conflict "embedding-missing" until the picture was read."""
    require(may_prompt(by, task, model))
    embedding = Embedding.objects.filter(model=model, asset=task.asset_id, frame=frame).first()
    if embedding is None:
        raise Conflict("embedding-missing", "The model has not read this image yet.")
    size = (task.asset.width or 0, task.asset.height or 0)
    if not all(size):
        raise PrelabelError("image-unreadable", f"{task.asset.name} cannot be read.", name=task.asset.name)
    asked = running(model)
    assert isinstance(asked.plugin, Prompter)
    with asked.lock:
        arrays = asked.seen.pop(embedding.pk, None)
        if arrays is None:
            arrays = embeddings.load(embedding)
        asked.seen[embedding.pk] = arrays
        while len(asked.seen) > MOST_PICTURES:
            asked.seen.popitem(last=False)
        return asked.plugin.decode(arrays, size, prompt)
