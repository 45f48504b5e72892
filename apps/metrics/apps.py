"""Registers the app with Django."""

from typing import Any

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """Results: computed, never typed in."""

    name = "apps.metrics"
    label = "metrics"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Metrics"

    def build_walls(self, cursor: Any, schema: str) -> None:
        """Give whoever computes figures no more rights than that takes."""
        from apps.metrics.walls import build

        build(cursor, schema)
