from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        # Job kinds are declared in every app's tasks.py: whoever enqueues must know them as well as the worker.
        autodiscover_modules("tasks")
