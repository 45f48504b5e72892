"""Registers the app with Django."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """Plans, targets and the language of conditions."""

    name = "apps.targets"
    label = "targets"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Targets"
