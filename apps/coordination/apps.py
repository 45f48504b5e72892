"""Registers the app with Django."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """Forms by which coordinators keep the tree of units, the plans and their targets."""

    name = "apps.coordination"
    label = "coordination"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Coordination"
