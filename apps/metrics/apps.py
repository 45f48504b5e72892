"""Registers the app with Django."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """Results: computed, never typed in."""

    name = "apps.metrics"
    label = "metrics"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Metrics"
