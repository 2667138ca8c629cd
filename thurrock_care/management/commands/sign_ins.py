"""`manage.py sign_ins`: with which address and password each role of the demo borough signs in."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.roles import Role
from thurrock_care.demo.password import PASSWORD
from thurrock_care.demo.staff import Worker, personas


class Command(BaseCommand):
    help = "Print one sign-in for each role of the demo borough, and the password."

    def handle(self, *args: Any, **options: Any) -> None:
        there = set(User.objects.active().values_list("email", flat=True))
        people = [person for person in personas() if person.email in there and not person.fills_first]
        if not people:
            self.stdout.write("No demo borough is here. Make it with: manage.py demo")
            return
        for person in people:
            self.stdout.write(f"  {person.email:<24} {Role(person.role).label:<28} {person.name}{_where(person)}")
        self.stdout.write(f"  Password for everybody: {PASSWORD}")


def _where(person: Worker) -> str:
    """The first word of the locality, for those who work in one."""
    place = next((slug for slug in person.teams if slug.startswith("cls-")), "")
    return f", {place.split('-')[1].title()}" if place else ""
