"""Registers the app with Django."""

from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles and what a role may do."""

    default = True
    name = "apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Accounts"


class ListedSessionsConfig(UserSessionsConfig):
    """The list of sessions, which this site keeps itself: by digests of their keys."""

    def ready(self) -> None:
        """Connect nothing: the library would list the keys."""
