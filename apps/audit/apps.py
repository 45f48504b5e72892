"""Registers the app with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who read or took out which personal data."""

    name = "apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Register what is checked before an installation is opened."""
        from apps.audit import checks  # noqa: F401
