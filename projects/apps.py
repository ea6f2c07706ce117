from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from core import scopes
        from projects import receivers  # noqa: F401 - connects the signals
        from projects.policies.roles import sees_jobs

        scopes.register(scopes.JOBS, sees_jobs)
        scopes.register(scopes.AUDIT, sees_jobs)
