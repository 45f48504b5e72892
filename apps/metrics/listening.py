"""Hearing that facts were saved, so that a worker takes them in at once.

Whoever writes, a form, an import, the shell or raw SQL, triggers ring a bell when the transaction
commits (see common.notes). One thread in the worker's main process hears it and wakes a worker.
What is missed, while the connection is down or Redis away, the sweep finds: the notes are rows.
"""

from __future__ import annotations

import select
import threading
import time

import psycopg2
import structlog
from celery.signals import worker_ready
from django.conf import settings
from kombu.exceptions import OperationalError

from apps.common.notes import BELL
from apps.metrics.tasks import refresh_saved

log = structlog.get_logger()
PAUSE = 5.0


def listen(stop: threading.Event) -> None:
    """Listen until told to stop, connecting again whenever the connection is lost."""
    while not stop.is_set():
        try:
            _hear(stop)
        except (psycopg2.Error, OperationalError, OSError) as error:
            log.warning("not listening", error=str(error))
            stop.wait(PAUSE)


def _hear(stop: threading.Event) -> None:
    connection = psycopg2.connect(**_parameters())
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {BELL}")
        refresh_saved.delay()  # what was saved before anybody listened
        while not stop.is_set():
            if not select.select([connection], [], [], 1.0)[0]:
                continue
            connection.poll()
            if connection.notifies:
                connection.notifies.clear()
                refresh_saved.delay()
                # A burst of saves is one refresh, or two.
                time.sleep(0.05)
    finally:
        connection.close()


def _parameters() -> dict[str, object]:
    database = settings.DATABASES["default"]
    return {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"] or None,
        "application_name": "cadre-tracker bell",
    }


@worker_ready.connect
def start(**_sent: object) -> None:
    """Begin to listen when the worker is ready."""
    thread = threading.Thread(target=listen, args=[threading.Event()], name="bell", daemon=True)
    thread.start()
