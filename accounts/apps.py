from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import permissions, policies, receivers  # noqa: F401 - connects the signals
        from core import scopes
        from core.policies import may_verify_audit

        scopes.register(scopes.JOBS, policies.sees_installation)
        scopes.register(scopes.INSTALLATION, policies.sees_installation)
        scopes.register(scopes.AUDIT, policies.sees_audit)
        permissions.register("installation.run", policies.may_run_installation)
        permissions.register("organisations.create", policies.may_create_organisation)
        permissions.register("people.manage", policies.may_manage_people)
        permissions.register("audit.read-all", may_verify_audit)
