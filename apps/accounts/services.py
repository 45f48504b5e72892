"""What is done to accounts."""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.sessions import end_all
from apps.audit.history import acting
from apps.common.errors import RuleError

FIRST_PASSWORD_LASTS = timedelta(hours=72)


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    password: str,
    is_temporary: bool = True,
    is_for_show: bool = False,
) -> User:
    """Create an account; a temporary password must be changed at once and holds for 72 hours.

    Raises ValidationError when the password is too weak, unless the account is for show.
    """
    user = User(username=username, full_name=full_name, must_change_password=is_temporary)
    if not is_for_show:
        validate_password(password, user)
    user.set_password(password)
    if is_temporary:
        user.first_password_until = Now() + FIRST_PASSWORD_LASTS
    user.save()
    user.refresh_from_db()
    return user


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Set a password that the user chose."""
    user.set_password(password)
    user.must_change_password, user.first_password_until = False, None
    with acting(user.username):
        user.save(update_fields=["password", "must_change_password", "first_password_until"])


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Remember the language in which the user reads the site."""
    user.language = language
    with acting(user.username):
        user.save(update_fields=["language"])


@transaction.atomic
def choose_address(*, user: User, email: str) -> None:
    """Remember where the user wants notices mailed to; empty for nowhere."""
    user.email = email
    with acting(user.username):
        user.save(update_fields=["email"])


@transaction.atomic
def end_sessions(*, user: User) -> None:
    """Sign the user out everywhere at the next request."""
    end_all(user=user)


def deactivate_user(*, user: User, by: User, reason: str) -> None:
    """Stop a user from signing in; all their sessions end at the next request."""
    _let_in(user, is_active=False, by=by, reason=reason)


def reactivate_user(*, user: User, by: User, reason: str) -> None:
    """Let a user sign in again; sessions from before stay ended."""
    _let_in(user, is_active=True, by=by, reason=reason)


@transaction.atomic
def _let_in(user: User, *, is_active: bool, by: User, reason: str) -> None:
    if user.pk == by.pk:
        raise RuleError(_("Nobody switches their own account off or on."))
    ended = F("sessions_ended") + 1
    with acting(by.username, reason=reason):
        User.objects.filter(pk=user.pk).update(is_active=is_active, sessions_ended=ended)
    user.refresh_from_db(fields=["is_active", "sessions_ended"])
