"""Registers the app with Django."""

from typing import Any

from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    """Units merged, split, moved and closed together by one decision, with their people."""

    name = "apps.reorganisation"
    label = "reorganisation"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Reorganisation"

    def build_walls(self, cursor: Any, schema: str) -> None:
        """Let the database show whose people go where to whoever may see them."""
        from apps.reorganisation.walls import build

        build(cursor)
