"""Registers the SQL functions that dated rows need. There are no tables here."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Dated rows, partly known dates, Vietnamese text."""

    name = "apps.common"
    label = "common"
    verbose_name = "Common"
