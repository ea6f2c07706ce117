"""What a person may do at all, by name, so that the browser offers only that. The policies decide when it is done.

An app registers its own in `AppConfig.ready`: `register("projects.create", lambda user: may_create_project(user))`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from core.verdict import Verdict

_QUESTIONS: dict[str, Callable[[User], Verdict]] = {}


def register(name: str, policy: Callable[[User], Verdict]) -> None:
    _QUESTIONS[name] = policy


def permissions_of(user: User) -> list[str]:
    """Names of everything that `user` may do at all, sorted."""
    return sorted(name for name, policy in _QUESTIONS.items() if policy(user))
