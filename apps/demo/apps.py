"""Demonstration data: Hà Nội's real units, made-up people."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Has no tables of its own."""

    name = "apps.demo"
    label = "demo"
    verbose_name = "Demonstration data"
