"""Who takes part in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Membership, Organisation, User
from accounts.services.organisations import add_member
from accounts.services.people import create_person

Kind = Organisation.Kind
COMPANIES = {
    Kind.OPERATOR: "Groundwork Studio",
    Kind.VENDOR: "Careful Labels",
    Kind.CLIENT: "Street Robotics",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the demonstration: what they do, where they belong, and their role in the project."""

    key: str
    name: str
    title: str
    company: str
    role: str | None
    membership: str = Membership.Role.MEMBER


PARTS = (
    Part("olga", "Olga Petrova", "Administrator", Kind.OPERATOR, None, Membership.Role.ADMINISTRATOR),
    Part("alice", "Alice Moreau", "Project manager", Kind.OPERATOR, "manager"),
    Part("bob", "Bob Fischer", "Annotator", Kind.VENDOR, "annotator"),
    Part("ben", "Ben Okafor", "Annotator", Kind.VENDOR, "annotator"),
    Part("carol", "Carol Lindqvist", "Reviewer", Kind.VENDOR, "reviewer"),
    Part("dave", "Dave Tanaka", "QA", Kind.OPERATOR, "qa"),
    Part("erin", "Erin Castillo", "Client", Kind.CLIENT, "client"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people by key, and the passwords that were made for them."""

    people: dict[str, User]
    passwords: dict[str, str]
    client: Organisation

    def sign_ins(self) -> list[dict[str, str]]:
        return [
            {"role": part.title, "email": self.people[part.key].email, "password": self.passwords[part.key]}
            for part in PARTS
        ]


def engage() -> Cast:
    """Create the companies and the people, each with a generated password."""
    companies = {kind: Organisation.objects.get_or_create(name=name, kind=kind)[0] for kind, name in COMPANIES.items()}
    people: dict[str, User] = {}
    passwords: dict[str, str] = {}
    for part in PARTS:
        person, password = create_person(email=f"{part.key}@example.com", name=part.name)
        add_member(person, companies[Kind(part.company)], part.membership, by=None)
        people[part.key], passwords[part.key] = person, password
    return Cast(people, passwords, companies[Kind.CLIENT])
