"""Registers the app with Django."""

from typing import Any

from django.apps import AppConfig


class CadresConfig(AppConfig):
    """People and the dated facts about them."""

    name = "apps.cadres"
    label = "cadres"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Cadres"

    def build_walls(self, cursor: Any, schema: str) -> None:
        """Let the database show a user the people of the user's units only."""
        from apps.cadres.walls import build

        build(cursor, schema)
