"""The Celery app and the timetable."""

import os
from typing import Any

from celery import Celery, Task
from celery.schedules import crontab
from celery.signals import setup_logging

from apps.common.stepping_down import as_jobs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")


class SteppedDownTask(Task):
    """A task that asks the database as the jobs of the system do."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Do the work with no more rights than it needs."""
        with as_jobs():
            return super().__call__(*args, **kwargs)


app = Celery("cadre_tracker", task_cls=SteppedDownTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    broker_transport="cadre_tracker.queue:Transport",
    worker_consumer="cadre_tracker.queue:Consumer",
    # Nothing is steered through the queue, so that whoever writes into it cannot stop a worker.
    worker_enable_remote_control=False,
)
app.autodiscover_tasks()
app.autodiscover_tasks(["apps.metrics"], related_name="listening")
app.conf.beat_schedule = {
    "close the night": {
        "task": "apps.metrics.tasks.refresh_nightly",
        "schedule": crontab(hour=2, minute=0),
    },
    "sweep": {
        "task": "apps.metrics.tasks.sweep",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "seal the history": {
        "task": "apps.dashboards.tasks.seal_the_night",
        "schedule": crontab(minute=20),
        "options": {"expires": 3000},
    },
    "ask for scheduled reports": {
        "task": "apps.reports.tasks.ask_scheduled",
        "schedule": crontab(hour=4, minute=30),
    },
    "tell auditors of roles": {
        "task": "apps.administration.tasks.tell_auditors",
        # Whoever was told is not told again; later hours make up for a morning that was missed.
        "schedule": crontab(hour="4-10", minute=15),
    },
    "foretell": {
        "task": "apps.dashboards.tasks.foretell",
        # Whoever was told is not told again; later hours make up for a morning that was missed.
        "schedule": crontab(hour="5-10", minute=30),
    },
    "tell officers of requests": {
        "task": "apps.privacy.tasks.tell_officers",
        # As above: a morning that was missed is made up for.
        "schedule": crontab(hour="5-10", minute=25),
    },
    "let go of what is too old": {
        "task": "apps.privacy.tasks.retain",
        # Once a day; later hours make up for a night that was missed or failed.
        "schedule": crontab(hour="3-8", minute=10),
    },
    "sweep erasures": {
        "task": "apps.privacy.tasks.sweep_erasures",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "watch readings": {
        "task": "apps.dashboards.tasks.watch_readings",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 590},
    },
    "sweep reports": {
        "task": "apps.reports.tasks.sweep_reports",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "sweep notices": {
        "task": "apps.notices.tasks.sweep_notices",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "sweep reorganisations": {
        "task": "apps.reorganisation.tasks.sweep_reorganisations",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "sweep batches": {
        "task": "apps.imports.tasks.sweep_batches",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
}


@setup_logging.connect
def keep_logging_as_set(**kwargs: object) -> None:
    """Let the settings' logging stand: that something listens here makes Celery leave it alone."""
