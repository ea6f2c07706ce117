"""Where files live: a folder on disk or an S3-compatible store, chosen by STORAGE_URL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class MediaStorage(FileSystemStorage):
    """Files on disk, below the folder that STORAGE_URL names."""

    def __init__(self) -> None:
        root = Path(urlsplit(settings.STORAGE_URL).path)
        super().__init__(location=root, base_url=None)
