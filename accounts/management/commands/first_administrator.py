"""`manage.py first_administrator`: somebody who can sign in to an empty installation, unless there is one."""

from __future__ import annotations

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import Membership, Organisation
from accounts.services.organisations import add_member
from accounts.services.people import create_person


class Command(BaseCommand):
    help = "Creates the operator organisation and its administrator, and prints the password once, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="administrator@example.com")
        parser.add_argument("--name", default="Administrator")
        parser.add_argument("--organisation", default="Operator")

    def handle(self, *args: object, **options: str) -> None:
        self.stdout.write(json.dumps(self._create(options["email"], options["name"], options["organisation"])))

    @transaction.atomic
    def _create(self, email: str, name: str, organisation: str) -> list[dict[str, str]]:
        if Membership.objects.operator_staff().exists():
            return []
        operator = Organisation.objects.filter(kind=Organisation.Kind.OPERATOR).first()
        operator = operator or Organisation.objects.create(name=organisation, kind=Organisation.Kind.OPERATOR)
        person, password = create_person(email=email, name=name)
        add_member(person, operator, Membership.Role.ADMINISTRATOR, by=None)
        return [{"role": "Administrator", "email": person.email, "password": password}]
