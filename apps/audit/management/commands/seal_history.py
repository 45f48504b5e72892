"""Seal the history up to now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.audit.seals import BusyError, seal


class Command(BaseCommand):
    """Prints the digest that stands for all the history up to now."""

    help = "Seal the history up to now; prints the digest, to be kept where nobody here can go."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and print the digest."""
        now = timezone.now()
        try:
            self.stdout.write(seal(day=timezone.localdate(now), now=now))
        except BusyError as error:
            raise CommandError(str(error)) from error
