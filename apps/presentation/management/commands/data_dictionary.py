"""Write docs/data-dictionary.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.presentation.dictionary import data_dictionary


class Command(BaseCommand):
    """Writes the dictionary, or says that the one in docs is stale."""

    help = "Write docs/data-dictionary.md from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to check only."""
        parser.add_argument("--check", action="store_true", help="fail when the file is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        path = Path(settings.BASE_DIR) / "docs" / "data-dictionary.md"
        text = data_dictionary()
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/data-dictionary.md is stale: run manage.py data_dictionary")
