"""Registers the app with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Rosters in and out."""

    name = "apps.imports"
    label = "imports"
    verbose_name = "Imports"
    default_auto_field = "django.db.models.BigAutoField"
