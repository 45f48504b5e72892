"""Registers the app with Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The rights of those whose data are kept: their requests, and how long anything stays."""

    name = "apps.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Privacy"
