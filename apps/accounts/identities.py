"""Who somebody is at the provider: linked once, by themselves or by an administrator."""

from __future__ import annotations

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Identity, User
from apps.common.errors import RuleError

log = structlog.get_logger(__name__)


def identified(issuer: str, subject: str) -> User | None:
    """Return the account that the identity belongs to, if it may sign in."""
    found = Identity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    return found.user if found and found.user.is_active else None


def identity_of(user: User) -> Identity | None:
    """Return who the user is elsewhere."""
    return Identity.objects.filter(user_id=user.pk).first()


def link_identity(*, user: User, issuer: str, subject: str) -> Identity:
    """Link an account to an identity that no other account has."""
    try:
        with transaction.atomic():
            linked = Identity.objects.create(user=user, issuer=issuer, subject=subject)
    except IntegrityError as error:
        raise RuleError(
            _("This account is linked already, or another account has this identity.")
        ) from error
    log.info("identity linked", user=user.pk)
    return linked


@transaction.atomic
def unlink_identity(*, user: User) -> None:
    """Forget who the user is elsewhere, unless that is their only way in."""
    if not user.has_usable_password():
        raise RuleError(_("Set a password first: this is your only way to sign in."))
    Identity.objects.filter(user_id=user.pk).delete()
    log.info("identity unlinked", user=user.pk)
