"""`manage.py verify_audit`: has anybody tampered with the audit trail?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict

from django.core.management.base import BaseCommand

from core.services import audit


class Command(BaseCommand):
    help = "Walks the hash chain of the audit trail; exits with 1 at the first row that does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", help="a head noted before, as NUMBER:HASH; shows whether rows were cut off")
        parser.add_argument("--json", action="store_true", help="JSON instead of text")

    def handle(self, *args: object, **options: str | bool | None) -> None:
        noted = None
        if options["head"]:
            number, _, digest = str(options["head"]).partition(":")
            noted = audit.Head(int(number), digest)
        result = audit.verify(noted)
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(result), "ok": result.ok}))
        elif result.broken:
            self.stdout.write(f"BROKEN at {result.broken.number}: {result.broken.reason}")
        else:
            self.stdout.write(f"ok  {result.checked} events; head {result.head.number}:{result.head.hash}")
            self.stdout.write(f"    {result.unsealed} events wait to be sealed")
        if not result.ok:
            sys.exit(1)
