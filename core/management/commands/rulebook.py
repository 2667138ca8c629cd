"""`manage.py rulebook`: write docs/rules.md from the rules in the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.rulebook import as_markdown


class Command(BaseCommand):
    help = "Write docs/rules.md from the rules in the code."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "rules.md"
        page.write_text(as_markdown(settings.RULEBOOK), encoding="utf-8")
        self.stdout.write(f"{page.name} is written")
