"""Registers the app with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Documents: progress reports, statistical forms and lists."""

    name = "apps.reports"
    label = "reports"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Reports"
