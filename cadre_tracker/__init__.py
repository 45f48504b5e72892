"""The project: settings, addresses, the queue. No domain."""

from cadre_tracker.celery import app as celery_app

__all__ = ["celery_app"]
