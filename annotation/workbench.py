"""What the workbench bundle holds beside the task. Apps above annotation add sections in their `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Task

Section = Callable[["Task", "User"], Any]
"""(task with project and asset loaded, who looks) -> JSON."""

sections: dict[str, Section] = {}
"""Key of the bundle -> what fills it; `issues`, `findings` and `checks` come from qa."""


def section(name: str) -> Callable[[Section], Section]:
    """Declare what fills one key of the bundle."""

    def declare(fill: Section) -> Section:
        sections[name] = fill
        return fill

    return declare
