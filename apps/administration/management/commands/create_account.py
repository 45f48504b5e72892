"""Open an account from the shell."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.administration.inviting import Invited, make_invitation, open_account
from apps.common.errors import RuleError
from apps.units.models import Unit
from apps.units.services import grant_membership

OPERATOR = User(username="operator")
REASON = "create_account"


class Command(BaseCommand):
    """The shell's door: the first accounts of an installation, and a way back in.

    Whoever has the shell has the database, so no second person is asked; the history names the
    operator, and the auditors' report of the day tells of it.
    """

    help = (
        "Open an account with a role for a unit and print the link of its invitation; for an"
        " account that is there, add the role if it is not held and print a new link."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say who, in which role, for which unit."""
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the full name; the user name without it")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--unit", required=True, help="the key of the unit answered for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the account, grant the role and make the link, all or nothing."""
        unit = Unit.objects.filter(key=options["unit"]).first()
        if unit is None:
            raise CommandError(_("There is no unit %s.") % options["unit"])
        try:
            made = self._invite(unit, options)
        except RuleError as error:
            raise CommandError(error.message) from error
        self.stdout.write(_("The link works once, within 72 hours:"))
        self.stdout.write((settings.SITE_URL or "") + made.address)

    @transaction.atomic
    def _invite(self, unit: Unit, options: dict[str, Any]) -> Invited:
        name = options["username"]
        user = User.objects.filter(username__iexact=name).first() or open_account(
            username=name, full_name=options["name"] or name, by=OPERATOR, reason=REASON
        )
        role = Role(options["role"])
        if not user.memberships.in_force_now().filter(role=role, unit=unit).exists():
            grant_membership(
                user=user, role=role, unit=unit, start_on=timezone.localdate(),
                by=OPERATOR, reason=REASON,
            )  # fmt: skip
        return make_invitation(user=user, by=None, reason=REASON, needs_second=False)
