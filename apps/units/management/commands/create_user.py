"""Open an account."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user
from apps.units.models import Unit
from apps.units.services import grant_membership


class Command(BaseCommand):
    """The shell's door to the first accounts of an installation."""

    help = "Open an account with a role for a unit, and print its temporary password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say who, in which role, for which unit."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the full name")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--unit", required=True, help="the key of the unit answered for")
        parser.add_argument("--by", default="shell", help="who grants it, for the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the account and grant the role, both or neither."""
        unit = Unit.objects.filter(key=options["unit"]).first()
        if unit is None:
            raise CommandError(_("There is no unit %s.") % options["unit"])
        password = secrets.token_urlsafe(12)
        try:
            self._open(unit, password, options)
        except (IntegrityError, ValidationError) as error:
            taken = _("The user name %s is taken or not allowed.") % options["username"]
            raise CommandError(taken) from error
        self.stdout.write(
            _("Temporary password, to be changed at the first sign-in: %s") % password
        )

    @transaction.atomic
    def _open(self, unit: Unit, password: str, options: dict[str, Any]) -> None:
        user = create_user(
            username=options["username"], full_name=options["name"], password=password
        )
        grant_membership(
            user=user,
            role=Role(options["role"]),
            unit=unit,
            start_on=timezone.localdate(),
            by=User(username=options["by"]),
        )
