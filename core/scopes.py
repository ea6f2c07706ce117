"""Who may look into which part of the installation, asked of the apps that know.

Core keeps jobs and the audit trail but does not know projects or organisations. An app registers in its
`AppConfig.ready` a function that answers for one purpose; the answers are united.

    scopes.register(scopes.JOBS, lambda user: Sight(scopes=frozenset(ids of the projects that user manages)))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

JOBS_SEEN = "jobs-seen"
"""Watch jobs of a scope that somebody else started."""
JOBS = "jobs"
"""Cancel and retry them, too."""
AUDIT = "audit"
"""Read the audit events of a scope."""
INSTALLATION = "installation"
"""Run the installation: workers, storage, health. Only `everything` counts."""
PURPOSES = (JOBS_SEEN, JOBS, AUDIT, INSTALLATION)


@dataclass(frozen=True, slots=True)
class Sight:
    """`everything`, or the scopes (project ids as text) that a person may look into."""

    everything: bool = False
    scopes: frozenset[str] = frozenset()

    def __or__(self, other: Sight) -> Sight:
        return Sight(self.everything or other.everything, self.scopes | other.scopes)


Provider = Callable[["User"], Sight]
_PROVIDERS: dict[str, list[Provider]] = {purpose: [] for purpose in PURPOSES}


def register(purpose: str, provider: Provider) -> None:
    """Let `provider` answer for `purpose`; a second registration of the same function changes nothing."""
    if provider not in _PROVIDERS[purpose]:
        _PROVIDERS[purpose].append(provider)


def sight(user: User, purpose: str) -> Sight:
    """What `user` may look into for `purpose`. With nobody to answer: nothing."""
    found = Sight()
    for provider in _PROVIDERS[purpose]:
        found |= provider(user)
        if found.everything:
            break
    return found
