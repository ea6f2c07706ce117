"""Settings and entry points. Imports no app: apps are named by strings only."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
