"""Registers the app with Django."""

from django.apps import AppConfig


class PresentationConfig(AppConfig):
    """Words, numbers, colours and charts."""

    name = "apps.presentation"
    label = "presentation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Presentation"
