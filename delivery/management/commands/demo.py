"""`manage.py demo`: make the demonstration in an empty installation."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from delivery.demo import tell


class Command(BaseCommand):
    help = "Makes the demonstration project and its people; prints their sign-ins once, as JSON in the last line."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(tell(self.stdout.write)))
