"""`manage.py crowd 900000`: put people of whom only is known who they are beside a demo borough, for the benchmark."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from thurrock_care.demo.build import is_there
from thurrock_care.demo.crowd import add_crowd
from thurrock_care.management.commands.demo import is_allowed


class Command(BaseCommand):
    help = "Put many people beside a demo borough, of whom only is known who they are. Not for production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("people", type=int, help="how many")
        parser.add_argument("--seed", type=int, default=7, help="that of the demo borough")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_allowed() or not is_there():
            raise CommandError("Only a demo borough is given a crowd, and there is none here.")
        with tqdm(total=options["people"], desc="Crowd", unit=" people", file=self.stderr) as bar:
            add_crowd(options["people"], options["seed"], bar.update)
