"""Link an account to who its owner is at the OpenID Connect provider."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.identities import link_identity
from apps.accounts.models import User
from apps.common.errors import RuleError


class Command(BaseCommand):
    """Link an account to a subject of the configured provider."""

    help = "Link an account to a subject of the configured OpenID Connect provider."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account and the subject."""
        parser.add_argument("username")
        parser.add_argument("subject", help="the claim `sub` that the provider gives this person")

    def handle(self, *args: Any, **options: Any) -> None:
        """Link, or say why not."""
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None or not settings.OIDC_ISSUER:
            raise CommandError("There is no such account, or OIDC_ISSUER is not set.")
        try:
            link_identity(user=user, issuer=settings.OIDC_ISSUER, subject=options["subject"])
        except RuleError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{user.username} is {options['subject']} at {settings.OIDC_ISSUER}.")
