"""`manage.py prepare_storage`: makes the folder or the bucket that STORAGE_URL names, where it is missing."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from core.storage import FolderStorage


class Command(BaseCommand):
    help = "Makes the folder or bucket for files, where it is missing."

    def handle(self, *args: object, **options: object) -> None:
        if isinstance(default_storage, FolderStorage):
            Path(default_storage.location).mkdir(parents=True, exist_ok=True)
            self.stdout.write(f"{default_storage.location} is there.")
            return
        made: bool = default_storage.prepare()  # type: ignore[attr-defined]  # a bucket
        self.stdout.write(f"{settings.STORAGE_URL.split('?')[0]} {'was made' if made else 'is there'}.")
