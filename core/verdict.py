"""What a policy answers: yes, or no with a reason that a person can read."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; otherwise `reason` is a key of the catalogue `reasons`."""

    reason: str | None = None

    def __bool__(self) -> bool:
        return self.reason is None

    def json(self) -> bool | str:
        return True if self.reason is None else self.reason


Allowed = Verdict()


def Denied(reason: str) -> Verdict:  # noqa: N802 - reads as the counterpart of Allowed
    return Verdict(reason)


def require(verdict: Verdict) -> None:
    """Raise NotAllowed with the verdict's reason unless it allows."""
    if verdict.reason is not None:
        raise NotAllowed(verdict.reason)
