"""Publish the plans that come with the system."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.models import User
from apps.targets.shipped import publish_shipped


class Command(BaseCommand):
    """Safe to run again: a plan that is there stays as it is."""

    help = "Publish the shipped plans that the database lacks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish what is missing and name it."""
        for plan in publish_shipped(by=User(username="seed_plans")):
            self.stdout.write(f"{plan.code}: {plan.targets.count()} targets")
