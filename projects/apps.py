from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from core import media, scopes
        from projects import receivers  # noqa: F401 - connects the signals
        from projects.policies.project import may_see_asset
        from projects.policies.roles import answers_for, sees_all_of

        scopes.register(scopes.JOBS, answers_for)
        scopes.register(scopes.AUDIT, answers_for)
        scopes.register(scopes.JOBS_SEEN, sees_all_of)
        media.register(may_see_asset)
