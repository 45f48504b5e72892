"""Registers the app with Django."""

from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    """Units merged, split, moved and closed together by one decision, with their people."""

    name = "apps.reorganisation"
    label = "reorganisation"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Reorganisation"
