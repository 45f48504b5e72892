"""Registers the app with Django."""

from django.apps import AppConfig


class EntryConfig(AppConfig):
    """What every form shares: drafts, fields, the effect beforehand, two people at once."""

    name = "apps.entry"
    label = "entry"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Entry"
