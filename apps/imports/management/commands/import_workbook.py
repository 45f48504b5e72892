"""Import a workbook from the shell."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.imports.models import Batch
from apps.imports.shell import fault_rows, forget, import_file

FAULTS = ("sheet", "row", "column", "value", "message")
COUNTS = ("new", "corrected", "unchanged", "conflicting")


class Command(BaseCommand):
    """The shell's door to the import.

    Standard output holds two tables as CSV with an empty line between them: every fault, and the
    counts. The status is 0 when the file can be or was written, and 1 when it was refused.
    """

    help = (
        "Check a workbook, and write it with --apply: all of it or nothing. Prints every fault as"
        " CSV (sheet, row, column, value, message), an empty line, and the counts of new,"
        " corrected, unchanged and conflicting rows as CSV. Status 0: it can be or was written;"
        " 1: it was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, who imports, and whether to write."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who imports")
        parser.add_argument("--apply", action="store_true", help="write what is sound")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then print the faults and the counts."""
        by = User.objects.filter(username__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(_("There is no active user %s.") % options["by"])
        try:
            batch = import_file(
                options["file"],
                by=by,
                day=timezone.localdate(),
                is_applied=options["apply"],
            )
        except RuleError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(_("The file cannot be read: %s") % error.strerror) from error
        except DatabaseError as error:
            raise CommandError(_("The database refused; nothing was written.")) from error
        self._say(batch)
        if batch.state == Batch.State.APPLIED:
            self.stderr.write(_("Written as batch %s.") % batch.pk)
            return
        is_refused = batch.state != Batch.State.CHECKED or options["apply"]
        forget(batch)
        if is_refused:
            raise CommandError(_("Refused: nothing was written."))

    def _say(self, batch: Batch) -> None:
        written = csv.writer(self.stdout, lineterminator="\n")
        written.writerow(FAULTS)
        written.writerows(fault_rows(batch))
        self.stdout.write("")
        written.writerow(COUNTS)
        written.writerow([batch.counts.get(word, 0) for word in COUNTS])
