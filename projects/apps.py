from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from core import scopes
        from projects.policies.roles import sees_jobs

        scopes.register(scopes.JOBS, sees_jobs)
        scopes.register(scopes.AUDIT, sees_jobs)
