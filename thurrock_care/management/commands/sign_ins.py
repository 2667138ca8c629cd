"""`manage.py sign_ins`: with which address and password each role of the demo borough signs in."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.roles import Role
from thurrock_care.demo.records.employment import PASSWORD
from thurrock_care.demo.staff import personas


class Command(BaseCommand):
    help = "Print one sign-in for each role of the demo borough, and the password."

    def handle(self, *args: Any, **options: Any) -> None:
        there = set(User.objects.active().values_list("email", flat=True))
        people = [person for person in personas() if person.email in there]
        if not people:
            self.stdout.write("No demo borough is here. Make it with: manage.py demo")
            return
        shown: set[str] = set()
        for person in people:
            if person.role not in shown:
                shown.add(person.role)
                self.stdout.write(f"  {person.email:<24} {Role(person.role).label:<28} {person.name}{_where(person)}")
        self.stdout.write(f"  Password for everybody: {PASSWORD}")


def _where(person: Any) -> str:
    place = next((slug for slug in person.teams if slug.startswith("cls-")), "")
    return f", {place.removeprefix('cls-').replace('-', ' and ').title()}" if place else ""
