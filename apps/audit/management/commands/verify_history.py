"""Check that the history is what was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.audit.seals import Break, verify


class Command(BaseCommand):
    """Names the first row that is not what was sealed; then it ends with a non-zero status."""

    help = "Compute the seals of the history anew and name the first row that was tampered with."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --head."""
        parser.add_argument(
            "--head",
            default="",
            help="a digest kept elsewhere: it must be among the seals",
        )

    def handle(self, *args: Any, head: str = "", **options: Any) -> None:
        """Verify, and say what was found."""
        found = verify(head=head)
        if isinstance(found, Break):
            raise CommandError(_("The history was tampered with: %s") % found)
        said = _("The history is whole: %(rows)s rows under %(seals)s seals; %(beyond)s since.")
        self.stdout.write(
            said % {"rows": found.rows, "seals": found.seals, "beyond": found.unsealed}
        )
        self.stdout.write(f"{found.day or '-'} {found.head or '-'}")
