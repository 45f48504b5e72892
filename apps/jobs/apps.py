"""Registers the app with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that outlives a request: a row, a lease, attempts."""

    name = "apps.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Jobs"
