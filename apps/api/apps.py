"""Registers the app with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Figures as JSON."""

    name = "apps.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "API"
