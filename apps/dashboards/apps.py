"""Registers the app with Django."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """The pages that show figures."""

    name = "apps.dashboards"
    label = "dashboards"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Dashboards"
