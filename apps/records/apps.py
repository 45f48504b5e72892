"""Registers the app with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Forms by which officers keep the records of people."""

    name = "apps.records"
    label = "records"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Records"
