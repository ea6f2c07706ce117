"""`manage.py verify_package FILE...`: check a delivered package against its manifests, without a database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from delivery.bag import verify


class Command(BaseCommand):
    help = "Check every file of a package against manifest-sha256.txt and tagmanifest-sha256.txt."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("packages", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        broken = False
        for path in options["packages"]:
            try:
                result = verify(path)
            except (OSError, ValueError) as error:
                raise CommandError(str(error)) from error
            for kind in ("missing", "unlisted", "changed"):
                for name in getattr(result, kind):
                    self.stderr.write(f"{path}: {kind}: {name}")
            broken |= not result.ok
            self.stdout.write(f"{path}: {result.files} files, {'ok' if result.ok else 'DAMAGED'}")
        if broken:
            raise CommandError("At least one package is damaged.")
