"""Registers the app with Django."""

from django.apps import AppConfig


class CadresConfig(AppConfig):
    """People and the dated facts about them."""

    name = "apps.cadres"
    label = "cadres"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Cadres"
