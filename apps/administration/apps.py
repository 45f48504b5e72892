"""Registers the app with Django."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Keeping accounts: invitations, roles for a time, what needs a second person."""

    name = "apps.administration"
    label = "administration"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Administration"
