"""`manage.py state_diagrams`: write docs/states/ from the state tables in the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from core.transitions import as_markdown


class Command(BaseCommand):
    help = "Write one page in docs/states/ for each state table in the code."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "states"
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in settings.STATE_TABLES.items():
            (folder / f"{name}.md").write_text(as_markdown(import_string(table)), encoding="utf-8")
        self.stdout.write(f"{len(settings.STATE_TABLES)} pages are written")
