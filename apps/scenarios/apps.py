"""Registers the app with Django."""

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """What if: numbers that are tried on a unit's targets, saved, compared and shared."""

    name = "apps.scenarios"
    label = "scenarios"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Scenarios"
