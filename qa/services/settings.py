"""Which checks a project runs, how strictly and with which thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError, NotFound
from core.once import once_per_request
from core.verdict import require
from projects.models import Project
from qa import policies
from qa.checks import CHECKS, Check, Params
from qa.models import CheckSetting
from qa.models.check import Severity


@dataclass(frozen=True, slots=True)
class Effective:
    """A check as one project runs it."""

    check: type[Check]
    enabled: bool
    severity: str
    params: Params

    def json(self) -> dict[str, object]:
        return {"enabled": self.enabled, "severity": self.severity, "params": self.params}


@once_per_request
def effective(project: Project) -> list[Effective]:
    """All checks for such media, with the project's own settings over the defaults."""
    own = {setting.check_slug: setting for setting in project.check_settings.all()}
    fitting = [check for check in CHECKS if check.modalities is None or project.modality in check.modalities]
    result = []
    for check in sorted(fitting, key=lambda c: (c.code[0], int(c.code[1:]), c.slug)):
        setting = own.get(check.slug)
        if setting is None:
            result.append(Effective(check, True, check.severity, check.defaults()))
        else:
            params = {**check.defaults(), **setting.params}
            result.append(Effective(check, setting.enabled, setting.severity, params))
    return result


def set_check(*, project: Project, slug: str, enabled: bool, severity: str, params: Params, by: User) -> CheckSetting:
    """Set one check for a project; thresholds outside their limits are refused."""
    require(policies.may_set_checks(by, project))
    check = CHECKS.get(slug)
    if check is None:
        raise NotFound("check")
    require_within_limits(check, params)
    if severity not in Severity.values:
        raise DomainError("invalid", "There is no such severity.", fields={"severity": ["is unknown"]})
    with transaction.atomic():
        setting, _ = CheckSetting.objects.update_or_create(
            project=project,
            check_slug=slug,
            defaults={"enabled": enabled, "severity": severity, "params": params},
        )
        audit.record(
            "check.set", f"check:{slug}", by=by, scope=project, enabled=enabled, severity=severity, params=params
        )
    return setting


def require_within_limits(check: type[Check], params: Params) -> None:
    """Raises DomainError "invalid", naming the thresholds that are unknown or outside their limits."""
    limits = {param.key: param for param in check.params}
    fields = {
        key: [f"must be between {limits[key].minimum:g} and {limits[key].maximum:g}" if key in limits else "is unknown"]
        for key, value in params.items()
        if key not in limits or not limits[key].minimum <= value <= limits[key].maximum
    }
    if fields:
        raise DomainError("invalid", "A threshold is outside its limits.", fields=fields)
