"""What is done to accounts."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.sessions import end_all


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    password: str,
    is_temporary: bool = True,
    is_for_show: bool = False,
) -> User:
    """Create an account; a temporary password must be changed at the first sign-in.

    Raises ValidationError when the password is too weak, unless the account is for show.
    """
    user = User(username=username, full_name=full_name, must_change_password=is_temporary)
    if not is_for_show:
        validate_password(password, user)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Set a password that the user chose."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Remember the language in which the user reads the site."""
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def choose_address(*, user: User, email: str) -> None:
    """Remember where the user wants notices mailed to; empty for nowhere."""
    user.email = email
    user.save(update_fields=["email"])


@transaction.atomic
def deactivate_user(*, user: User) -> None:
    """Stop a user from signing in; sessions end at the next request, for good."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all(user=user)
