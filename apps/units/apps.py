"""Registers the app with Django."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The dated tree of units, and who answers for which."""

    name = "apps.units"
    label = "units"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Units"
